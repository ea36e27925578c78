/* SPDX-License-Identifier: Apache-2.0 */
/* Heads first: a region is read as a whole image only where it begins like one. */
#include <string.h>

#include "conformance/check_place.h"

enum { HEAD_LEN = 32 };

static bool holds_at_start(struct bench *b, const struct storage_region *region, struct bytes image)
{
	struct bytes head;

	if (region->length < image.len || image.len < HEAD_LEN)
		return false;
	head = storage_read(b, region->name, 0, HEAD_LEN);
	if (head.len != HEAD_LEN || memcmp(head.at, image.at, HEAD_LEN) != 0)
		return false;
	return bytes_equal(storage_read(b, region->name, 0, image.len), image);
}

struct place place_of(struct bench *b, struct image image)
{
	struct storage_list list = storage_list(b);
	struct bytes bytes = image_bytes(b, image);
	struct place place = { .found = false };

	for (size_t i = 0; i < list.count && !place.found && !decided(b); i++)
		if (holds_at_start(b, &list.at[i], bytes))
			place = (struct place){ .found = true, .region = list.at[i].name, .offset = 0 };
	return place;
}

bool block_in_image(struct bench *b, struct image image, uint64_t *ret_offset)
{
	static const char MAGIC[16] = "ASSAY-PAYLOAD-1";
	size_t offset;

	if (!bytes_find(image_bytes(b, image), BYTES_OF(MAGIC), &offset))
		return false;
	*ret_offset = offset;
	return image_bytes(b, image).len - offset >= PAYLOAD_BLOCK_LEN;
}
