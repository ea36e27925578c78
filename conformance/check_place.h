/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_PLACE_H
#define CONFORMANCE_CHECK_PLACE_H

/*
 * Where an image lies in the unit's storage, for checks that spoil it there.
 *
 * The suite knows nothing of a chip's layout: it looks at the head of each region that the
 * rig lists, and compares the whole image, byte for byte. Needs rig.storage.
 */

#include "conformance/check_storage.h"

struct place {
	bool found;
	const char *region;
	uint64_t offset; /* of the image's first byte in the region */
};

/* The first region whose content begins with the image; not found: an image that is stored in another form. */
struct place place_of(struct bench *b, struct image image);

/* The offset in the image of the suite's block (its magic), or false. */
bool block_in_image(struct bench *b, struct image image, uint64_t *ret_offset);

enum { PAYLOAD_BLOCK_LEN = 96 };

#endif
