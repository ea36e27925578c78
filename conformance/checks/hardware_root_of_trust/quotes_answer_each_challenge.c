/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence over an old challenge is a recording. Each of many challenges, some alike but for one
 * byte, must come back whole in a quote signed by the attestation key.
 *
 * Control:  the quote over the challenge verifies under the key that activation bound to the chip.
 * Proof:    64 challenges: fresh ones, the same one twice, and pairs that differ in one byte only; each
 *           quote carries exactly the challenge it answers, and none the one before.
 * Blind to: a chip that behaves only while it is asked often.
 * Defects:  cheat canned_quote, cheat good_for_eight_nonces, cheat good_in_one_order.
 */
#include <stdio.h>
#include <string.h>

#include "conformance/check_credential.h"

enum { CHALLENGES = 64, CHALLENGE_LEN = 32 };

static const char *const REGISTERS[] = { "sha256:0", "sha256:1", "sha256:7", NULL };

/* Of each four: fresh, the same again, its first byte changed, its last byte changed. */
static void draw(struct bench *b, unsigned int number, uint8_t nonce[CHALLENGE_LEN])
{
	char use[32];
	struct bytes fresh;

	(void)snprintf(use, sizeof(use), "quote %u", number / 4);
	fresh = challenge(b, use, CHALLENGE_LEN);
	if (fresh.len == CHALLENGE_LEN)
		memcpy(nonce, fresh.at, CHALLENGE_LEN);
	if (number % 4 == 2)
		nonce[0] ^= 0x01;
	else if (number % 4 == 3)
		nonce[CHALLENGE_LEN - 1] ^= 0x80;
}

static void ask_once(struct bench *b, const struct tpm_public *ak, unsigned int number)
{
	uint8_t nonce[CHALLENGE_LEN] = { 0 };
	struct attestation answer;
	struct tpm_quote quote;

	draw(b, number, nonce);
	answer = attest(b, BYTES_OF(nonce), REGISTERS);
	must_be_so(b, answer.reply.given, "the chip quotes over each challenge");
	if (decided(b))
		return;
	must_be_so(b, tpm_quote_read(answer.evidence, &quote) == RESULT_OK, "the evidence is a well-formed quote");
	if (decided(b))
		return;
	must_be_so(b, bytes_equal(quote.nonce, BYTES_OF(nonce)), "a quote carries the whole challenge that it answers");
	must_be_so(b, tpm_signature_verify(bytes_from(ak->spki, ak->spki_len), answer.evidence, answer.signature) == RESULT_OK,
		   "a quote is signed by the attestation key");
}

static void run(struct bench *b)
{
	struct tpm_public ak;

	if (!key_public_area(b, "ak", &ak))
		return;
	for (unsigned int i = 0; i < CHALLENGES && !decided(b); i++)
		ask_once(b, &ak, i);
}

CHECK(quotes_answer_each_challenge) = {
	.requirement = "hardware_root_of_trust/quotes_are_fresh",
	.firmware = FIRMWARE_ANY,
	.run = run,
};
