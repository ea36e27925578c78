/* SPDX-License-Identifier: Apache-2.0 */
/* Where the regions of an image are: by the suite's reader, or else as the kit says. */

#include <stdlib.h>
#include <string.h>

#include "conformance/core/bench_image.h"
#include "conformance/core/bench_sign.h"

enum { FORGERY_ROOM = 512 };

static const struct format_entry *format_of(const struct bench *b)
{
	return b->facts->format == NULL ? NULL : format_by_name(b->facts->format);
}

bool bench_has_forger(const struct bench *b)
{
	const struct format_entry *format = format_of(b);

	return format != NULL && format->forger != NULL;
}

static const struct regions no_regions;

static const struct regions *read_regions(struct bench *b, const struct format_entry *format, struct bench_image *image)
{
	struct regions *regions = calloc(1, sizeof(*regions));
	enum result result;

	if (regions == NULL)
		abort();
	result = format->reader->regions(bytes_from(image->bytes, image->len), regions);
	if (result == RESULT_OK && !regions_tile(regions, image->len))
		result = RESULT_INTERNAL;
	if (result != RESULT_OK) {
		bench_decide(b, VERDICT_ERROR, NULL, "the image cannot be read as %s: %s", format->name, result_sentence(result));
		free(regions);
		return &no_regions;
	}
	image->regions = regions;
	return regions;
}

/* Whoever says where the signature is may not say that there is none, nor that nothing covers the code. */
static bool regions_are_plausible(const struct bench_image *image)
{
	const struct regions *regions = image->regions;
	const uint8_t *block = memmem(image->bytes, image->len, image->canary.key, sizeof(image->canary.key));
	uint64_t at = block == NULL ? 0 : (uint64_t)(block - image->bytes);
	bool is_signed = false, is_covered = false;

	for (size_t i = 0; i < regions->count && block != NULL; i++) {
		const struct region *region = &regions->at[i];

		is_signed = is_signed || (region->kind == REGION_SIGNATURE && region->length > 0);
		is_covered = is_covered || (region->kind == REGION_PAYLOAD && at >= region->offset && at - region->offset < region->length);
	}
	return is_signed && is_covered;
}

const struct regions *image_regions(struct bench *b, struct image image)
{
	const struct format_entry *format = format_of(b);
	struct bench_image *known = bench_image(b, image);

	if (bench_is_silent(b) || known == NULL)
		return &no_regions;
	if (known->regions == NULL && format != NULL)
		return read_regions(b, format, known);
	if (known->regions != NULL && !known->regions_are_kits)
		return known->regions;
	if (known->regions == NULL || !regions_tile(known->regions, known->len)) {
		bench_decide(b, VERDICT_ERROR, NULL, "the suite has no reader for the format, and the kit's regions do not tile the image");
		return &no_regions;
	}
	if (!regions_are_plausible(known)) {
		bench_decide(b, VERDICT_ERROR, NULL, "the kit's regions name no signature, or no payload that holds the suite's block");
		return &no_regions;
	}
	note(b, "regions as the kit gives them");
	return known->regions;
}

struct image image_altered(struct bench *b, struct image image, uint64_t offset, uint8_t mask)
{
	struct bytes bytes = image_bytes(b, image);
	struct image altered;

	if (offset >= bytes.len || mask == 0)
		return (struct image){ 0 };
	altered = image_made(b, bytes, image, "one byte is changed");
	if (altered.handle != 0)
		bench_image(b, altered)->bytes[offset] ^= mask;
	return altered;
}

/* The forgery must be of the format still, and hold other bytes than before. */
static struct image read_again(struct bench *b, struct image image, struct bytes forged, const struct forge_order *order)
{
	struct image made;

	if (bytes_equal(forged, image_bytes(b, image))) {
		bench_decide(b, VERDICT_ERROR, NULL, "a forgery changed nothing");
		return (struct image){ 0 };
	}
	made = image_made(b, forged, image, "a forgery");
	if (order->mend_lengths || order->act == FORGE_NOTHING)
		(void)image_regions(b, made);
	return bench_is_silent(b) ? (struct image){ 0 } : made;
}

struct image image_forged(struct bench *b, struct image image, struct forge_order order, bool with_suite_key)
{
	const struct format_entry *format = format_of(b);
	struct bytes bytes = image_bytes(b, image), forged;
	struct buffer room = { NULL, bytes.len * 2 + order.with.len + FORGERY_ROOM };
	struct image made = { 0 };
	struct bench_signer signer;
	enum result result = RESULT_OK;

	if (bench_is_silent(b) || bytes.len == 0)
		return made;
	if (format == NULL || format->forger == NULL) {
		bench_decide(b, VERDICT_NOT_RUN, NULL, "the suite has no forger for the format");
		return made;
	}
	if (with_suite_key) {
		result = bench_signer_init(b, "attacker", &signer);
		order.signer = &signer.signer;
	}
	room.at = bench_image_room(room.len);
	if (result == RESULT_OK)
		result = format->forger->forge(bytes, &order, room, &forged);
	if (result == RESULT_OK)
		made = read_again(b, image, forged, &order);
	else
		bench_decide(b, VERDICT_ERROR, NULL, "the forgery could not be made: %s", result_sentence(result));
	free(room.at);
	return made;
}
