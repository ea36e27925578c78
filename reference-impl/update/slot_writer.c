/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks forwards, pages backwards in the one sense that counts: the header page is the last. */

#include "reference-impl/update/slot_writer.h"

#include <string.h>

static enum result erase_blocks(const struct flash *flash, enum flash_region slot, size_t len)
{
	enum result result = RESULT_OK;

	for (uint32_t at = 0; at < len && result == RESULT_OK; at += FLASH_BLOCK_LEN)
		result = flash->erase(flash->context, slot, at);
	return result;
}

/* The page of image at offset, filled up to whole words as erased flash is. */
static struct bytes page_at(struct bytes image, uint32_t offset, uint8_t room[FLASH_PAGE_LEN])
{
	size_t rest = image.len - offset;
	size_t len = rest < FLASH_PAGE_LEN ? rest : FLASH_PAGE_LEN;

	memset(room, 0xff, FLASH_PAGE_LEN);
	memcpy(room, image.at + offset, len);
	return bytes_from(room, (len + FLASH_WORD_LEN - 1) / FLASH_WORD_LEN * FLASH_WORD_LEN);
}

static enum result write_page(const struct flash *flash, enum flash_region slot, struct bytes image, uint32_t offset)
{
	uint8_t wanted[FLASH_PAGE_LEN], found[FLASH_PAGE_LEN];
	struct bytes page = page_at(image, offset, wanted);
	enum result result = flash->program(flash->context, slot, offset, page);

	if (result == RESULT_OK)
		result = flash->read(flash->context, slot, offset, (struct buffer){ found, page.len });
	if (result != RESULT_OK)
		return result;
	return bytes_equal(page, bytes_from(found, page.len)) ? RESULT_OK : RESULT_IO;
}

enum result slot_write(const struct flash *flash, enum flash_region slot, struct bytes image)
{
	enum result result;

	if (image.len == 0 || image.len > flash->region_len(flash->context, slot))
		return RESULT_TOO_LARGE;
	result = erase_blocks(flash, slot, image.len);
	for (uint32_t at = FLASH_PAGE_LEN; at < image.len && result == RESULT_OK; at += FLASH_PAGE_LEN)
		result = write_page(flash, slot, image, at);
	if (result == RESULT_OK)
		result = write_page(flash, slot, image, 0);
	return result;
}
