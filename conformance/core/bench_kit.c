/* SPDX-License-Identifier: Apache-2.0 */
/* Ordering from the vendor's kit: what it gives is looked at before it is used. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/bench_ask.h"
#include "conformance/core/bench_image.h"
#include "conformance/core/bench_order.h"

enum { KIT_ASK_MS = 60000 };

/* The block must be there once: twice, and nobody knows which one runs. */
static bool holds_block_once(struct bytes image, const uint8_t block[CANARY_BLOCK_LEN])
{
	const uint8_t *found = image.len < CANARY_BLOCK_LEN ? NULL : memmem(image.at, image.len, block, CANARY_BLOCK_LEN);
	size_t behind;

	if (found == NULL)
		return false;
	behind = (size_t)(found - image.at) + 1;
	return memmem(image.at + behind, image.len - behind, block, CANARY_BLOCK_LEN) == NULL;
}

static struct regions *regions_of_kit(const struct protocol_regions *given)
{
	struct regions *regions = calloc(1, sizeof(*regions));

	if (regions == NULL)
		abort();
	for (size_t i = 0; i < given->count; i++) {
		struct region *region = &regions->at[regions->count];

		(void)snprintf(region->name, sizeof(region->name), "%s", given->at[i].name);
		region->offset = given->at[i].offset;
		region->length = given->at[i].length;
		if (region_kind_from_name(given->at[i].kind, &region->kind))
			regions->count++;
	}
	return regions;
}

static struct image take_image(struct bench *b, const struct kit_image_gives *gives, struct bench_image *image,
			       const uint8_t block[CANARY_BLOCK_LEN])
{
	if (b->facts->format != NULL && strcmp(gives->format, b->facts->format) != 0) {
		bench_decide(b, VERDICT_ERROR, NULL, "kit.image: gave the format %.40s, target.json says %.40s", gives->format, b->facts->format);
		return (struct image){ 0 };
	}
	if (!holds_block_once(gives->image, block)) {
		bench_decide(b, VERDICT_ERROR, NULL, "kit.image: the image does not hold the block that was ordered exactly once");
		return (struct image){ 0 };
	}
	image->len = gives->image.len;
	image->bytes = bench_image_room(gives->image.len);
	memcpy(image->bytes, gives->image.at, gives->image.len);
	if (gives->has_regions && (b->facts->format == NULL || format_by_name(b->facts->format) == NULL)) {
		image->regions = regions_of_kit(&gives->regions);
		image->regions_are_kits = true;
	}
	bench_order_look(b, image);
	return bench_image_add(b, image);
}

static const char *rising_version(struct bench *b)
{
	char version[32];

	(void)snprintf(version, sizeof(version), "1.%u.%u", (b->unit.orders + 1) / 1000, (b->unit.orders + 1) % 1000);
	b->unit.orders++;
	return bench_keep_text(b, version);
}

static bool fill_takes(struct bench *b, const struct kit_order *order, struct kit_image_takes *takes)
{
	struct crypto_p256_key attacker;

	takes->component = order->component == NULL ? "os" : order->component;
	takes->version = order->version == NULL ? rising_version(b) : order->version;
	takes->has_security_version = !order->without_security_version;
	takes->security_version = order->security_version;
	takes->key = (enum kit_image_key)((int)order->key + KIT_IMAGE_KEY_TRUSTED);
	takes->class = order->class;
	if (order->key == KEY_ATTACKER && bench_has_forger(b)) {
		takes->key = KIT_IMAGE_KEY_TRUSTED; /* and signed again by ourselves: the maker gets no key of the suite */
	} else if (order->key == KEY_ATTACKER) {
		if (seed_suite_key(b->seed, "attacker", &attacker) != RESULT_OK)
			return false;
		takes->attacker_key = bench_keep(b, BYTES_OF(attacker.spki));
		crypto_p256_release(&attacker);
	}
	return true;
}

static struct image ask_kit(struct bench *b, const struct kit_image_takes *takes, struct bench_image *image,
			    const uint8_t block[CANARY_BLOCK_LEN])
{
	struct kit_image_gives gives;
	struct answer answer = { 0 };
	struct image made = { 0 };
	enum result settled;

	(void)call_kit_image(&b->witness->link, b->number, KIT_ASK_MS, takes, &gives, &answer);
	settled = bench_settle(b, "kit.image", &answer);
	if (settled == RESULT_REFUSED)
		bench_decide(b, VERDICT_INCONCLUSIVE, NULL, "the kit refused an image: %.150s", answer.reason);
	else if (settled == RESULT_OK)
		made = take_image(b, &gives, image, block);
	answer_release(&answer);
	return made;
}

struct image kit_image_of(struct bench *b, struct kit_order order)
{
	struct bench_image image = { .security_version = order.security_version, .script = order.script, .ordered = true, .order = order };
	uint8_t block[CANARY_BLOCK_LEN];
	struct kit_image_takes takes = { 0 };
	struct image made;

	if (bench_is_silent(b))
		return (struct image){ 0 };
	if (bench_canary_draw(b, order.script, &image.canary, block) != RESULT_OK || !fill_takes(b, &order, &takes)) {
		bench_decide(b, VERDICT_ERROR, NULL, "the suite cannot draw a canary or a key");
		return (struct image){ 0 };
	}
	takes.block = BYTES_OF(block);
	if (takes.key == KIT_IMAGE_KEY_TRUSTED)
		image.order.key = KEY_TRUSTED;
	made = ask_kit(b, &takes, &image, block);
	if (order.key == KEY_ATTACKER && bench_has_forger(b))
		made = image_forged(b, made, (struct forge_order){ .mend_digests = true }, true);
	return made;
}

struct image kit_revocation(struct bench *b, enum image_key key)
{
	struct kit_revoke_gives gives;
	struct kit_revoke_takes takes = { .key = (enum kit_revoke_key)((int)key + KIT_REVOKE_KEY_TRUSTED) };
	struct answer answer = { 0 };
	struct bench_image image = { .security_version = b->unit.newest, .script = SCRIPT_CONFIRM };
	struct image made = { 0 };
	uint8_t block[CANARY_BLOCK_LEN];

	if (bench_is_silent(b) || key > KEY_RETIRED || bench_canary_draw(b, SCRIPT_CONFIRM, &image.canary, block) != RESULT_OK)
		return made;
	takes.security_version = b->unit.newest;
	takes.block = BYTES_OF(block);
	(void)call_kit_revoke(&b->witness->link, b->number, KIT_ASK_MS, &takes, &gives, &answer);
	if (bench_settle(b, "kit.revoke", &answer) != RESULT_OK) {
		answer_release(&answer);
		return made;
	}
	if (gives.how != KIT_REVOKE_HOW_DEVICE_UPDATE) {
		bench_decide(b, VERDICT_NOT_RUN, NULL, "the maker revokes by writing storage, which this suite does not do");
	} else {
		image.len = gives.image.len;
		image.bytes = bench_image_room(gives.image.len);
		memcpy(image.bytes, gives.image.at, gives.image.len);
		made = bench_image_add(b, &image);
	}
	answer_release(&answer);
	return made;
}
