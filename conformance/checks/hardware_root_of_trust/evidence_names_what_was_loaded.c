/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lies in the storage, or is noted there, is not what runs: a loader that measures it vouches for an image that it
 * refused, or for one that a lying storage shows it afterwards.
 *
 * Control:  two images run, one after the other, and while the second runs evidence names it.
 * Proof:    with the second one broken at rest, or in storage that fails, and where from the second read on storage answers with
 *           the other image's digest, or its block: whichever of the two runs then, evidence names that one and not
 *           the other.
 * Blind to: what runs when neither does, and devices that execute in place from memory the rig cannot fake.
 * Defects:  fallback_is_measured_as_what_failed, measurement_is_read_from_storage_again, storage_is_hashed_again_behind_the_verdict.
 */
#include "conformance/check_components.h"
#include "conformance/check_image.h"
#include "conformance/check_place.h"

enum { CHALLENGE_LEN = 32 };

struct loaded {
	struct image image;
	struct crypto_sha256 digest;
};

struct pair {
	struct loaded holder, good;
	struct place place; /* of the latter */
};

static bool is(struct seen seen, const struct loaded *loaded)
{
	return seen.kind == SEEN_IMAGE && seen.image.handle == loaded->image.handle;
}

static void must_name(struct bench *b, const struct loaded *runs, const struct loaded *other_one, const char *moment)
{
	struct attester attester;
	struct appraisal appraisal;

	if (decided(b) || !attester_find(b, &attester))
		return;
	appraisal = must_attest(b, &attester, challenge(b, moment, CHALLENGE_LEN));
	note(b, "%s", moment);
	must_be_so(b, components_measuring(&appraisal.token.claims, BYTES_OF(runs->digest.at)) == 1, "evidence names the image that was loaded, once");
	must_be_so(b, components_measuring(&appraisal.token.claims, BYTES_OF(other_one->digest.at)) == 0, "evidence does not name an image that was not loaded");
}

/* Each of the two lies in one place then. */
static void given_good_runs(struct bench *b, struct pair *pair)
{
	given_runs(b, pair->holder.image, "an image runs, and stays as the one before");
	given_runs(b, pair->good.image, "the other image runs");
	pair->place = place_of(b, pair->good.image);
	given_that(b, pair->place.found, "the image is found in the storage that the rig lists");
}

/* What does not run is no matter of this check. */
static void boot_and_look(struct bench *b, const struct pair *pair, const char *moment)
{
	struct seen seen = boot(b);

	if (is(seen, &pair->good))
		must_name(b, &pair->good, &pair->holder, moment);
	else if (is(seen, &pair->holder))
		must_name(b, &pair->holder, &pair->good, moment);
	else
		note(b, "%s: neither image runs", moment);
}

static void break_at_rest(struct bench *b, const struct pair *pair)
{
	struct bytes whole = image_bytes(b, pair->good.image);
	size_t middle = whole.len / 2;
	uint8_t byte;

	if (decided(b))
		return;
	byte = whole.at[middle] ^ 0x10;
	power(b, POWER_OFF);
	storage_write(b, pair->place.region, pair->place.offset + middle, BYTES_OF(byte));
	boot_and_look(b, pair, "behind one that was broken");
	power(b, POWER_OFF);
	storage_write(b, pair->place.region, pair->place.offset + middle, bytes_from(whole.at + middle, 1));
}

static void fail_to_read(struct bench *b, const struct pair *pair)
{
	power(b, POWER_OFF);
	fault_read_error(b, pair->place.region, pair->place.offset, image_bytes(b, pair->good.image).len);
	boot_and_look(b, pair, "behind one that cannot be read");
	(void)fault_clear(b);
}

static void lie(struct bench *b, const struct pair *pair, uint64_t offset, struct bytes instead)
{
	power(b, POWER_OFF);
	fault_second_read(b, pair->place.region, pair->place.offset + offset, instead);
	boot_and_look(b, pair, "while the storage lies");
	(void)fault_clear(b);
}

static void lie_about_everything(struct bench *b, const struct pair *pair)
{
	struct bytes good = image_bytes(b, pair->good.image), holder = image_bytes(b, pair->holder.image);
	uint64_t block = 0, other_block = 0;
	size_t digest = 0;

	given_that(b, block_in_image(b, pair->good.image, &block) && block_in_image(b, pair->holder.image, &other_block),
		   "the block is found in the image");
	if (decided(b))
		return;
	lie(b, pair, block, bytes_from(holder.at + other_block, PAYLOAD_BLOCK_LEN));
	if (!decided(b) && bytes_find(good, BYTES_OF(pair->good.digest.at), &digest))
		lie(b, pair, digest, BYTES_OF(pair->holder.digest.at));
}

static void run(struct bench *b)
{
	struct pair pair = { .holder.image = kit_image(b, .security_version = newest(b)), .good.image = kit_image(b, .security_version = newest(b)) };

	given_that(b, image_measurement(b, pair.holder.image, &pair.holder.digest) && image_measurement(b, pair.good.image, &pair.good.digest),
		   "the suite knows which bytes of an image are measured");
	given_good_runs(b, &pair);
	must_name(b, &pair.good, &pair.holder, "in good order");
	break_at_rest(b, &pair);
	given_good_runs(b, &pair);
	fail_to_read(b, &pair);
	given_good_runs(b, &pair);
	lie_about_everything(b, &pair);
	must_still_run(b, pair.good.image, "without the fault the image still runs");
}

static const char *const NEEDS[] = { "rig.storage", "rig.fault", "device.attest", NULL };

CHECK(evidence_names_what_was_loaded) = {
	.requirement = "hardware_root_of_trust/attests_what_runs",
	.needs = NEEDS,
	.run = run,
};
