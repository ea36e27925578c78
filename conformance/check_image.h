/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_IMAGE_H
#define CONFORMANCE_CHECK_IMAGE_H

/*
 * Words for checks that change images.
 *
 * The suite's own reader of the format (conformance/readers) tells where the regions are; where
 * it has none, the kit's regions serve, and the result says so. Alterations change bytes and
 * mend nothing; a forgery mends what its order says and may be signed with a suite key.
 */

#include "conformance/check.h"
#include "conformance/reader.h"

/* The regions of the image; empty, and an error, if neither reader nor kit can tell them. */
const struct regions *image_regions(struct bench *b, struct image image);

/*
 * The claim that no altered image runs, of each of these: one byte changed, first, middle and last of
 * each header and metadata region and of each signature, of the payload and of its first, middle and
 * last page of 4096 bytes; then 64 places drawn from the seed. `good` is seen running first, then
 * `holder`, which must answer again after each. In unsigned regions both answers are right as long as
 * nothing but good or holder runs.
 */
void must_refuse_alterations(struct bench *b, struct image good, struct image holder, const char *says);

/* One alteration by hand: the byte at offset is XORed with mask. */
struct image image_altered(struct bench *b, struct image image, uint64_t offset, uint8_t mask);

/* A forgery by the format's forger; with_suite_key signs it with the suite's attacker key. Read again before use. */
struct image image_forged(struct bench *b, struct image image, struct forge_order order, bool with_suite_key);

#endif
