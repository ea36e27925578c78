/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_SECRET_SEARCH_FIXTURE_H
#define TOOLS_SECRET_SEARCH_FIXTURE_H

/*
 * Searches bytes, files and processes for secrets, as somebody does who owns the system.
 *
 * Each half of a secret is looked for: as it is, reversed, in hexadecimal of both cases, and in base64 at
 * each of the three places that it can have in a longer text. What is found is counted for each secret.
 *
 * Mappings of 512 MiB and more are a sanitizer's shadow and left out. The struct must not be moved.
 * Call order: secret_search_init(), add each secret, then search; read found[].
 */

#include <sys/types.h>

#include "reference-impl/base/bytes.h"

enum { SECRETS_MAX = 48, SECRET_LEN = 32, SECRET_FORMS = 7, NEEDLES_MAX = SECRETS_MAX * 2 * SECRET_FORMS, NEEDLE_MAX_LEN = 32 };

struct secret_needle {
	const struct secret_needle *next; /* that begins with the same two bytes */
	unsigned int secret;
	size_t len;
	uint8_t at[NEEDLE_MAX_LEN];
};

struct secret_search {
	unsigned int secret_count, needle_count;
	struct secret_needle needle[NEEDLES_MAX];
	const struct secret_needle *begins[65536]; /* by the first two bytes; NULL: none */
	uint64_t found[SECRETS_MAX];
	uint64_t pages, unread_pages, bytes; /* searched; that the kernel gave to nobody; of files and answers */
};

void secret_search_init(struct secret_search *search);

/* Its number in found[]. Secrets that are the same bytes have one number. */
unsigned int secret_search_add(struct secret_search *search, const uint8_t secret[SECRET_LEN]);

void secret_search_forget_found(struct secret_search *search);
void secret_search_bytes(struct secret_search *search, struct bytes bytes);

/* A whole file that can be read. */
void secret_search_file(struct secret_search *search, const char *path);

/*
 * All memory of a process but mappings of files whose path ends with `but` (NULL: none is left out), which are
 * searched only `if_but`; what is mapped and cannot be read is counted.
 */
void secret_search_memory(struct secret_search *search, pid_t pid, const char *but, bool if_but);

/* Every file that it has open, but those whose path ends with `but`. */
void secret_search_descriptors(struct secret_search *search, pid_t pid, const char *but);

#endif
