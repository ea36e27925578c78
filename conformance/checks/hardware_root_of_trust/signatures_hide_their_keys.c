/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An ECDSA signature is made with a number that nobody may know: whoever finds it, or sees it serve twice, computes the
 * private key from what the unit gives to everybody.
 *
 * Control:  each signature that is looked at verifies, under the key and over the bytes that it is said to be of.
 * Proof:    among the signatures of 16 tokens and of the certificates that come with them, in each of three boots of two
 *           units, no two over different bytes share such a number or have neighbouring ones; none is small, of a plain
 *           pattern, published, the private half of a key of the unit, or what was signed or told, bare or hashed.
 * Blind to: numbers that are too short or biased and otherwise drawn well, which takes a lattice to see.
 * Defects:  signatures_share_their_secret, signing_counts_up, signing_secret_is_the_hash_of_what_is_signed,
 *           signing_secrets_come_again_each_boot.
 */
#include <stdio.h>
#include <string.h>

#include "conformance/check_appraisal.h"
#include "conformance/check_weak_key.h"
#include "conformance/dice_chain.h"
#include "conformance/readers/cose_envelope.h"
#include "conformance/readers/raw_signature.h"

enum {
	BOOTS = 3,
	UNITS = 2,
	TOKENS = 16,
	CHALLENGE_LEN = 32,
	HALF = CRYPTO_P256_SCALAR_LEN,
	X_OFFSET = CRYPTO_P256_SPKI_LEN - 2 * CRYPTO_P256_SCALAR_LEN,
	SIGNATURES_MAX = BOOTS * UNITS * (TOKENS + EVIDENCE_CHAIN_MAX),
	TOLD_MAX = SIGNATURES_MAX + BOOTS * UNITS
};

/* A signature's r is the first coordinate of the point that its number makes, as a key's is of its private half. */
struct made {
	struct crypto_sha256 digest;
	uint8_t point[CRYPTO_P256_SPKI_LEN]; /* but for the second coordinate */
};

struct collection {
	struct made made[SIGNATURES_MAX];
	struct bytes points[SIGNATURES_MAX], told[TOLD_MAX];
	size_t count, told_count;
};

static bool same_number(const uint8_t one[CRYPTO_P256_SPKI_LEN], const uint8_t two[CRYPTO_P256_SPKI_LEN])
{
	return memcmp(one + X_OFFSET, two + X_OFFSET, HALF) == 0;
}

/*
 * Recovering the key of a signature (r, r) over r gives R - G for both points R: the numbers before and behind.
 */
static bool is_neighbour(const struct made *one, const struct made *two)
{
	struct bytes r = bytes_from(one->point + X_OFFSET, HALF), der;
	struct crypto_p256_candidates beside;
	uint8_t room[RAW_SIGNATURE_DER_ROOM];

	if (raw_signature_to_der(r, r, BUFFER_OF(room), &der) != RESULT_OK || crypto_p256_recover(r, der, &beside) != RESULT_OK)
		return false;
	for (size_t i = 0; i < beside.count; i++)
		if (same_number(beside.spki[i], two->point))
			return true;
	return false;
}

static void tell(struct collection *all, struct bytes told)
{
	if (told.len > 0 && all->told_count < TOLD_MAX)
		all->told[all->told_count++] = told;
}

/* What was signed before, byte for byte, may be given again. Neighbours are made one after the other. */
static void add(struct bench *b, struct collection *all, struct bytes key, struct bytes digest, const uint8_t raw[COSE_RAW_SIGNATURE_LEN])
{
	struct made *new = &all->made[all->count];

	given_that(b, raw_signature_verify(key, digest, bytes_from(raw, HALF), bytes_from(raw + HALF, HALF)) == RESULT_OK,
		   "each signature that is looked at verifies");
	if (decided(b) || all->count == SIGNATURES_MAX)
		return;
	memcpy(new->digest.at, digest.at, sizeof(new->digest.at));
	memcpy(new->point + X_OFFSET, raw, HALF);
	must_be_so(b, memcmp(key.at + X_OFFSET, raw, HALF) != 0, "no signature is made with the private key as its secret number");
	for (size_t i = 0; i < all->count && !decided(b); i++) {
		if (bytes_equal(BYTES_OF(all->made[i].digest.at), digest))
			return;
		must_be_so(b, !same_number(all->made[i].point, new->point), "no two signatures are made with one secret number");
	}
	if (all->count > 0)
		must_be_so(b, !is_neighbour(&all->made[all->count - 1], new), "the secret numbers of signatures do not count up or down");
	all->points[all->count++] = BYTES_OF(new->point);
	tell(all, BYTES_OF(new->digest.at));
}

static void add_token(struct bench *b, struct collection *all, const struct appraisal *appraisal, struct bytes evidence)
{
	struct cose_envelope envelope;
	struct crypto_sha256 digest;
	struct bytes signature;

	given_that(b, cose_envelope_read(evidence, &envelope, NULL) == RESULT_OK, "the evidence is a COSE_Sign1");
	if (decided(b))
		return;
	signature = walked_content(&envelope.signature);
	given_that(b, signature.len == COSE_RAW_SIGNATURE_LEN && cose_envelope_digest(walked_content(&envelope.protected_header), bytes_from(NULL, 0),
										      walked_content(&envelope.payload), &digest) == RESULT_OK,
		   "the suite reads what the evidence's signature is of");
	if (!decided(b))
		add(b, all, appraisal->key, BYTES_OF(digest.at), signature.at);
}

/* But for the last one, which somebody else signed, or the unit's own key itself. */
static void add_certificates(struct bench *b, struct collection *all, const struct chain *chain)
{
	struct layer_chain layers;

	given_that(b, layer_chain_read(chain->at, chain->count, &layers, NULL) == RESULT_OK, "the suite reads the certificates");
	for (size_t i = 0; !decided(b) && i + 1 < layers.count; i++) {
		uint8_t raw[COSE_RAW_SIGNATURE_LEN];
		struct crypto_sha256 digest;

		given_that(b, raw_signature_from_der(layers.at[i].signature, raw) == RESULT_OK && crypto_sha256(layers.at[i].tbs, &digest) == RESULT_OK,
			   "the suite reads what the certificates' signatures are of");
		if (!decided(b))
			add(b, all, layers.at[i + 1].spki, BYTES_OF(digest.at), raw);
	}
}

static void collect(struct bench *b, struct collection *all)
{
	struct attester attester;

	if (decided(b) || !attester_find(b, &attester))
		return;
	for (unsigned int i = 0; i < TOKENS && !decided(b); i++) {
		struct attestation answer;
		struct appraisal appraisal;
		char use[16];

		(void)snprintf(use, sizeof(use), "token %u", i);
		answer = attest(b, challenge(b, use, CHALLENGE_LEN), attest_everything(b));
		appraisal = appraise_answer(b, &attester, &answer);
		given_that(b, appraisal.holds, "the evidence whose signatures are looked at is appraised well");
		if (decided(b))
			return;
		add_token(b, all, &appraisal, answer.evidence);
		if (i > 0)
			continue;
		tell(all, appraisal.token.claims.boot_seed);
		add_certificates(b, all, &answer.chain);
	}
}

static void run(struct bench *b)
{
	struct collection all = { .count = 0 };
	struct weak_key weak = { .story = NULL };

	for (unsigned int boot = 0; boot < BOOTS && !decided(b); boot++) {
		struct bench *const units[UNITS] = { b, other(b) };

		for (size_t i = 0; i < UNITS && !decided(b); i++) {
			collect(units[i], &all);
			power(units[i], POWER_CYCLE);
		}
	}
	if (decided(b))
		return;
	note(b, "%zu signatures", all.count);
	if (weak_key_find(all.points, all.count, all.told, all.told_count, &weak))
		note(b, "a secret number is %s", weak.story);
	must_be_so(b, weak.story == NULL, "no secret number of a signature can be guessed");
}

static const char *const NEEDS[] = { "device.attest", NULL };

CHECK(signatures_hide_their_keys) = {
	.requirement = "hardware_root_of_trust/secrets_stay_inside",
	.needs = NEEDS,
	.units = UNITS,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
