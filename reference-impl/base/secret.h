/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

/*
 * What must not be left to the optimiser: wiping memory, and comparing without
 * telling by its duration where the difference lies. Of a comparison only the answer is public.
 */

#include "reference-impl/base/bytes.h"

/* Overwrites the buffer with zeros; never optimised away. */
void secret_wipe(struct buffer secret);

/* Are they equal? Time depends on the lengths alone; unequal lengths are unequal. */
bool secret_equal(struct bytes a, struct bytes b);

/* Are all its bytes the same, as of fuses that nobody burnt? Time depends on the length alone. */
bool secret_is_uniform(struct bytes secret);

#endif
