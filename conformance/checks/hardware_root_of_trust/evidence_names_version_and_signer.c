/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A verifier that trusts by signer, or demands a least version, believes what evidence says of both: it must be that of the
 * image that runs.
 *
 * Control:  three images run, one after the other, and evidence measures each.
 * Proof:    where the component that measures an image names a version, images of two versions differ in it; where it names a
 *           signer, images of one key have one, and an image of the second key has another.
 * Blind to: components that the kit does not make, and how a version is written.
 * Defects:  versions_are_those_of_the_component_before, first_key_passes_for_the_signer.
 */
#include "conformance/check_components.h"

enum { CHALLENGE_LEN = 32 };

/* Views into evidence, which stays. */
struct told {
	struct bytes version, signer;
};

static struct told tell(struct bench *b, struct image image, const char *moment)
{
	struct told told = { .version = { 0 } };
	struct crypto_sha256 digest;
	struct attester attester;
	struct appraisal appraisal;
	bool found = false;

	given_runs(b, image, "an image of the suite runs");
	given_that(b, image_measurement(b, image, &digest), "the suite knows which bytes of an image are measured");
	if (decided(b) || !attester_find(b, &attester))
		return told;
	appraisal = must_attest(b, &attester, challenge(b, moment, CHALLENGE_LEN));
	for (size_t i = 0; i < appraisal.token.claims.component_count; i++) {
		const struct eat_component *component = &appraisal.token.claims.components[i];

		if (!bytes_equal(component->measurement, BYTES_OF(digest.at)))
			continue;
		found = true;
		told = (struct told){ component->version, component->signer };
	}
	given_that(b, found, "evidence measures the image that runs");
	return told;
}

/* Versions rise with each order. */
static void run(struct bench *b)
{
	struct image one = kit_image(b, .security_version = newest(b));
	struct image later = kit_image(b, .security_version = newest(b));
	struct image by_second = kit_image(b, .security_version = newest(b), .key = KEY_SECOND);
	struct told first = tell(b, one, "one"), second = tell(b, later, "later"), third = tell(b, by_second, "by the second key");

	must_be_so(b, first.version.len == 0 || !bytes_equal(first.version, second.version), "evidence tells two versions apart");
	must_be_so(b, bytes_equal(first.signer, second.signer), "evidence names one signer for the images of one key");
	must_be_so(b, first.signer.len == 0 || !bytes_equal(first.signer, third.signer), "evidence tells two signers apart");
}

static const char *const NEEDS[] = { "device.attest", NULL };

CHECK(evidence_names_version_and_signer) = {
	.requirement = "hardware_root_of_trust/attests_what_runs",
	.needs = NEEDS,
	.run = run,
};
