/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A key that stays when the software changes lets one bad version sign for all good ones.
 *
 * Control:  each image is seen running, and download mode is seen, before the key is asked for.
 * Proof:    the attestation key is the same over power cycles of the same image, and when that image is installed
 *           again; another one for another image, and a third one in download mode; evidence by one key is not
 *           appraised well under another. The key that the maker's root certified is one and the same.
 * Blind to: configuration, where the kit cannot change it.
 * Defects:  key_survives_another_system, key_follows_the_signer_alone.
 */
#include "conformance/check_appraisal.h"
#include "conformance/dice_chain.h"

enum { CHALLENGE_LEN = 32 };

struct identity {
	struct attester leaf;
	struct bytes device;
	struct attestation answer;
};

static struct identity must_tell(struct bench *b, const char *moment)
{
	struct identity identity = { .answer = { .format = "" } };
	struct layer_chain layers;
	struct bytes root;
	size_t count;

	if (decided(b) || !attester_find(b, &identity.leaf))
		return identity;
	identity.answer = attest(b, challenge(b, moment, CHALLENGE_LEN), attest_everything(b));
	root = appraise_answer(b, &identity.leaf, &identity.answer).root;
	count = identity.answer.chain.count;
	if (count > 1 && bytes_equal(identity.answer.chain.at[count - 1], root))
		count--;
	given_that(b, decided(b) || layer_chain_read(identity.answer.chain.at, count, &layers, NULL) == RESULT_OK, "the suite reads the certificates");
	if (!decided(b))
		identity.device = layers.at[layers.count - 1].spki;
	return identity;
}

static void must_be_same(struct bench *b, const struct identity *one, const struct identity *again)
{
	must_be_so(b, bytes_equal(one->leaf.key, again->leaf.key), "the same software attests by the same key");
	must_be_so(b, bytes_equal(one->device, again->device), "a unit's own key stays");
}

static void must_differ(struct bench *b, const struct identity *one, const struct identity *two)
{
	must_be_so(b, !bytes_equal(one->leaf.key, two->leaf.key), "other software attests by another key");
	must_be_so(b, bytes_equal(one->device, two->device), "a unit's own key stays");
	if (decided(b))
		return;
	must_be_so(b, !appraise_answer(b, &one->leaf, &two->answer).holds && !appraise_answer(b, &two->leaf, &one->answer).holds,
		   "evidence of one software does not pass for that of another");
}

static void run(struct bench *b)
{
	struct image one = kit_image(b, .security_version = newest(b)), two = kit_image(b, .security_version = newest(b));
	struct identity first, second, download, again;

	given_runs(b, one, "an image of the suite runs");
	first = must_tell(b, "first");
	must_still_run(b, one, "the image runs after a power cycle");
	again = must_tell(b, "cycled");
	must_be_same(b, &first, &again);
	given_runs(b, two, "another image of the suite runs");
	second = must_tell(b, "second");
	must_differ(b, &first, &second);
	power(b, POWER_DOWNLOAD);
	given_that(b, look(b).kind == SEEN_DOWNLOAD, "the device shows itself in download mode");
	download = must_tell(b, "download mode");
	must_differ(b, &first, &download);
	must_differ(b, &second, &download);
	given_runs(b, one, "the first image runs again");
	again = must_tell(b, "again");
	must_be_same(b, &first, &again);
}

static const char *const NEEDS[] = { "device.attest", NULL };

CHECK(keys_follow_what_runs) = {
	.requirement = "hardware_root_of_trust/identity_is_its_own",
	.needs = NEEDS,
	.run = run,
};
