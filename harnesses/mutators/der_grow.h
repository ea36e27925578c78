/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MUTATORS_DER_GROW_H
#define MUTATORS_DER_GROW_H

/*
 * Puts more elements into DER that is there already, with the lengths of all that they stand in; by arithmetic of
 * its own, since the writers under test stop at the counts that readers must refuse.
 */

#include "reference-impl/base/bytes.h"

/*
 * `der` with `more` in front of the element at offset `at`, in room; empty if that does not fit, or `at` is not the
 * beginning of an element. Elements are of at most 65535 bytes. Pure.
 */
struct bytes der_grow(struct bytes der, size_t at, struct bytes more, struct buffer room);

#endif
