/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a unit measures changes with its software; who it is does not, and nobody else is it.
 *
 * Control:  both units give evidence under chains that end in a root that was named before the run.
 * Proof:    the key that the maker's root certified is the same one before and after an update, and another one
 *           in the other unit; no key of a layer is in both units' chains.
 * Blind to: a return to factory state, where the rig can only put another unit in.
 * Defects:  every_unit_has_one_secret.
 */
#include "conformance/check_appraisal.h"
#include "conformance/dice_chain.h"

enum { CHALLENGE_LEN = 32 };

/* The keys of a unit's layers, the leaf's first; the last one is the device's own. */
static bool find_layers(struct bench *b, const char *use, struct layer_chain *ret_layers)
{
	struct attestation answer = attest(b, challenge(b, use, CHALLENGE_LEN), attest_everything(b));
	const struct attester nobody_yet = { .key = bytes_from(NULL, 0) };
	struct appraisal appraisal = appraise_answer(b, &nobody_yet, &answer);
	size_t count = answer.chain.count;

	must_be_so(b, answer.reply.given && appraisal.holds, "the device's evidence is signed by a key that its maker's root vouches for");
	if (!decided(b) && count > 1 && bytes_equal(answer.chain.at[count - 1], appraisal.root))
		count--;
	given_that(b, decided(b) || layer_chain_read(answer.chain.at, count, ret_layers, NULL) == RESULT_OK, "the suite reads the certificates");
	return !decided(b);
}

static struct bytes device_key(const struct layer_chain *layers)
{
	return layers->at[layers->count - 1].spki;
}

static bool share_a_key(const struct layer_chain *one, const struct layer_chain *two)
{
	for (size_t i = 0; i < one->count; i++)
		for (size_t j = 0; j < two->count; j++)
			if (bytes_equal(one->at[i].spki, two->at[j].spki))
				return true;
	return false;
}

static void run(struct bench *b)
{
	struct image older = kit_image(b, .security_version = newest(b)), newer = kit_image(b, .security_version = newest(b));
	struct layer_chain before, after, elsewhere;

	given_runs(b, older, "a good image runs");
	if (!find_layers(b, "before the update", &before))
		return;
	given_runs(b, newer, "the device takes an update");
	if (!find_layers(b, "after the update", &after) || !find_layers(other(b), "the other unit", &elsewhere))
		return;
	must_be_so(b, bytes_equal(device_key(&before), device_key(&after)), "a unit's own key outlives an update");
	must_be_so(b, !share_a_key(&before, &elsewhere) && !share_a_key(&after, &elsewhere), "no key of one unit is in another");
}

static const char *const NEEDS[] = { "device.attest", NULL };

CHECK(identity_stays_with_its_unit) = {
	.requirement = "hardware_root_of_trust/identity_is_its_own",
	.needs = NEEDS,
	.units = 2,
	.run = run,
};
