/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence must say which unit it is of: a key by which two units attest says nothing of either.
 *
 * Control:  each unit answers a challenge with evidence that verifies under its own key.
 * Proof:    the keys differ, and over one and the same challenge neither unit's evidence verifies under the
 *           other's key.
 * Blind to: keys shared with units that are not on the bench.
 * Defects:  cheat relay_to_other_unit.
 */
#include "conformance/check_appraisal.h"

enum { CHALLENGE_LEN = 32 };

static void must_not_pass_for(struct bench *b, const struct attester *attester, struct bench *of, struct bytes nonce)
{
	struct attestation answer = attest(of, nonce, attest_everything(of));

	given_that(b, answer.reply.given, "each unit gives evidence over the same challenge");
	must_be_so(b, !appraise_answer(b, attester, &answer).holds, "the evidence of one unit does not pass for that of another");
}

static void run(struct bench *b)
{
	struct bench *second = other(b);
	struct bytes nonce = challenge(b, "one challenge for both", CHALLENGE_LEN);
	struct attester first_key, second_key;

	if (!attester_find(b, &first_key) || !attester_find(second, &second_key))
		return;
	must_be_so(b, !bytes_equal(first_key.key, second_key.key), "two units attest by different keys");
	(void)must_attest(b, &first_key, nonce);
	(void)must_attest(second, &second_key, nonce);
	must_not_pass_for(b, &first_key, second, nonce);
	must_not_pass_for(second, &second_key, b, nonce);
}

CHECK(units_attest_with_different_keys) = {
	.requirement = "hardware_root_of_trust/units_differ",
	.units = 2,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
