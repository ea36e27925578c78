/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_VERIFIER_FILES_H
#define SERVICE_VERIFIER_VERIFIER_FILES_H

/*
 * What an appraisal is made of, from files: evidence as it is, and what is believed, which
 * must be in order. Failures have been told on stderr with file, field, offset and reason.
 */

#include "reference-impl/service/verifier/appraise.h"

enum { VERIFIER_MAX_ROOTS = 16, VERIFIER_MAX_KEYS = 16, VERIFIER_MAX_RECORDS = 64, VERIFIER_BELIEF_MAX_LEN = 65536 };

/* Roots and maker's keys; release it in any case. */
struct verifier_beliefs {
	uint8_t room[VERIFIER_BELIEF_MAX_LEN];
	struct bytes roots[VERIFIER_MAX_ROOTS];
	size_t root_count;
	struct release_key keys[VERIFIER_MAX_KEYS];
	size_t key_count;
	struct release_record records[VERIFIER_MAX_RECORDS];
	struct buffer contents[VERIFIER_MAX_RECORDS]; /* what the records look into */
	char *names[VERIFIER_MAX_RECORDS];
	size_t record_count;
};

/*
 * Reads a file, or standard input for "-", up to max_len and one byte more, so that what is too long is
 * seen. The caller frees ret_content->at.
 */
bool verifier_file_read(const char *path, size_t max_len, struct buffer *ret_content);

bool verifier_read_roots(const char *path, struct verifier_beliefs *beliefs);
bool verifier_read_releases(const char *file_or_folder, struct verifier_beliefs *beliefs);
bool verifier_read_key(const char *path, uint8_t ret_spki[CRYPTO_P256_SPKI_LEN]);
void verifier_beliefs_release(struct verifier_beliefs *beliefs);

#endif
