/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MUTATORS_IMAGE_MEND_H
#define MUTATORS_IMAGE_MEND_H

/*
 * Makes a boot image whole again after a fuzzer's change: sizes, hash, key hash and
 * signature are computed anew with a test key, so that the change itself is what is tested.
 * What the fuzzer chose (flags, version, padding, payload, protected TLVs) stays.
 */

#include "harnesses/mutators/test_signature.h"

/*
 * The mended image in room, or empty bytes if input is too short or room too small. The input is header, payload
 * and protected area; the unprotected area is made here.
 */
struct bytes image_mend(struct bytes input, const struct test_key *key, struct buffer room);

#endif
