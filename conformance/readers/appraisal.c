/* SPDX-License-Identifier: Apache-2.0 */
/* One function a form of evidence, from the bytes to the key that signed them. */

#include "conformance/appraisal.h"

#include <string.h>

#include "conformance/dice_chain.h"

enum { CLOCK_LEN = 8, RESET_COUNTS_LEN = 8 };

static struct appraisal broken(struct appraisal appraisal, const char *why)
{
	appraisal.holds = false;
	appraisal.why = why;
	return appraisal;
}

static struct appraisal appraise_quote(const struct attested *evidence, const struct attester_trust *trust)
{
	struct appraisal appraisal = { .holds = true, .why = "", .key = trust->key };

	if (tpm_quote_read(evidence->evidence, &appraisal.quote) != RESULT_OK) {
		appraisal.quote = (struct tpm_quote){ .bank_count = 0 };
		return broken(appraisal, "the evidence is no well-formed quote");
	}
	appraisal.nonce = appraisal.quote.nonce;
	/* TPMS_CLOCK_INFO stands behind the nonce: clock, resetCount, restartCount. */
	appraisal.boot = bytes_from(appraisal.nonce.at + appraisal.nonce.len + CLOCK_LEN, RESET_COUNTS_LEN);
	if (trust->key.len == 0)
		return broken(appraisal, "no key is bound to the chip");
	if (tpm_signature_verify(trust->key, evidence->evidence, evidence->signature) != RESULT_OK)
		return broken(appraisal, "the quote is not signed by the key that is bound to the chip");
	return appraisal;
}

/* The leaf's key, if the chain leads to a root. Whether the maker vouches for it does not depend on today. */
static const char *follow_chain(const struct attested *evidence, const struct attester_trust *trust, struct appraisal *appraisal)
{
	struct layer_trust layers = { .roots = trust->roots, .root_count = trust->root_count };
	struct layer_chain chain;

	if (layer_chain_read(evidence->chain, evidence->chain_count, &chain, NULL) != RESULT_OK)
		return "the certificates of the layers are not well-formed";
	layers.at_time = chain.at[0].not_before;
	for (size_t i = 1; i < chain.count; i++)
		if (chain.at[i].not_before > layers.at_time)
			layers.at_time = chain.at[i].not_before;
	if (layer_chain_verify(&chain, &layers, &appraisal->root, NULL) != RESULT_OK)
		return "the certificates of the layers do not lead to a root";
	if (!layer_attests_only(&chain.at[0]))
		return "the leaf's key is not one for attesting alone";
	appraisal->key = chain.at[0].spki;
	return NULL;
}

static struct appraisal appraise_token(const struct attested *evidence, const struct attester_trust *trust)
{
	struct appraisal appraisal = { .holds = true, .why = "" };
	const char *why;

	if (eat_token_read(evidence->evidence, &appraisal.token, NULL) != RESULT_OK) {
		appraisal.token = (struct eat_token){ .algorithm = 0 };
		return broken(appraisal, "the evidence is no well-formed PSA token");
	}
	appraisal.nonce = appraisal.token.claims.nonce;
	appraisal.boot = appraisal.token.claims.boot_seed;
	if (evidence->signature.len > 0)
		return broken(appraisal, "a second signature stands beside the token's own");
	why = follow_chain(evidence, trust, &appraisal);
	if (why != NULL)
		return broken(appraisal, why);
	if (trust->key.len > 0 && !bytes_equal(trust->key, appraisal.key))
		return broken(appraisal, "the leaf's key is another one than before");
	if (eat_token_verify(&appraisal.token, appraisal.key) != RESULT_OK)
		return broken(appraisal, "the token is not signed by the leaf's key");
	return appraisal;
}

static const struct form {
	const char *format;
	struct appraisal (*appraise)(const struct attested *evidence, const struct attester_trust *trust);
} FORMS[] = { { "psa-token", appraise_token }, { "tpm2-quote", appraise_quote } };

static const struct form *form_of(const char *format)
{
	for (size_t i = 0; i < sizeof(FORMS) / sizeof(FORMS[0]); i++)
		if (strcmp(FORMS[i].format, format) == 0)
			return &FORMS[i];
	return NULL;
}

bool evidence_is_known(const char *format)
{
	return form_of(format) != NULL;
}

struct appraisal attested_appraise(const struct attested *evidence, const struct attester_trust *trust)
{
	const struct form *form = form_of(evidence->format);

	if (form == NULL)
		return (struct appraisal){ .why = "the suite does not read evidence of this form" };
	return form->appraise(evidence, trust);
}
