/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A measurement says something only if it changes with its part, with nothing else, and with nothing left out.
 *
 * Control:  two images of the suite are each seen running; the download mode is seen.
 * Proof:    while an image runs exactly one component has the digest that the suite computes of it; with the other
 *           image that component alone is another; in download mode no component measures either image, and
 *           behind it, and after the first image is installed again, all are what they were.
 * Blind to: parts that the kit cannot make another one of.
 * Defects:  second_slot_is_not_measured, configuration_is_measured_with_the_system, download_mode_is_measured_as_kept_image.
 */
#include "conformance/check_components.h"

enum { CHALLENGE_LEN = 32 };

struct claims_of {
	struct eat_claims claims;
	struct bytes key;
};

static struct claims_of must_tell(struct bench *b, const char *moment)
{
	struct claims_of told = { .key = { 0 } };
	struct attester attester;

	/* The key follows the software. */
	if (decided(b) || !attester_find(b, &attester))
		return told;
	told.claims = must_attest(b, &attester, challenge(b, moment, CHALLENGE_LEN)).token.claims;
	told.key = attester.key;
	given_that(b, told.claims.component_count > 0, "evidence has the form of a token, with components");
	return told;
}

static struct claims_of must_name(struct bench *b, struct image image, const char *moment)
{
	struct claims_of told;
	struct crypto_sha256 digest = { { 0 } };

	given_runs(b, image, "an image of the suite runs");
	given_that(b, decided(b) || image_measurement(b, image, &digest), "the suite knows which bytes of an image are measured");
	told = must_tell(b, moment);
	must_be_so(b, components_measuring(&told.claims, BYTES_OF(digest.at)) == 1, "exactly one component has the digest of the image that runs");
	return told;
}

/* Nothing of the suite runs, whatever is kept. */
static void must_name_no_image(struct bench *b, const struct image images[2], const struct claims_of told_before[2])
{
	struct claims_of told;

	power(b, POWER_DOWNLOAD);
	given_that(b, look(b).kind == SEEN_DOWNLOAD, "the device shows itself in download mode");
	told = must_tell(b, "download mode");
	for (unsigned int i = 0; i < 2 && !decided(b); i++) {
		struct crypto_sha256 digest;

		given_that(b, image_measurement(b, images[i], &digest), "the suite knows which bytes of an image are measured");
		must_be_so(b, components_measuring(&told.claims, BYTES_OF(digest.at)) == 0, "in download mode no image is measured that does not run");
		must_be_so(b, components_differ(&told.claims, &told_before[i].claims) > 0, "download mode is told from an image that runs");
		must_be_so(b, !bytes_equal(told.key, told_before[i].key), "download mode does not attest by the key of an image");
	}
}

static void run(struct bench *b)
{
	const struct image images[2] = { kit_image(b, .security_version = newest(b)), kit_image(b, .security_version = newest(b)) };
	struct claims_of told[2], again;

	told[0] = must_name(b, images[0], "first");
	told[1] = must_name(b, images[1], "second");
	must_be_so(b, components_differ(&told[0].claims, &told[1].claims) == 1, "another image shows in its own measurement and in no other");
	must_name_no_image(b, images, told);
	must_still_run(b, images[1], "the image runs behind download mode");
	again = must_tell(b, "behind download mode");
	must_be_so(b, components_differ(&again.claims, &told[1].claims) == 0, "the same software has the same measurements");
	again = must_name(b, images[0], "again");
	must_be_so(b, components_differ(&again.claims, &told[0].claims) == 0, "the same image installed again has the same measurements");
}

static const char *const NEEDS[] = { "device.attest", NULL };

CHECK(measurements_name_what_runs) = {
	.requirement = "hardware_root_of_trust/attests_what_runs",
	.needs = NEEDS,
	.run = run,
};
