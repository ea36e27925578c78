/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_WEAK_KEY_H
#define CONFORMANCE_CHECK_WEAK_KEY_H

/*
 * Public keys whose private halves anybody finds: the smallest numbers and those below the order,
 * powers of two, one byte repeated, published examples, and what a unit tells of itself used as
 * a key, as it is or hashed.
 */

#include "conformance/check.h"

enum { WEAK_KEY_SMALL = 4096 };

struct weak_key {
	size_t index;      /* which of the keys */
	const char *story; /* what its private half is; static text */
};

/* keys: SubjectPublicKeyInfo of P-256. told: what the units say of themselves. False if each of them holds out. */
bool weak_key_find(const struct bytes *keys, size_t key_count, const struct bytes *told, size_t told_count,
		   struct weak_key *ret_weak);

#endif
