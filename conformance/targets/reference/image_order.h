/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_IMAGE_ORDER_H
#define TARGETS_REFERENCE_IMAGE_ORDER_H

/*
 * An image as the kit orders it from the maker's sign_image: the payload for this chip with
 * the suite's block in it, and the fields that the maker fills in.
 */

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"

enum { IMAGE_BLOCK_LEN = 96, IMAGE_COUNTER_LEN = 16 };

/* Texts may not be NULL unless it says so. */
struct image_order {
	struct bytes block;        /* IMAGE_BLOCK_LEN bytes that begin with the magic */
	const char *key;           /* name of one of the maker's keys, or "attacker", or "none" */
	struct bytes attacker_key; /* the 32-byte scalar for "attacker" */
	const char *component, *version, *counter, *class;
	const char *revoke; /* name of the maker's key that the image revokes, or NULL */
};

/*
 * Builds the image in memory that the caller frees. RESULT_MALFORMED or RESULT_REFUSED: the order is
 * wrong; else the maker's tools failed; *ret_why says what.
 */
enum result image_order_build(const struct image_order *order, struct buffer *ret_image, struct complaint *ret_why) MUST_CHECK;

#endif
