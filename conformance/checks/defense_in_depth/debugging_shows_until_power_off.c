/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A unit that was opened for debugging must not look like one that was not, while what was done to it is still there.
 *
 * Control:  before, evidence says that the unit is secured; a token for service does not change that.
 * Proof:    after a debug token was taken evidence says so, over fresh challenges, and still after a reset with power on, which
 *           another boot seed proves; certificates made behind it say so too, if they say anything of the kind; after a power
 *           cycle both say again that the unit is secured.
 * Blind to: debugging by other ways than the token.
 * Defects:  debugging_is_not_in_evidence, warm_reset_forgets_debugging, certificates_know_no_debugging.
 */
#include "conformance/check_appraisal.h"
#include "conformance/check_token.h"
#include "conformance/dice_chain.h"

enum { CHALLENGE_LEN = 32 };

static struct appraisal ask(struct bench *b, const char *use)
{
	struct appraisal none = { .holds = false };
	struct attester attester;

	return attester_find(b, &attester) ? must_attest(b, &attester, challenge(b, use, CHALLENGE_LEN)) : none;
}

static int64_t state_in(const struct appraisal *appraisal)
{
	return appraisal->token.claims.lifecycle >> 8;
}

/* What the certificates of the layers say; where they say nothing of a layer, evidence alone tells it. */
static void must_certify(struct bench *b, const char *use, bool debugged)
{
	struct attestation answer = attest(b, challenge(b, use, CHALLENGE_LEN), NULL);
	struct layer_chain layers = { .count = 0 };
	unsigned int told = 0, of_debugging = 0;

	given_that(b, answer.reply.given, "the unit gives evidence once more");
	if (decided(b) || layer_chain_read(answer.chain.at, answer.chain.count, &layers, NULL) != RESULT_OK) {
		note(b, "%s: no certificates of layers", use);
		return;
	}
	for (size_t i = 0; i < layers.count; i++)
		for (size_t j = 0; j < layers.at[i].tcb_info_count; j++, told++)
			of_debugging += (layers.at[i].tcb_infos[j].flags & LAYER_DEBUG) != 0;
	if (told == 0)
		note(b, "%s: the certificates tell nothing of what was started", use);
	must_be_so(b, told == 0 || (of_debugging > 0) == debugged, "certificates of what was started say truly whether it was started under debugging");
}

static void open_for(struct bench *b, enum token_kind kind)
{
	given_that(b, unlock(b, given_token(b, kind, KEY_TRUSTED), NULL).reply.given, "a good token opens the unit");
}

static void run(struct bench *b)
{
	struct image runs = running(b), trial = kit_image(b, .security_version = newest(b), .script = SCRIPT_NEVER_CONFIRM);
	struct appraisal before, open, after;

	before = ask(b, "before");
	given_that(b, before.holds && state_in(&before) == EAT_LIFECYCLE_SECURED, "evidence of a unit as it is sold says that it is secured");
	open_for(b, TOKEN_SERVICE);
	before = ask(b, "service");
	must_be_so(b, state_in(&before) == EAT_LIFECYCLE_SECURED, "service is no debugging");
	given_that(b, offer(b, trial, PATH_NORMAL).given && boot(b).kind == SEEN_IMAGE, "an image runs on trial");
	open_for(b, TOKEN_DEBUG);
	open = ask(b, "open");
	must_be_so(b, state_in(&open) != EAT_LIFECYCLE_SECURED, "evidence says that the unit is open for debugging");
	if (decided(b))
		return;
	given_left_by_reset(b, trial);
	after = ask(b, "after a reset");
	given_that(b, !bytes_equal(open.boot, after.boot), "there was a reset in between");
	must_be_so(b, state_in(&after) != EAT_LIFECYCLE_SECURED, "evidence still says so after a reset with power on");
	must_certify(b, "certified after a reset", true);
	must_still_run(b, runs, "the unit still runs after a power cycle");
	after = ask(b, "after a power cycle");
	must_be_so(b, state_in(&after) == EAT_LIFECYCLE_SECURED, "after a power cycle the unit is secured again");
	must_certify(b, "certified after a power cycle", false);
}

static const char *const NEEDS[] = { "device.attest", "device.challenge", "device.unlock", "kit.token", NULL };

CHECK(debugging_shows_until_power_off) = {
	.requirement = "defense_in_depth/state_is_told_truly",
	.needs = NEEDS,
	.run = run,
};
