/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_VERIFIER_REQUEST_H
#define SERVICE_VERIFIER_VERIFIER_REQUEST_H

/* What is asked of assay-verifier, read off the command line and checked field by field. */

#include "reference-impl/base/bytes.h"

enum { VERIFIER_NONCE_MAX = 64, VERIFIER_MAX_PLACES = 32 };

struct verifier_request {
	uint8_t nonce[VERIFIER_NONCE_MAX];
	size_t nonce_len;
	const char *roots, *chain, *device_key, *token; /* chain and device_key may be NULL; "-" is standard input */
	const char *releases[VERIFIER_MAX_PLACES];
	size_t release_count;
	bool has_time, as_json, allows_other_debug;
	int64_t time; /* seconds since 1970 UTC */
};

enum verifier_answer { VERIFIER_GO, VERIFIER_HELP_WAS_ASKED, VERIFIER_WRONG_USAGE };

/* Reads the arguments; complaints and help have been printed. Texts in ret_request are those of argv. */
enum verifier_answer verifier_request_read(int argc, char *const argv[], struct verifier_request *ret_request);

/* "2026-11-21T13:00:00Z" or with an offset such as +01:00 (RFC 3339), as seconds since 1970 UTC. */
bool verifier_time_read(const char *text, int64_t *ret_time);

#endif
