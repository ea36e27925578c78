/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_KNOWN_KEYS_H
#define CORE_KNOWN_KEYS_H

/*
 * Private keys that everybody knows: samples that ship with boot loaders, examples of
 * standards, the smallest numbers. A product that trusts one of them trusts everybody.
 *
 * Their names begin with KNOWN_KEY_PREFIX, so that they are keys of the suite by name.
 */

#include "reference-impl/crypto/crypto.h"

#define KNOWN_KEY_PREFIX "known:"

size_t known_key_count(void);
/* "known:mcuboot-root-ec-p256", and what it is, for people. */
const char *known_key_name(size_t index);
const char *known_key_story(size_t index);

/* The key of that name; RESULT_NOT_FOUND. */
enum result known_key(const char *name, struct crypto_p256_key *ret_key) MUST_CHECK;

#endif
