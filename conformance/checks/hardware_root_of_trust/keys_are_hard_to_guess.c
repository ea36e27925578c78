/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A key whose private half can be guessed signs for everybody, whatever chip holds it.
 *
 * Control:  each unit's evidence verifies under its keys, which only a point on the curve does.
 * Proof:    in each of three boots no key of either unit's chain, from the attestation key to the device's own,
 *           has a private half that is small, just below the order, a power of two, a repeated byte, published,
 *           or what the unit tells of itself, bare or hashed; and no chain has a key twice.
 * Blind to: keys out of a weak generator that is whitened well.
 * Defects:  attestation_key_is_the_hash_of_the_id, attestation_key_has_twelve_bits.
 */
#include <stdio.h>
#include <string.h>

#include "conformance/check_appraisal.h"
#include "conformance/check_token.h"
#include "conformance/check_weak_key.h"
#include "conformance/dice_chain.h"

enum { BOOTS = 3, CHALLENGE_LEN = 32, KEYS_MAX = BOOTS * 2 * EVIDENCE_CHAIN_MAX, TOLD_MAX = 6 };

struct collection {
	struct bytes keys[KEYS_MAX], told[TOLD_MAX];
	size_t key_count, told_count;
};

static void add_key(struct bench *b, struct collection *all, size_t first, struct bytes key)
{
	for (size_t i = first; i < all->key_count; i++)
		must_be_so(b, !bytes_equal(all->keys[i], key), "no two layers of a unit have one key");
	for (size_t i = 0; i < first; i++)
		if (bytes_equal(all->keys[i], key))
			return;
	if (all->key_count < KEYS_MAX)
		all->keys[all->key_count++] = key;
}

static void collect_keys(struct bench *b, struct collection *all, unsigned int boot)
{
	size_t first = all->key_count, count;
	struct layer_chain layers;
	struct attester attester;
	struct attestation answer;
	char use[16];

	(void)snprintf(use, sizeof(use), "boot %u", boot);
	if (decided(b) || !attester_find(b, &attester))
		return;
	answer = attest(b, challenge(b, use, CHALLENGE_LEN), attest_everything(b));
	count = answer.chain.count;
	given_that(b, appraise_answer(b, &attester, &answer).holds, "evidence verifies under the keys that are looked at");
	given_that(b, decided(b) || layer_chain_read(answer.chain.at, count, &layers, NULL) == RESULT_OK, "the suite reads the certificates");
	for (size_t i = 0; !decided(b) && i < layers.count; i++)
		add_key(b, all, first, layers.at[i].spki);
}

static void collect_told(struct bench *b, struct collection *all)
{
	struct unlock_challenge challenge = unlock_challenge(b);

	if (challenge.reply.given && all->told_count < TOLD_MAX)
		all->told[all->told_count++] = challenge.device;
}

static void run(struct bench *b)
{
	struct collection all = { .key_count = 0 };
	struct weak_key weak;

	for (unsigned int boot = 0; boot < BOOTS && !decided(b); boot++) {
		struct bench *const units[] = { b, other(b) };

		for (size_t i = 0; i < 2; i++) {
			collect_keys(units[i], &all, boot);
			if (boot == 0)
				collect_told(units[i], &all);
			power(units[i], POWER_CYCLE);
		}
	}
	if (decided(b))
		return;
	note(b, "%zu keys, %zu ids", all.key_count, all.told_count);
	if (weak_key_find(all.keys, all.key_count, all.told, all.told_count, &weak))
		note(b, "a private key is %s", weak.story);
	else
		weak.story = NULL;
	must_be_so(b, weak.story == NULL, "no private key of a unit can be guessed");
}

static const char *const NEEDS[] = { "device.attest", "device.challenge", NULL };

CHECK(keys_are_hard_to_guess) = {
	.requirement = "hardware_root_of_trust/identity_is_its_own",
	.needs = NEEDS,
	.units = 2,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
