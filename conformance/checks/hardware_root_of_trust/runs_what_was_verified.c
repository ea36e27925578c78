/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between check and use nothing may change: what runs is what was read and verified, even from
 * a storage that answers differently the second time.
 *
 * Control:  the same change at rest, seen from the first read on, keeps the image from running; so
 *           the bytes are those that the device reads.
 * Proof:    from the second read on, the block that names the payload is another one's; neither that
 *           one nor anything else but the good image ever runs.
 * Blind to: devices that execute in place from memory the rig cannot fake.
 * Defects:  confirmed_image_is_read_again, image_read_again_after_verify.
 */
#include "conformance/check_boot.h"
#include "conformance/check_place.h"

struct swapped {
	struct image good, evil, holder;
	struct place place;
	uint64_t block;
};

static void given_bytes_matter(struct bench *b, const struct swapped *s, struct bytes evil_block, struct bytes good_block)
{
	struct seen seen;

	power(b, POWER_OFF);
	storage_write(b, s->place.region, s->place.offset + s->block, evil_block);
	seen = boot(b);
	given_that(b, seen.kind != SEEN_IMAGE || seen.image.handle == s->holder.handle, "the changed bytes at rest keep the image from running");
	power(b, POWER_OFF);
	storage_write(b, s->place.region, s->place.offset + s->block, good_block);
	given_runs(b, s->good, "with its bytes put back and offered again, the image runs");
}

static void lie_on_second_read(struct bench *b, const struct swapped *s, uint64_t offset, struct bytes lie)
{
	struct seen seen;

	power(b, POWER_OFF);
	fault_second_read(b, s->place.region, s->place.offset + offset, lie);
	seen = boot(b);
	must_be_so(b, seen.kind == SEEN_IMAGE && (seen.image.handle == s->good.handle || seen.image.handle == s->holder.handle),
		   "nothing but what was verified runs from a storage that lies on the second read");
	note(b, "the fault took effect %llu times", (unsigned long long)fault_clear(b));
}

static void run(struct bench *b)
{
	struct swapped s = { .holder = kit_image(b, .security_version = newest(b)), .good = kit_image(b, .security_version = newest(b)),
			     .evil = kit_image(b, .security_version = newest(b)) };
	struct bytes good_block, evil_block;
	uint64_t evil_at = 0;
	static const uint8_t ONES[4] = { 0xff, 0xff, 0xff, 0xff };

	given_runs(b, s.holder, "a good image runs, and stays as the one before");
	given_runs(b, s.good, "the image runs from where its bytes will change");
	s.place = place_of(b, s.good);
	given_that(b, s.place.found && block_in_image(b, s.good, &s.block) && block_in_image(b, s.evil, &evil_at),
		   "the image and its block are found in the storage that the rig lists");
	if (decided(b))
		return;
	good_block = bytes_from(image_bytes(b, s.good).at + s.block, PAYLOAD_BLOCK_LEN);
	evil_block = bytes_from(image_bytes(b, s.evil).at + evil_at, PAYLOAD_BLOCK_LEN);
	given_bytes_matter(b, &s, evil_block, good_block);
	s.place = place_of(b, s.good);
	given_that(b, s.place.found, "the image is found in storage again");
	lie_on_second_read(b, &s, s.block, evil_block);
	lie_on_second_read(b, &s, 0, BYTES_OF(ONES));
	lie_on_second_read(b, &s, image_bytes(b, s.good).len - sizeof(ONES), BYTES_OF(ONES));
	must_still_run(b, s.good, "without the fault the image still runs");
}

static const char *const NEEDS[] = { "rig.storage", "rig.fault", NULL };

CHECK(runs_what_was_verified) = {
	.requirement = "hardware_root_of_trust/runs_what_was_verified",
	.needs = NEEDS,
	.run = run,
};
