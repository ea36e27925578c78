/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Power that stays on is no boot that goes on: what was measured, kept or answered before a reset vouches
 * for nothing behind it.
 *
 * Control:  an image runs and stays; another is tried, is seen running and gives evidence; then, without power
 *           being cut, the first is seen again, since the other was never confirmed.
 * Proof:    the first image's evidence over the other's challenge is new, tells another boot, names what it named
 *           before the trial and nothing more, the instance too, and is signed by the key of then.
 * Blind to: resets that nothing on the bench brings about.
 * Defects:  answer_is_kept_over_resets, instance_is_that_of_the_first_boot, log_is_kept_over_resets, boot_seed_is_kept_over_resets.
 */
#include "conformance/check_components.h"

enum { CHALLENGE_LEN = 32 };

struct told {
	struct bytes key;
	struct attestation answer;
	struct appraisal appraisal;
};

/* A trial is short: two questions and no more, the last of which is the one that whoever keeps an answer keeps. */
static struct told given_told_on_trial(struct bench *b, struct bytes nonce)
{
	const struct attester anybody = { .key = bytes_from(NULL, 0) };
	struct told told = { .answer = attest(b, nonce, attest_everything(b)) };
	struct attestation last = attest(b, nonce, attest_everything(b));

	if (decided(b))
		return told;
	told.appraisal = appraise_answer(b, &anybody, &told.answer);
	told.key = told.appraisal.key;
	given_that(b, told.appraisal.holds && appraise_answer(b, &(struct attester){ told.key }, &last).holds,
		   "the other image gives evidence while it is on trial");
	return told;
}

/* The challenge is put first: whoever kept an answer to it gives it now. */
static struct told must_tell(struct bench *b, struct bytes nonce)
{
	struct told told = { .answer = attest(b, nonce, attest_everything(b)) };
	struct attester attester;

	if (decided(b) || !attester_find(b, &attester))
		return told;
	told.key = attester.key;
	told.appraisal = appraise_answer(b, &attester, &told.answer);
	must_be_so(b, bytes_equal(told.appraisal.nonce, nonce), "evidence carries the whole challenge that it answers");
	must_be_so(b, !told.answer.reply.given || told.appraisal.holds, "evidence of behind a reset is signed by the key of what runs then");
	must_be_so(b, told.answer.reply.given, "the device gives evidence over each challenge");
	given_that(b, bytes_equal(must_attest(b, &attester, nonce).boot, told.appraisal.boot), "two answers of one boot tell the same boot");
	return told;
}

static void run(struct bench *b)
{
	struct image stays = kit_image(b, .security_version = newest(b));
	struct image tried = kit_image(b, .security_version = newest(b), .script = SCRIPT_NEVER_CONFIRM);
	struct bytes early = challenge(b, "early", CHALLENGE_LEN), nonce = challenge(b, "late", CHALLENGE_LEN);
	struct told before, trial, behind;
	struct seen seen;

	given_runs(b, stays, "an image of the suite runs");
	before = must_tell(b, early);
	given_that(b, offer(b, tried, PATH_NORMAL).given, "the device takes another image");
	seen = boot(b);
	given_that(b, seen.kind == SEEN_IMAGE && seen.image.handle == tried.handle, "the other image runs on trial");
	trial = given_told_on_trial(b, nonce);
	given_that(b, !bytes_equal(before.key, trial.key), "the image on trial attests by a key of its own");
	seen = look(b);
	given_that(b, seen.kind == SEEN_IMAGE && seen.image.handle == stays.handle, "the first image is back, without power being cut");
	behind = must_tell(b, nonce);
	must_be_so(b, !bytes_equal(behind.answer.evidence, trial.answer.evidence), "evidence of before a reset is not given again");
	must_be_so(b, !bytes_equal(behind.appraisal.boot, trial.appraisal.boot), "evidence tells the boot behind a reset from the one before");
	must_be_so(b, components_differ(&before.appraisal.token.claims, &behind.appraisal.token.claims) == 0,
		   "what was measured before a reset is not in evidence behind it");
	must_be_so(b, bytes_equal(before.appraisal.token.claims.instance_id, behind.appraisal.token.claims.instance_id),
		   "an image's evidence names one instance, on each side of a reset");
	must_be_so(b, bytes_equal(before.key, behind.key), "an image attests by its own key, on each side of a reset");
}

static const char *const NEEDS[] = { "device.attest", "rig.console", NULL };

CHECK(evidence_starts_anew_at_a_warm_reset) = {
	.requirement = "hardware_root_of_trust/measurements_cannot_be_taken_back",
	.needs = NEEDS,
	.run = run,
};
