/* SPDX-License-Identifier: Apache-2.0 */
/* Walking the alterations of an image: every region that counts, at its ends and in its middle, and places by lot. */

#include <stdio.h>

#include "conformance/core/bench_update.h"

enum { ALTERATIONS_DRAWN = 64, ALTERATION_PAGE = 4096 };

struct alteration {
	const char *region;
	enum region_kind kind;
	uint64_t offset; /* of the byte that was changed, from the start of the image */
	uint8_t mask;    /* what it was XORed with */
};

struct alterations {
	struct bench *b;
	struct image image;
	void (*fn)(void *context, struct image altered, const struct alteration *how); /* the image is gone when it returns */
	void *context;
	uint64_t drawn, count;
};

/* A mask that is never zero, so the byte always changes. */
static uint8_t draw_mask(struct alterations *a)
{
	struct bench *b = a->b;
	struct seed_use use = { b->now->entry->name, b->number, b->now->attempt, "alteration mask", a->drawn++ };
	uint64_t mask = 0;

	if (seed_draw_below(b->seed, &use, 255, &mask) != RESULT_OK)
		bench_decide(b, VERDICT_ERROR, NULL, "the suite cannot draw a place to alter");
	return (uint8_t)(mask + 1);
}

static const struct region *region_at(const struct regions *regions, uint64_t offset)
{
	for (size_t i = 0; i < regions->count; i++)
		if (offset >= regions->at[i].offset && offset - regions->at[i].offset < regions->at[i].length)
			return &regions->at[i];
	return NULL;
}

static void alter_at(struct alterations *a, const struct regions *regions, uint64_t offset)
{
	const struct region *region = region_at(regions, offset);
	struct alteration how;
	struct image altered;

	if (region == NULL || bench_is_silent(a->b))
		return;
	how = (struct alteration){ region->name, region->kind, offset, draw_mask(a) };
	altered = image_altered(a->b, a->image, offset, how.mask);
	if (!bench_is_silent(a->b)) {
		a->count++;
		a->fn(a->context, altered, &how);
	}
	bench_image_forget(a->b, altered);
}

static void alter_three(struct alterations *a, const struct regions *regions, uint64_t offset, uint64_t length)
{
	alter_at(a, regions, offset);
	if (length > 2)
		alter_at(a, regions, offset + length / 2);
	if (length > 1)
		alter_at(a, regions, offset + length - 1);
}

/* First, middle and last page of the payload; shorter ones have fewer. */
static void alter_payload(struct alterations *a, const struct regions *regions, const struct region *payload)
{
	uint64_t pages = (payload->length + ALTERATION_PAGE - 1) / ALTERATION_PAGE, middle = pages / 2 * ALTERATION_PAGE;
	uint64_t last = (pages - 1) * ALTERATION_PAGE;

	alter_three(a, regions, payload->offset, payload->length);
	if (pages > 1)
		alter_three(a, regions, payload->offset + last, payload->length - last);
	if (pages > 1)
		alter_three(a, regions, payload->offset, ALTERATION_PAGE);
	if (pages > 2)
		alter_three(a, regions, payload->offset + middle, ALTERATION_PAGE);
}

static void alter_drawn(struct alterations *a, const struct regions *regions, uint64_t len)
{
	struct bench *b = a->b;

	for (uint64_t i = 0; i < ALTERATIONS_DRAWN && !bench_is_silent(b); i++) {
		struct seed_use use = { b->now->entry->name, b->number, b->now->attempt, "alteration place", i };
		uint64_t offset;

		if (seed_draw_below(b->seed, &use, len, &offset) == RESULT_OK)
			alter_at(a, regions, offset);
	}
}

/* Until the verdict is decided. */
static void walk(struct alterations *a)
{
	struct bench *b = a->b;
	const struct regions *regions = image_regions(b, a->image);
	uint64_t len = image_bytes(b, a->image).len;

	if (bench_is_silent(b) || len == 0)
		return;
	for (size_t i = 0; i < regions->count; i++) {
		const struct region *region = &regions->at[i];

		if (region->kind == REGION_PAYLOAD)
			alter_payload(a, regions, region);
		else if (region->length > 0)
			alter_three(a, regions, region->offset, region->length);
	}
	alter_drawn(a, regions, len);
}

struct refusal {
	struct bench *b;
	struct image good, holder;
	const char *says;
};

/* Nobody vouches for an unsigned region: taken or refused, only the good image or the holder may run. */
static const char *wrong_where_unsigned(struct refusal *r, const struct seen *seen)
{
	if (seen->kind == SEEN_RECOVERY || seen->kind == SEEN_DOWNLOAD)
		return NULL;
	if (seen->kind == SEEN_IMAGE &&
	    (bench_same_canary(r->b, seen->image, r->good) || bench_same_canary(r->b, seen->image, r->holder)))
		return NULL;
	return bench_seen_words(r->b, seen, r->holder);
}

static const char *wrong_where_signed(struct refusal *r, const struct seen *seen, uint64_t spoke)
{
	if (bench_spoke(r->b, r->good) != spoke)
		return "its canary was seen";
	return wrong_where_unsigned(r, seen);
}

static void refuse_one(void *context, struct image altered, const struct alteration *how)
{
	struct refusal *r = context;
	uint64_t spoke = bench_spoke(r->b, r->good);
	struct tried tried = bench_try(r->b, altered, PATH_NORMAL);
	const char *wrong = how->kind == REGION_UNSIGNED ? wrong_where_unsigned(r, &tried.seen) :
							   wrong_where_signed(r, &tried.seen, spoke);
	char seen_instead[200];

	if (wrong != NULL)
		(void)snprintf(seen_instead, sizeof(seen_instead), "%s changed at byte %llu by 0x%02x: %s", how->region,
			       (unsigned long long)how->offset, how->mask, wrong);
	bench_expect(r->b, WORD_MUST, r->says, wrong == NULL ? NULL : seen_instead);
	if ((tried.seen.kind == SEEN_IMAGE && bench_same_canary(r->b, tried.seen.image, r->holder)) || bench_is_silent(r->b))
		return;
	given_runs(r->b, r->holder, "the image that holds the device runs again");
}

void must_refuse_alterations(struct bench *b, struct image good, struct image holder, const char *says)
{
	struct refusal refusal = { b, good, holder, says };
	struct alterations a = { .b = b, .image = good, .fn = refuse_one, .context = &refusal };

	given_runs(b, good, "the image that is altered runs as it is");
	given_runs(b, holder, "another image runs meanwhile");
	walk(&a);
	note(b, "%llu alterations", (unsigned long long)a.count);
}
