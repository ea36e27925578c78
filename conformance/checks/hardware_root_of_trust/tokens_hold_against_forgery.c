/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every claim is signed, up to the maker's root: none can be replaced, dropped or repeated by whoever holds no key of the unit.
 *
 * Control:  the token as it came is appraised well.
 * Proof:    with any one byte changed it is not, nor with any byte changed of the certificates that came along, one of
 *           them left out, or two of them the other way round; nor is it cut short by any length.
 * Blind to: claims that the device leaves out (evidence_names_every_measurement).
 * Defects:  leaf_is_certified_by_itself, layers_are_told_in_another_order.
 */
#include <string.h>

#include "conformance/check_appraisal.h"

enum { CHALLENGE_LEN = 32, PART_MAX = EAT_TOKEN_MAX_LEN };

static void must_not_hold(struct bench *b, const struct attester *attester, const struct attestation *forged, const char *says)
{
	must_be_so(b, !appraise_answer(b, attester, forged).holds, says);
}

/* part is a member of *answer. */
static void no_byte_may_change(struct bench *b, const struct attester *attester, struct attestation *answer, struct bytes *part)
{
	struct bytes original = *part;
	uint8_t altered[PART_MAX];

	given_that(b, original.len <= sizeof(altered), "the suite has room for what it alters");
	if (decided(b))
		return;
	memcpy(altered, original.at, original.len);
	*part = bytes_from(altered, original.len);
	for (size_t i = 0; i < original.len && !decided(b); i++) {
		altered[i] ^= (uint8_t)(1u << (i % 8));
		must_not_hold(b, attester, answer, "evidence with one byte changed is not appraised well");
		altered[i] = original.at[i];
	}
	*part = original;
}

static void may_not_be_cut(struct bench *b, const struct attester *attester, struct attestation answer)
{
	struct bytes original = answer.evidence;

	for (size_t len = 0; len < original.len && !decided(b); len++) {
		answer.evidence = bytes_from(original.at, len);
		must_not_hold(b, attester, &answer, "evidence that is cut short is not appraised well");
	}
}

/* The root itself may come along or not. */
static size_t certificates_that_count(const struct attestation *answer, struct bytes root)
{
	size_t count = answer->chain.count;

	return count > 1 && bytes_equal(answer->chain.at[count - 1], root) ? count - 1 : count;
}

static void chain_may_not_change(struct bench *b, const struct attester *attester, const struct attestation *answer, size_t count)
{
	for (size_t i = 0; i < count && !decided(b); i++) {
		struct attestation forged = *answer;

		no_byte_may_change(b, attester, &forged, &forged.chain.at[i]);
		memmove(&forged.chain.at[i], &forged.chain.at[i + 1], (forged.chain.count - i - 1) * sizeof(forged.chain.at[0]));
		forged.chain.count--;
		must_not_hold(b, attester, &forged, "evidence without one of its certificates is not appraised well");
		if (i + 1 == count)
			return;
		forged = *answer;
		forged.chain.at[i] = answer->chain.at[i + 1];
		forged.chain.at[i + 1] = answer->chain.at[i];
		must_not_hold(b, attester, &forged, "evidence with certificates the other way round is not appraised well");
	}
}

static void run(struct bench *b)
{
	struct attester attester;
	struct attestation answer;
	struct appraisal appraisal;

	if (!attester_find(b, &attester))
		return;
	answer = attest(b, challenge(b, "token", CHALLENGE_LEN), attest_everything(b));
	given_that(b, answer.reply.given, "the device gives evidence over a challenge");
	appraisal = appraise_answer(b, &attester, &answer);
	given_that(b, decided(b) || (appraisal.holds && answer.chain.count > 0), "the token as it came is appraised well");
	if (decided(b))
		return;
	no_byte_may_change(b, &attester, &answer, &answer.evidence);
	may_not_be_cut(b, &attester, answer);
	chain_may_not_change(b, &attester, &answer, certificates_that_count(&answer, appraisal.root));
	note(b, "%zu bytes of token, %zu certificates", answer.evidence.len, answer.chain.count);
}

static const char *const NEEDS[] = { "device.attest", NULL };

CHECK(tokens_hold_against_forgery) = {
	.requirement = "hardware_root_of_trust/evidence_is_whole",
	.needs = NEEDS,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
