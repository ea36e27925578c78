/* SPDX-License-Identifier: Apache-2.0 */
/* The table of a check's images, and the canaries that prove which of them runs. */

#include "conformance/core/bench_image.h"

#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/writer.h"

static const char block_magic[CANARY_NAME_LEN + 1] = "ASSAY-PAYLOAD-1";

struct bench_image *bench_image(struct bench *b, struct image image)
{
	if (image.handle == 0 || image.handle > b->now->image_count)
		return NULL;
	return &b->now->images[image.handle - 1];
}

uint8_t *bench_image_room(size_t len)
{
	uint8_t *room = malloc(len == 0 ? 1 : len);

	if (room == NULL)
		abort();
	return room;
}

struct image bench_image_add(struct bench *b, struct bench_image *image)
{
	struct bench_case *now = b->now;

	if (bench_is_silent(b)) {
		free(image->bytes);
		free(image->regions);
		return (struct image){ 0 };
	}
	if (now->image_count == now->image_room) {
		struct bench_image *images = realloc(now->images, (now->image_room * 2 + 16) * sizeof(*images));

		if (images == NULL)
			abort();
		now->images = images;
		now->image_room = now->image_room * 2 + 16;
	}
	now->images[now->image_count++] = *image;
	return (struct image){ now->image_count };
}

void bench_image_forget(struct bench *b, struct image image)
{
	struct bench_image *known = bench_image(b, image);

	if (known == NULL)
		return;
	free(known->bytes);
	free(known->regions);
	known->bytes = NULL;
	known->len = 0;
	known->regions = NULL;
}

/* The first of that name: an alteration shares the canary of what it was made from, and comes later. */
struct image bench_image_by_canary(struct bench *b, const char *name)
{
	for (uint32_t i = 0; i < b->now->image_count; i++)
		if (strcmp(b->now->images[i].canary.name, name) == 0)
			return (struct image){ i + 1 };
	return (struct image){ 0 };
}

struct bytes image_bytes(struct bench *b, struct image image)
{
	const struct bench_image *known = bench_image(b, image);

	return known == NULL ? (struct bytes){ 0 } : bytes_from(known->bytes, known->len);
}

struct image image_made(struct bench *b, struct bytes bytes, struct image canary_of, const char *how)
{
	const struct bench_image *from = bench_image(b, canary_of);
	struct bench_image made = { 0 };

	(void)how;
	if (bench_is_silent(b) || from == NULL)
		return (struct image){ 0 };
	made.canary = from->canary;
	made.security_version = from->security_version;
	made.script = from->script;
	made.len = bytes.len;
	made.bytes = bench_image_room(bytes.len);
	if (bytes.len > 0)
		memcpy(made.bytes, bytes.at, bytes.len);
	return bench_image_add(b, &made);
}

/* A name in printable characters: 7 drawn bytes as hexadecimal, so two images of a run never share one. */
enum result bench_canary_draw(struct bench *b, enum script script, struct canary *ret_canary, uint8_t ret_block[CANARY_BLOCK_LEN])
{
	struct seed_use use = { b->now->entry->name, b->number, b->now->attempt, "canary", b->now->image_count };
	uint8_t drawn[7 + CANARY_KEY_LEN];
	struct canary canary = { 0 };
	struct writer name = writer_over((struct buffer){ (uint8_t *)canary.name, CANARY_NAME_LEN });
	struct writer block = writer_over((struct buffer){ ret_block, CANARY_BLOCK_LEN });
	enum result result = seed_draw(b->seed, &use, BUFFER_OF(drawn));

	if (result != RESULT_OK)
		return result;
	text_write_hex(&name, bytes_from(drawn, 7));
	memcpy(canary.key, drawn + 7, CANARY_KEY_LEN);
	writer_bytes(&block, bytes_from(block_magic, CANARY_NAME_LEN));
	writer_bytes(&block, bytes_from(canary.name, CANARY_NAME_LEN));
	writer_bytes(&block, BYTES_OF(canary.key));
	writer_u8(&block, (uint8_t)script);
	writer_fill(&block, 0, 31);
	*ret_canary = canary;
	return block.failed;
}
