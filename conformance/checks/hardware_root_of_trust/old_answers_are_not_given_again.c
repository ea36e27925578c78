/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence that is kept over a change of state vouches for what ran before it.
 *
 * Control:  within one boot the same challenge is answered twice, of one boot and of the same software.
 * Proof:    the same challenge is put again after each of two power cycles, after an update and after the way
 *           back: the evidence verifies each time, is byte for byte none that was given before, and tells
 *           another boot.
 * Blind to: states that the kit cannot bring about, and what a device keeps for longer than this.
 * Defects:  boot_seed_is_one_of_four, boot_seed_follows_the_firmware.
 */
#include "conformance/check_appraisal.h"

enum { MOMENTS = 5, CHALLENGE_LEN = 32 };

struct given {
	struct bytes evidence[MOMENTS], boot[MOMENTS];
	unsigned int count;
};

static void must_be_new(struct bench *b, struct given *given)
{
	struct bytes nonce = challenge(b, "the one challenge", CHALLENGE_LEN);
	struct attestation answer = attest(b, nonce, attest_everything(b));
	struct appraisal appraisal;
	struct attester attester;

	/* The key follows the software, so it is found anew; the suite knows the root. */
	if (!attester_find(b, &attester))
		return;
	appraisal = appraise_answer(b, &attester, &answer);
	for (unsigned int i = 0; i < given->count; i++) {
		must_be_so(b, !bytes_equal(given->evidence[i], answer.evidence), "evidence of before a change of state is never given again");
		must_be_so(b, !bytes_equal(given->boot[i], appraisal.boot), "the same challenge in another boot is answered of that boot");
	}
	must_be_so(b, answer.reply.given && appraisal.holds && bytes_equal(appraisal.nonce, nonce), "the same challenge is answered again after a change of state");
	given_that(b, bytes_equal(must_attest(b, &attester, nonce).boot, appraisal.boot), "two answers of one boot tell the same boot");
	if (decided(b))
		return;
	given->evidence[given->count] = answer.evidence;
	given->boot[given->count++] = appraisal.boot;
}

static void run(struct bench *b)
{
	struct image one = kit_image(b, .security_version = newest(b)), two = kit_image(b, .security_version = newest(b));
	struct given given = { .count = 0 };

	given_runs(b, one, "an image of the suite runs");
	must_be_new(b, &given);
	for (unsigned int i = 0; i < 2; i++) {
		must_still_run(b, one, "the image runs after a power cycle");
		must_be_new(b, &given);
	}
	given_runs(b, two, "another image of the suite runs");
	must_be_new(b, &given);
	given_runs(b, one, "the first image runs again");
	must_be_new(b, &given);
}

static const char *const NEEDS[] = { "device.attest", NULL };

CHECK(old_answers_are_not_given_again) = {
	.requirement = "hardware_root_of_trust/attests_what_runs",
	.needs = NEEDS,
	.run = run,
};
