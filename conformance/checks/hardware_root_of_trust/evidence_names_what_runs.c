/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence that measures another copy than the one that runs vouches for software that is not there.
 *
 * Control:  two images of one version are each seen running, by turns, so that either lies in either place.
 * Proof:    while an image answers on the console, evidence over a fresh challenge measures its bytes, those of
 *           the other not; after a power cycle too, and after the other was offered but broken and refused.
 * Blind to: code that the image loads after it was started.
 * Defects:  loader_measures_the_other_slot.
 */
#include <stdio.h>

#include "conformance/check_components.h"
#include "conformance/check_image.h"

enum { CHALLENGE_LEN = 32, TURNS = 3 };

static void must_name(struct bench *b, const struct crypto_sha256 *this_one, const struct crypto_sha256 *other_one, const char *moment)
{
	struct attester attester;
	struct appraisal appraisal;

	if (decided(b) || !attester_find(b, &attester))
		return;
	appraisal = must_attest(b, &attester, challenge(b, moment, CHALLENGE_LEN));
	note(b, "%s: %zu components", moment, appraisal.token.claims.component_count);
	must_be_so(b, components_measuring(&appraisal.token.claims, BYTES_OF(this_one->at)) == 1, "evidence names the image that is seen running, once");
	must_be_so(b, components_measuring(&appraisal.token.claims, BYTES_OF(other_one->at)) == 0, "evidence does not name an image that does not run");
}

static void run(struct bench *b)
{
	struct image images[2] = { kit_image(b, .security_version = newest(b)), kit_image(b, .security_version = newest(b)) };
	struct crypto_sha256 digests[2];
	char moment[32] = "";

	given_that(b, image_measurement(b, images[0], &digests[0]) && image_measurement(b, images[1], &digests[1]),
		   "the suite knows which bytes of an image are measured");
	for (unsigned int i = 0; i < TURNS && !decided(b); i++) {
		(void)snprintf(moment, sizeof(moment), "turn %u", i);
		given_runs(b, images[i % 2], "a good image runs");
		must_name(b, &digests[i % 2], &digests[(i + 1) % 2], moment);
	}
	must_not_run(b, image_altered(b, images[1], image_bytes(b, images[1]).len / 2, 0x40), "an altered image is refused");
	must_name(b, &digests[0], &digests[1], "after an image was refused");
	must_still_run(b, images[0], "the image still runs after a power cycle");
	must_name(b, &digests[0], &digests[1], "after a power cycle");
}

static const char *const NEEDS[] = { "device.attest", NULL };

CHECK(evidence_names_what_runs) = {
	.requirement = "hardware_root_of_trust/attests_what_runs",
	.needs = NEEDS,
	.run = run,
};
