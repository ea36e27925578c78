/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MUTATORS_TRANSCRIPT_MEND_H
#define MUTATORS_TRANSCRIPT_MEND_H

/*
 * Makes a transcript whole again after a fuzzer's change: canonical lines, numbers and digests that
 * chain, names of blobs that are right again wherever they stand, times that do not go back, and the
 * counts and the sum of the last line. What the records say stays.
 */

#include "reference-impl/base/bytes.h"

/*
 * The mended text in room; lines that are no JSON objects stay as they are. Empty bytes if room is too
 * small or nothing is there.
 */
struct bytes transcript_mend(struct bytes input, struct buffer room);

#endif
