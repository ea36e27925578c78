/* SPDX-License-Identifier: Apache-2.0 */
/* Claims to bytes, keys rising, and those bytes into their envelope. */

#include "reference-impl/codec/cbor_writer.h"
#include "reference-impl/codec/psa_token_rules.h"

static void write_bytes_claim(struct writer *w, int64_t key, struct bytes value)
{
	if (!value.at)
		return;
	cbor_write_int(w, key);
	cbor_write_bytes(w, value);
}

static void write_text_claim(struct writer *w, int64_t key, struct bytes text)
{
	if (!text.at)
		return;
	cbor_write_int(w, key);
	cbor_write_text_bytes(w, text);
}

static void write_component(struct writer *w, const struct psa_token_component *component)
{
	uint64_t optional = (uint64_t)(component->type.at != NULL) + (component->version.at != NULL) + (component->description.at != NULL);

	cbor_write_map(w, 2 + optional);
	write_text_claim(w, PSA_COMPONENT_TYPE, component->type);
	write_bytes_claim(w, PSA_COMPONENT_MEASUREMENT, component->measurement);
	write_text_claim(w, PSA_COMPONENT_VERSION, component->version);
	write_bytes_claim(w, PSA_COMPONENT_SIGNER_ID, component->signer_id);
	write_text_claim(w, PSA_COMPONENT_DESCRIPTION, component->description);
}

static void write_components(struct writer *w, const struct psa_token_claims *claims)
{
	cbor_write_int(w, PSA_CLAIM_COMPONENTS);
	cbor_write_array(w, claims->component_count);
	for (size_t i = 0; i < claims->component_count; i++)
		write_component(w, &claims->components[i]);
}

static void write_claims(struct writer *w, const struct psa_token_claims *claims)
{
	uint64_t optional = (uint64_t)(claims->boot_seed.at != NULL) + (claims->certification_reference.at != NULL) +
			    (claims->verification_service.at != NULL);

	cbor_write_map(w, 7 + optional);
	write_bytes_claim(w, PSA_CLAIM_NONCE, claims->nonce);
	write_bytes_claim(w, PSA_CLAIM_INSTANCE_ID, claims->instance_id);
	write_text_claim(w, PSA_CLAIM_PROFILE, bytes_of_text(PSA_TOKEN_PROFILE));
	write_bytes_claim(w, PSA_CLAIM_BOOT_SEED, claims->boot_seed);
	cbor_write_int(w, PSA_CLAIM_CLIENT_ID);
	cbor_write_int(w, claims->client_id);
	cbor_write_int(w, PSA_CLAIM_LIFECYCLE);
	cbor_write_unsigned(w, claims->lifecycle);
	write_bytes_claim(w, PSA_CLAIM_IMPLEMENTATION_ID, claims->implementation_id);
	write_text_claim(w, PSA_CLAIM_CERTIFICATION_REFERENCE, claims->certification_reference);
	write_components(w, claims);
	write_text_claim(w, PSA_CLAIM_VERIFICATION_SERVICE, claims->verification_service);
}

enum result psa_token_write_claims(const struct psa_token_claims *claims, struct buffer room, struct bytes *ret_claims)
{
	struct writer w = writer_over(room);
	struct bytes written;
	enum result result = psa_token_rules_hold(claims);

	if (result != RESULT_OK)
		return result;
	write_claims(&w, claims);
	if (writer_needed(&w) > PSA_TOKEN_CLAIMS_MAX_LEN)
		return RESULT_TOO_LARGE;
	result = cbor_write_finish(&w, &written);
	if (result == RESULT_OK)
		*ret_claims = written;
	return result;
}

enum result psa_token_sign(const struct psa_token_claims *claims, const struct cose_signer *signer, struct buffer scratch,
			   struct buffer room, struct bytes *ret_token)
{
	struct cose_sign1_request request = { .payload = bytes_from(NULL, 0) };
	enum result result = psa_token_write_claims(claims, scratch, &request.payload);

	return result == RESULT_OK ? cose_sign1_sign(&request, signer, room, ret_token) : result;
}
