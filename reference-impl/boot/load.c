/* SPDX-License-Identifier: Apache-2.0 */
/* Reads in steps: header, up to the unprotected area's header, the rest; never a byte twice. */

#include "reference-impl/boot/load.h"
#include "reference-impl/base/reader.h"
#include "reference-impl/codec/mcuboot_image.h"

enum { HEADER_LEN_OFFSET = 8, UNPROTECTED_MAX_LEN = 65535 };

struct loading {
	const struct flash *flash;
	enum flash_region region;
	uint32_t slot_len;
	struct buffer room;
	uint64_t have; /* bytes of the image in room so far */
};

static enum result needed(const struct loading *l, struct bytes so_far, uint64_t *ret_len)
{
	enum result result = mcuboot_image_extent(so_far, l->slot_len, ret_len);

	if (result == RESULT_OK && *ret_len > l->slot_len)
		return RESULT_TOO_LARGE;
	return result;
}

/* Room for all that the unprotected area might turn out to need: it must be reserved before that is read. */
static enum result reserve(const struct platform *platform, struct loading *l, struct bytes header, uint64_t known_len)
{
	struct reader r = reader_over(header);
	uint64_t most = known_len + UNPROTECTED_MAX_LEN;
	uint16_t header_len;
	enum result result;

	(void)reader_take(&r, HEADER_LEN_OFFSET);
	header_len = reader_u16_le(&r);
	if (most > l->slot_len)
		most = l->slot_len;
	if (reader_result(&r) != RESULT_OK || header_len < header.len || header_len > known_len)
		return RESULT_MALFORMED;
	result = platform->memory.reserve(platform->memory.context, header_len, (uint32_t)(most - header_len), &l->room);
	if (result != RESULT_OK)
		return result;
	l->have = header.len;
	return bytes_copy(l->room, header);
}

static enum result read_up_to(struct loading *l, uint64_t len)
{
	struct buffer into = { l->room.at + l->have, (size_t)(len - l->have) };
	enum result result;

	if (len > l->room.len || len < l->have)
		return RESULT_MALFORMED;
	if (into.len == 0)
		return RESULT_OK;
	result = l->flash->read(l->flash->context, l->region, (uint32_t)l->have, into);
	if (result == RESULT_OK)
		l->have = len;
	return result;
}

/* Reads on until the bytes that are there say that nothing is missing; three steps suffice for every image. */
static enum result read_rest(struct loading *l, uint64_t len)
{
	for (int step = 0; step < 3; step++) {
		enum result result = read_up_to(l, len);

		if (result == RESULT_OK)
			result = needed(l, bytes_from(l->room.at, (size_t)l->have), &len);
		if (result != RESULT_OK)
			return result;
		if (len <= l->have)
			return RESULT_OK;
	}
	return RESULT_MALFORMED;
}

static enum result freeze(const struct platform *platform, const struct loading *l, struct bytes *ret_image)
{
	struct bytes frozen;
	enum result result = platform->memory.freeze(platform->memory.context, &frozen);

	if (result != RESULT_OK)
		return result;
	return bytes_slice(frozen, 0, l->have, ret_image);
}

enum result boot_load(const struct platform *platform, enum flash_region region, struct bytes *ret_image)
{
	const struct flash *flash = &platform->flash;
	struct loading l = { flash, region, flash->region_len(flash->context, region), { 0 }, 0 };
	uint8_t header[MCUBOOT_HEADER_LEN];
	uint64_t len = 0;
	enum result result;

	if (l.slot_len < sizeof(header))
		return RESULT_TRUNCATED;
	result = flash->read(flash->context, region, 0, BUFFER_OF(header));
	if (result == RESULT_OK)
		result = needed(&l, BYTES_OF(header), &len);
	if (result == RESULT_OK)
		result = reserve(platform, &l, BYTES_OF(header), len);
	if (result == RESULT_OK)
		result = read_rest(&l, len);
	if (result == RESULT_OK)
		result = freeze(platform, &l, ret_image);
	return result;
}
