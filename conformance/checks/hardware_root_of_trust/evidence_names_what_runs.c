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
#include <string.h>

#include "conformance/check_appraisal.h"
#include "conformance/check_image.h"

enum { CHALLENGE_LEN = 32, TURNS = 3 };

/* The bytes that its maker signed: all before the area that no signature covers. */
static bool measurement_of(struct bench *b, struct image image, struct crypto_sha256 *ret_digest)
{
	const struct regions *regions = image_regions(b, image);
	struct bytes bytes = image_bytes(b, image);

	for (size_t i = 0; !decided(b) && i < regions->count; i++)
		if (strcmp(regions->at[i].name, "unprotected.info") == 0)
			return crypto_sha256(bytes_from(bytes.at, regions->at[i].offset), ret_digest) == RESULT_OK;
	return false;
}

static unsigned int times_measured(const struct eat_claims *claims, const struct crypto_sha256 *digest)
{
	unsigned int times = 0;

	for (size_t i = 0; i < claims->component_count; i++)
		times += bytes_equal(claims->components[i].measurement, BYTES_OF(digest->at));
	return times;
}

static void must_name(struct bench *b, const struct crypto_sha256 *this_one, const struct crypto_sha256 *other_one, const char *moment)
{
	struct attester attester;
	struct appraisal appraisal;

	if (decided(b) || !attester_find(b, &attester))
		return;
	appraisal = must_attest(b, &attester, challenge(b, moment, CHALLENGE_LEN));
	note(b, "%s: %zu components", moment, appraisal.token.claims.component_count);
	must_be_so(b, times_measured(&appraisal.token.claims, this_one) == 1, "evidence names the image that is seen running, once");
	must_be_so(b, times_measured(&appraisal.token.claims, other_one) == 0, "evidence does not name an image that does not run");
}

static void run(struct bench *b)
{
	struct image images[2] = { kit_image(b, .security_version = newest(b)), kit_image(b, .security_version = newest(b)) };
	struct crypto_sha256 digests[2];
	char moment[32] = "";

	given_that(b, measurement_of(b, images[0], &digests[0]) && measurement_of(b, images[1], &digests[1]),
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
