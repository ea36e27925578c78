/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A well-formed quote may be signed by any key; it counts only under the key that activation
 * bound to the certified chip, in the same session.
 *
 * Control:  activation with this key's name succeeds.
 * Proof:    the quote over a fresh challenge carries it whole and verifies under exactly that key.
 * Blind to: chips whose maker keeps a copy of the endorsement seed.
 * Defects:  cheat software_key_quotes, cheat quotes_of_another_unit, cheat canned_quote.
 */
#include "conformance/check_credential.h"

enum { SECRET_LEN = 32, CHALLENGE_LEN = 32 };

static const char *const REGISTERS[] = { "sha256:0", NULL };

static void run(struct bench *b)
{
	struct bytes secret = challenge(b, "credential secret", SECRET_LEN), nonce = challenge(b, "quote", CHALLENGE_LEN), ek_spki = { 0 };
	struct attestation answer;
	struct tpm_quote quote;
	struct tpm_public ak;
	struct credential credential;
	struct key_answer opened;

	if (!endorsement_is_certified(b, &ek_spki) || !key_public_area(b, "ak", &ak))
		return;
	answer = attest(b, nonce, REGISTERS);
	must_be_so(b, answer.reply.given, "the chip quotes over a fresh challenge");
	must_be_so(b, tpm_quote_read(answer.evidence, &quote) == RESULT_OK && bytes_equal(quote.nonce, nonce),
		   "the quote is well formed and carries the challenge that it answers");
	credential = credential_for(b, ek_spki, BYTES_OF(ak.name), secret);
	opened = key_activate(b, "ak", credential.blob, credential.secret);
	must_be_so(b, opened.reply.given && bytes_equal(opened.secret, secret), "the key that quotes is held by the certified chip");
	must_be_so(b, tpm_signature_verify(bytes_from(ak.spki, ak.spki_len), answer.evidence, answer.signature) == RESULT_OK,
		   "the quote is signed by the key that activation bound to the chip");
}

CHECK(quotes_come_from_the_bound_key) = {
	.requirement = "hardware_root_of_trust/identity_bound_by_activation",
	.firmware = FIRMWARE_ANY,
	.run = run,
};
