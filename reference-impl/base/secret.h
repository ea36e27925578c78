/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

/*
 * Two things that must not be left to the optimiser: wiping memory, and
 * comparing without telling by its duration where the difference lies.
 */

#include "reference-impl/base/bytes.h"

/* Overwrites the buffer with zeros; never optimised away. */
void secret_wipe(struct buffer secret);

/* Are they equal? Time depends on the lengths alone; unequal lengths are unequal. */
bool secret_equal(struct bytes a, struct bytes b);

#endif
