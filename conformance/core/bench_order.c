/* SPDX-License-Identifier: Apache-2.0 */
/* The kit is the vendor's: what it calls an image of a wrong class may be one with a broken signature. */

#include "conformance/core/bench_order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/bench_image.h"
#include "conformance/reader_examine.h"
#include "reference-impl/crypto/crypto.h"

static const struct format_examiner *examiner_of(const struct bench *b)
{
	const struct format_entry *format = b->facts->format == NULL ? NULL : format_by_name(b->facts->format);

	return format == NULL ? NULL : format->examiner;
}

/* The name is the key's hash, or the key itself. */
static bool is_named(struct bytes spki, struct bytes name)
{
	struct crypto_sha256 hash;

	return bytes_equal(spki, name) || (crypto_sha256(spki, &hash) == RESULT_OK && bytes_equal(BYTES_OF(hash), name));
}

/* Nobody gives the suite the maker's public keys: a signature that holds tells its own. */
static bool signature_holds(const struct image_claims *claims)
{
	struct crypto_p256_candidates keys = { .count = 0 };

	if (crypto_p256_recover(BYTES_OF(claims->covered), claims->signature, &keys) != RESULT_OK)
		return false;
	for (size_t i = 0; i < keys.count; i++)
		if (is_named(BYTES_OF(keys.spki[i]), claims->key_name))
			return crypto_p256_verify(BYTES_OF(keys.spki[i]), BYTES_OF(claims->covered), claims->signature) == RESULT_OK;
	return false;
}

static const char *wrong_with(const struct image_claims *claims, const struct kit_order *order)
{
	if (!claims->digest_holds)
		return "the image's digest is not that of the image";
	if (claims->has_security_version == order->without_security_version)
		return order->without_security_version ? "the image has a security version, and none was ordered" :
							 "the image has no security version, and one was ordered";
	if (claims->has_security_version && claims->security_version != order->security_version)
		return "the image has another security version than was ordered";
	if (order->key == KEY_NONE)
		return claims->signature.len > 0 || claims->other_signature ? "the image is signed, and was ordered without a signature" : NULL;
	if (claims->signature.len == 0 && claims->other_signature)
		return NULL; /* of a kind that cannot be looked at here; bench_orders_prove() says so */
	return signature_holds(claims) ? NULL : "the image's signature does not hold under the key that it names";
}

void bench_order_look(struct bench *b, struct bench_image *image)
{
	const struct format_examiner *examiner = examiner_of(b);
	struct bytes bytes = bytes_from(image->bytes, image->len);
	struct regions *regions;
	struct image_claims claims;
	const char *wrong;

	if (examiner == NULL)
		return;
	regions = calloc(1, sizeof(*regions));
	if (regions == NULL)
		abort();
	if (format_by_name(b->facts->format)->reader->regions(bytes, regions) != RESULT_OK)
		wrong = "the image cannot be read";
	else if (examiner->claims(bytes, regions, &claims) != RESULT_OK)
		wrong = "the image's own fields cannot be read";
	else
		wrong = wrong_with(&claims, &image->order);
	free(image->regions);
	image->regions = regions;
	if (wrong != NULL)
		bench_decide(b, VERDICT_ERROR, NULL, "kit.image: %s", wrong);
}

/* -- beside its twin -- */
struct beside {
	const struct format_examiner *examiner;
	const struct bench_image *image, *twin;
	unsigned int others;      /* regions of no known role that differ */
	const struct region *met; /* of the twin, last: they come in one order */
};

static struct bytes region_bytes(const struct bench_image *image, const struct region *region)
{
	return region == NULL ? bytes_from(NULL, 0) : bytes_from(image->bytes + region->offset, (size_t)region->length);
}

/* The same but for the suite's block, which lies at the same place. */
static bool same_but_for_block(const struct beside *s, struct bytes one, struct bytes other)
{
	const uint8_t *block = memmem(one.at, one.len, s->image->canary.name, CANARY_NAME_LEN);
	const uint8_t *twin_block = memmem(other.at, other.len, s->twin->canary.name, CANARY_NAME_LEN);
	size_t before, behind;

	if (block == NULL && twin_block == NULL)
		return bytes_equal(one, other);
	if (one.len != other.len || block == NULL || twin_block == NULL || block - one.at != twin_block - other.at)
		return false;
	before = (size_t)(block - one.at);
	behind = before + CANARY_BLOCK_LEN - CANARY_NAME_LEN;
	return behind <= one.len && memcmp(one.at, other.at, before) == 0 &&
	       memcmp(one.at + behind, other.at + behind, one.len - behind) == 0;
}

static bool is_text_of(const char *one, const char *other)
{
	return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

/* What was ordered otherwise must differ, what was not must not; NULL if it is so. */
static const char *as_ordered(struct beside *s, const struct region *region, bool same)
{
	const struct kit_order *order = &s->image->order, *twin = &s->twin->order;

	switch (s->examiner->role(region)) {
	case ROLE_LENGTH:
	case ROLE_VERSION:
	case ROLE_DIGEST:
	case ROLE_SIGNATURE:
	case ROLE_SECURITY_VERSION: /* looked at when it came */
		return NULL;
	case ROLE_KEY_NAME:
		return order->key == KEY_NONE || same == (order->key == twin->key) ? NULL : "the key";
	case ROLE_CLASS:
		return same == is_text_of(order->class, twin->class) ? NULL : "the class";
	case ROLE_OTHER:
		break;
	}
	s->others += same ? 0 : 1;
	return NULL;
}

static bool may_be_left_out(const struct kit_order *order, enum region_role role)
{
	return role == ROLE_LENGTH || (order->key == KEY_NONE && (role == ROLE_SIGNATURE || role == ROLE_KEY_NAME)) ||
	       (order->without_security_version && role == ROLE_SECURITY_VERSION);
}

static bool has_class(const struct beside *s)
{
	for (size_t i = 0; i < s->twin->regions->count; i++)
		if (s->examiner->role(&s->twin->regions->at[i]) == ROLE_CLASS)
			return true;
	return false;
}

/* Another component is one field that differs; so is another class in a format without a field for it. */
static unsigned int others_ordered(const struct beside *s)
{
	const struct kit_order *order = &s->image->order, *twin = &s->twin->order;
	unsigned int count = is_text_of(order->component, twin->component) ? 0 : 1;

	return count + (is_text_of(order->class, twin->class) || has_class(s) ? 0 : 1);
}

static const char *compare(struct beside *s, const struct region *region)
{
	const struct region *of_twin = region_by_name(s->twin->regions, region->name);
	struct bytes own = region_bytes(s->image, region), twins = region_bytes(s->twin, of_twin);
	bool same = of_twin != NULL && (region->kind == REGION_PAYLOAD ? same_but_for_block(s, own, twins) : bytes_equal(own, twins));

	if (of_twin == NULL)
		return s->examiner->role(region) == ROLE_LENGTH ? NULL : region->name;
	if (s->met != NULL && of_twin < s->met)
		return "the order of its fields";
	s->met = of_twin;
	if (region->kind == REGION_PAYLOAD)
		return same ? NULL : "the payload";
	return as_ordered(s, region, same);
}

static const char *difference(struct beside *s)
{
	const char *wrong = NULL;

	for (size_t i = 0; i < s->image->regions->count && wrong == NULL; i++)
		wrong = compare(s, &s->image->regions->at[i]);
	for (size_t i = 0; i < s->twin->regions->count && wrong == NULL; i++) {
		const struct region *region = &s->twin->regions->at[i];

		if (region_by_name(s->image->regions, region->name) == NULL &&
		    !may_be_left_out(&s->image->order, s->examiner->role(region)))
			wrong = region->name;
	}
	if (wrong == NULL && s->others != others_ordered(s))
		wrong = "the fields that tell what it is for";
	return wrong;
}

static bool is_plain(const struct bench_image *image)
{
	return image->ordered && image->ran && image->bytes != NULL && image->regions != NULL && image->order.key != KEY_NONE &&
	       !image->order.without_security_version && image->order.class == NULL && image->order.component == NULL;
}

/* One of the same key, if there is one. */
static const struct bench_image *twin_of(const struct bench_case *now, const struct bench_image *image)
{
	const struct bench_image *twin = NULL;

	for (uint32_t i = 0; i < now->image_count; i++)
		if (is_plain(&now->images[i]) && (twin == NULL || now->images[i].order.key == image->order.key))
			twin = &now->images[i];
	return twin;
}

static void prove_one(struct bench *b, const struct format_examiner *examiner, const struct bench_image *image)
{
	struct beside s = { .examiner = examiner, .image = image, .twin = twin_of(b->now, image) };
	struct image_claims claims;
	const char *wrong;

	if (s.twin == NULL) {
		bench_decide(b, VERDICT_INCONCLUSIVE, NULL, "no image of the maker was seen running beside the one that was not to");
		return;
	}
	if (examiner->claims(bytes_from(image->bytes, image->len), image->regions, &claims) == RESULT_OK && claims.other_signature) {
		bench_decide(b, VERDICT_INCONCLUSIVE, NULL, "the suite cannot verify signatures of the kind that the kit makes");
		return;
	}
	wrong = difference(&s);
	if (wrong != NULL)
		bench_decide(b, VERDICT_ERROR, NULL, "kit.image: an image differs from its twin otherwise than ordered: %s", wrong);
}

void bench_orders_prove(struct bench *b)
{
	const struct format_examiner *examiner = examiner_of(b);

	for (uint32_t i = 0; i < b->now->image_count && !bench_is_silent(b); i++) {
		const struct bench_image *image = &b->now->images[i];

		if (!image->ordered || image->ran || image->bytes == NULL)
			continue;
		if (examiner == NULL) {
			note(b, "what the kit's images are was not looked at: the suite has no reader for the format");
			return;
		}
		prove_one(b, examiner, image);
	}
}
