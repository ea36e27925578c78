/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CRYPTO_WYCHEPROOF_FIXTURE_H
#define CRYPTO_WYCHEPROOF_FIXTURE_H

/*
 * Runs a Wycheproof file through one of our functions.
 *
 * The function answers whether the wrapper took the case; the file says whether it
 * should have. "acceptable" cases may go either way.
 */

#include <jansson.h>

#include "reference-impl/base/bytes.h"

/* Does our wrapper take this case of this group? */
typedef bool wycheproof_takes(const json_t *group, const json_t *test);

/* Asserts every case of a file and prints how many went which way; a line and nothing else if the file is absent. */
void wycheproof_run(const char *name, wycheproof_takes *takes);

/* Counts the cases of a file that do not apply, with the reason. */
void wycheproof_apart(const char *name, const char *reason);

/* The bytes of a hexadecimal member, in memory that stays until the program ends. */
struct bytes wycheproof_hex(const json_t *object, const char *member);

#endif
