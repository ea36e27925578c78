/* SPDX-License-Identifier: Apache-2.0 */
/* Words about identities: what a chip's keys are, and whether its maker vouches for them. */

#include "conformance/check_credential.h"

#include <string.h>

#include "conformance/core/base64_json.h"
#include "conformance/core/bench_ask.h"
#include "conformance/core/bench_roots.h"
#include "conformance/core/witness.h"
#include "reference-impl/crypto/certificate.h"
#include "reference-impl/crypto/tpm_credential.h"

enum { CREDENTIAL_ROOM = 2048 };

static struct bytes member(struct bench *b, const json_t *object, const char *name)
{
	uint8_t room[CREDENTIAL_ROOM];
	struct bytes bytes;

	if (!base64_json_read(json_object_get(object, name), BUFFER_OF(room), &bytes))
		return bytes_from(NULL, 0);
	return bench_keep(b, bytes);
}

struct credential credential_for(struct bench *b, struct bytes ek_spki, struct bytes name, struct bytes secret)
{
	struct credential credential = { .blob = { 0 } };
	struct answer answer = { 0 };
	json_t *params;

	if (bench_is_silent(b))
		return credential;
	params = json_pack("{s:o, s:o, s:o}", "name", base64_json(name), "secret", base64_json(secret), "spki", base64_json(ek_spki));
	if (params != NULL)
		b->witness->link.ask(b->witness->link.context, &(struct question){ WITNESS_CREDENTIAL, 0, BENCH_ASK_MS, params }, &answer);
	if (params != NULL && answer.kind == ANSWER_GIVEN)
		credential = (struct credential){ member(b, answer.result, "blob"), member(b, answer.result, "secret") };
	else
		bench_decide(b, VERDICT_ERROR, NULL, "the suite cannot make a credential for the key that was certified");
	json_decref(params);
	answer_release(&answer);
	return credential;
}

bool key_public_area(struct bench *b, const char *template, struct tpm_public *ret_public)
{
	struct key_answer answer = key_public(b, template);

	must_be_so(b, answer.reply.given, "the chip shows the public part of the key");
	if (decided(b))
		return false;
	must_be_so(b, tpm_public_read(answer.public_key, ret_public) == RESULT_OK,
		   "the public part is a well-formed P-256 or RSA area with a SHA-256 name");
	return !decided(b);
}

/* Whether the maker vouches for the key does not depend on today: it is asked for the day of issue. */
static bool chain_holds(struct bench *b, const struct key_answer *answer, struct bytes *ret_spki)
{
	struct bytes roots[BENCH_ROOTS_MAX];
	struct certificate leaf;
	struct certificate_path path;
	const char *reason = "the leaf is no certificate";
	struct certificate_chain chain = { .roots = roots, .intermediates = answer->chain.at + 1 };

	if (answer->chain.count == 0 || certificate_parse(answer->chain.at[0], &leaf) != RESULT_OK) {
		note(b, "%s", reason);
		return false;
	}
	chain.leaf = answer->chain.at[0];
	chain.intermediate_count = answer->chain.count - 1;
	chain.root_count = bench_roots(b, roots);
	chain.at_time = leaf.not_before + 1;
	*ret_spki = leaf.spki;
	if (certificate_verify_chain(&chain, &path, &reason) == RESULT_OK) {
		bench_root_vouched(b, path.at[path.count - 1]);
		return true;
	}
	note(b, "%s", reason == NULL ? "no reason" : reason);
	return false;
}

static bool certifies(struct bytes spki, const struct tpm_public *public)
{
	uint8_t room[TPM_RSA_MODULUS_MAX_LEN];
	struct bytes modulus;

	if (public->spki_len > 0)
		return bytes_equal(spki, bytes_from(public->spki, public->spki_len));
	return tpm_rsa_modulus(spki, BUFFER_OF(room), &modulus) == RESULT_OK && bytes_equal(modulus, public->modulus);
}

bool endorsement_is_certified(struct bench *b, struct bytes *ret_spki)
{
	struct key_answer answer = key_public(b, "ek");
	struct tpm_public public;

	must_be_so(b, answer.reply.given, "the chip shows its endorsement key and the certificates for it");
	if (decided(b))
		return false;
	must_be_so(b, chain_holds(b, &answer, ret_spki), "the endorsement key's certificate chains to a root of target.json");
	if (decided(b))
		return false;
	must_be_so(b, tpm_public_read(answer.public_key, &public) == RESULT_OK && certifies(*ret_spki, &public),
		   "the certificate is for the endorsement key that the chip shows");
	return !decided(b);
}
