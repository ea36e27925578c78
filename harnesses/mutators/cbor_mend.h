/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MUTATORS_CBOR_MEND_H
#define MUTATORS_CBOR_MEND_H

/*
 * Makes one well-formed item of any bytes: reserved heads become small integers, lengths and
 * counts are cut to what is there, breaks close what is open, and what is missing at the end is null.
 * Widths of heads, order of keys and the content of strings stay as the fuzzer chose them.
 */

#include "reference-impl/base/bytes.h"

/* The item in room; empty if room is too small. Pure in its input. */
struct bytes cbor_mend(struct bytes input, struct buffer room);

#endif
