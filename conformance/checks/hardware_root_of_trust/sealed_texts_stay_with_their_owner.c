/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a unit sealed is of no use to anybody who carries it away, renames it, changes it, or guesses its tag.
 *
 * Control:  before and after, the unit opens what it sealed, whole, under its name and after a power cycle.
 * Proof:    on another unit, under another name, with any of 48 bytes changed or cut short, with only the first 1, 4, 8 or 15
 *           bytes of its tag right, or with one of 600 tags drawn by lot, it is refused and not one byte comes out.
 * Blind to: who asks within the unit, generations that are over, and the unit's state (sealed_texts_stay_closed_to_debuggers).
 * Defects:  seal_tag_is_not_compared, seal_tag_is_compared_in_part, seal_tag_is_compared_by_its_sum, sealing_key_forgets_the_name.
 */
#include <string.h>

#include "conformance/check_evidence.h"

enum { TEXT_LEN = 48, TAG_LEN = 16, TAGS = 600, FLIPS = 48, SEALED_MAX = 512, DRAW_LEN = 64 };

static bool stays_sealed(struct bench *b, const char *name, struct bytes sealed)
{
	struct sealed opened = unseal(b, name, sealed);

	return opened.reply.refused && opened.bytes.len == 0;
}

static void must_stay_sealed(struct bench *b, const char *name, struct bytes sealed, const char *says)
{
	must_be_so(b, stays_sealed(b, name, sealed), says);
}

static void given_opens(struct bench *b, struct bytes sealed, struct bytes text)
{
	struct sealed opened = unseal(b, "name", sealed);

	given_that(b, opened.reply.given && bytes_equal(opened.bytes, text), "what the unit sealed opens for its owner");
}

static void change_bytes(struct bench *b, struct bytes sealed, uint8_t room[SEALED_MAX])
{
	for (size_t i = 0; i < FLIPS && !decided(b); i++) {
		size_t at = (sealed.len - 1) * i / (FLIPS - 1);
		bool stays;

		memcpy(room, sealed.at, sealed.len);
		room[at] ^= (uint8_t)(1u << (i & 7));
		stays = stays_sealed(b, "name", bytes_from(room, sealed.len));
		if (!stays)
			note(b, "the byte at %zu of %zu", at, sealed.len);
		must_be_so(b, stays, "sealed bytes that were changed do not open");
	}
	for (size_t cut = 1; cut <= sealed.len && !decided(b); cut *= 2)
		must_stay_sealed(b, "name", bytes_from(sealed.at, sealed.len - cut), "sealed bytes that were cut short do not open");
}

/* The tag stands at the end; what is left right of it is its beginning. */
static void change_tag(struct bench *b, struct bytes sealed, uint8_t room[SEALED_MAX])
{
	static const size_t right[] = { 0, 1, 4, 8, 15 };

	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]) && !decided(b); i++) {
		memcpy(room, sealed.at, sealed.len);
		for (size_t at = right[i]; at < TAG_LEN; at++)
			room[sealed.len - TAG_LEN + at] ^= 0x5a;
		must_stay_sealed(b, "name", bytes_from(room, sealed.len), "a tag that is right in part opens nothing");
	}
}

/* 600 of them: one in 256 would be found. */
static void draw_tags(struct bench *b, struct bytes sealed, uint8_t room[SEALED_MAX])
{
	char use[] = "tags 000";

	memcpy(room, sealed.at, sealed.len);
	for (unsigned int i = 0; i < TAGS && !decided(b); i++) {
		static const unsigned int each = DRAW_LEN / TAG_LEN;
		unsigned int block = i / each;
		struct bytes draw;

		use[5] = (char)('0' + block / 100);
		use[6] = (char)('0' + block / 10 % 10);
		use[7] = (char)('0' + block % 10);
		draw = challenge(b, use, DRAW_LEN);
		memcpy(room + sealed.len - TAG_LEN, draw.at + (size_t)(i % each) * TAG_LEN, TAG_LEN);
		must_stay_sealed(b, "name", bytes_from(room, sealed.len), "a tag drawn by lot opens nothing");
	}
}

static void run(struct bench *b)
{
	struct image runs = running(b);
	struct bytes text = challenge(b, "text", TEXT_LEN);
	struct sealed mine = seal(b, "name", text), theirs = seal(other(b), "name", text);
	uint8_t room[SEALED_MAX];

	given_that(b, mine.reply.given && theirs.reply.given && mine.bytes.len > TEXT_LEN && mine.bytes.len <= sizeof(room), "both units seal a text");
	if (decided(b))
		return;
	given_opens(b, mine.bytes, text);
	given_opens(other(b), theirs.bytes, text);
	must_stay_sealed(other(b), "name", mine.bytes, "what one unit sealed does not open on another");
	must_stay_sealed(b, "name", theirs.bytes, "what another unit sealed does not open here");
	must_stay_sealed(b, "nam", mine.bytes, "what was sealed under a name does not open under another");
	must_stay_sealed(b, "nbme", mine.bytes, "what was sealed under a name does not open under another");
	change_tag(b, mine.bytes, room);
	draw_tags(b, mine.bytes, room);
	change_bytes(b, mine.bytes, room);
	must_still_run(b, runs, "the unit still runs after a power cycle");
	given_opens(b, mine.bytes, text);
}

static const char *const NEEDS[] = { "device.seal", NULL };

CHECK(sealed_texts_stay_with_their_owner) = {
	.requirement = "hardware_root_of_trust/sealed_data_is_bound",
	.needs = NEEDS,
	.units = 2,
	.run = run,
};
