/* SPDX-License-Identifier: Apache-2.0 */
/* Taking a chain apart, and what can be said of its certificates before any of them is believed. */

#include "reference-impl/service/verifier/attested_chain.h"

#include <openssl/err.h>

#include "reference-impl/crypto/pem.h"
#include "reference-impl/service/verifier/evidence_der.h"

static bool refuse(struct appraisal *appraisal, enum appraisal_reason reason, size_t offset, const char *check)
{
	finding_at(appraisal_add(appraisal, PART_CHAIN, reason, "%s", check), offset);
	return false;
}

/* PEM becomes DER in the chain's own room; DER stays where it is. */
static bool to_der(struct bytes input, struct attested_chain *chain, struct bytes *ret_der)
{
	struct writer w = writer_over(BUFFER_OF(chain->room));
	enum result result = RESULT_OK;

	if (input.len == 0 || input.at[0] == DER_SEQUENCE) {
		*ret_der = input;
		return true;
	}
	while (result == RESULT_OK) {
		struct bytes der;

		if (w.used > sizeof(chain->room))
			return false;
		result = pem_read(&input, "CERTIFICATE", (struct buffer){ chain->room + w.used, sizeof(chain->room) - w.used }, &der);
		if (result == RESULT_OK)
			w.used += der.len;
	}
	*ret_der = bytes_from(chain->room, w.used);
	return result == RESULT_NOT_FOUND && w.used > 0;
}

static bool take_certificate(struct bytes *rest, size_t offset, struct attested_chain *chain, struct appraisal *appraisal)
{
	struct attested_certificate *layer = &chain->layers[chain->count];
	struct evidence_der item;
	enum result result;

	if (chain->count == ATTESTED_CHAIN_MAX)
		return refuse(appraisal, REASON_TOO_LARGE, offset, "number of certificates");
	if (!evidence_der_next_of(rest, DER_SEQUENCE, &item))
		return refuse(appraisal, REASON_BAD_CERTIFICATE, offset, "certificate");
	chain->count++;
	result = attested_certificate_read(item.raw, layer);
	if (result == RESULT_UNSUPPORTED) {
		finding_expected(appraisal_add(appraisal, PART_CHAIN, REASON_BAD_CERTIFICATE, "key of %s", layer->name), "a P-256 key");
		return false;
	}
	return result == RESULT_OK || refuse(appraisal, REASON_BAD_CERTIFICATE, offset, "certificate");
}

bool attested_chain_read(struct bytes input, struct attested_chain *ret_chain, struct appraisal *appraisal)
{
	struct bytes der, rest;

	ret_chain->count = 0;
	ret_chain->root_count = 0;
	if (input.len > ATTESTED_CHAIN_MAX_LEN)
		return refuse(appraisal, REASON_TOO_LARGE, ATTESTED_CHAIN_MAX_LEN, "size");
	if (!to_der(input, ret_chain, &der))
		return refuse(appraisal, REASON_BAD_CERTIFICATE, 0, "PEM of the certificates");
	if (der.len == 0)
		return refuse(appraisal, REASON_BAD_CERTIFICATE, 0, "there is no certificate");
	for (rest = der; rest.len > 0;) {
		if (!take_certificate(&rest, (size_t)(rest.at - der.at), ret_chain, appraisal))
			return false;
	}
	return true;
}

void attested_chain_release(struct attested_chain *chain)
{
	for (size_t i = 0; i < chain->count; i++)
		attested_certificate_release(&chain->layers[i]);
	chain->count = 0;
}

/* Neither a certificate nor a key serves two layers. */
static bool check_each_once(const struct attested_chain *chain, struct appraisal *appraisal)
{
	for (size_t i = 0; i < chain->count; i++) {
		for (size_t j = 0; j < i; j++) {
			if (!bytes_equal(BYTES_OF(chain->layers[i].spki), BYTES_OF(chain->layers[j].spki)))
				continue;
			finding_seen(appraisal_add(appraisal, PART_CHAIN, REASON_DUPLICATE_CERTIFICATE, "each certificate once"),
				     "number %zu and number %zu are of one key: %s", j + 1, i + 1, chain->layers[i].name);
			return false;
		}
	}
	return true;
}

static bool check_order(const struct attested_chain *chain, struct appraisal *appraisal)
{
	for (size_t i = 0; i + 1 < chain->count; i++) {
		const struct attested_certificate *layer = &chain->layers[i], *issuer = &chain->layers[i + 1];

		if (X509_NAME_cmp(X509_get_issuer_name(layer->x509), X509_get_subject_name(issuer->x509)) == 0)
			continue;
		finding_seen(appraisal_add(appraisal, PART_CHAIN, REASON_WRONG_ORDER, "order"), "behind %s stands %s", layer->name, issuer->name);
		return false;
	}
	finding_seen(appraisal_add(appraisal, PART_CHAIN, REASON_NONE, "order"), "%zu certificates, each followed by its issuer", chain->count);
	return true;
}

/* Whose names fit may still be somebody else: the path would only say that no issuer was found. */
static bool check_signatures(const struct attested_chain *chain, struct appraisal *appraisal)
{
	for (size_t i = 0; i + 1 < chain->count; i++) {
		int verified;

		ERR_set_mark();
		verified = X509_verify(chain->layers[i].x509, X509_get0_pubkey(chain->layers[i + 1].x509));
		ERR_pop_to_mark();
		if (verified == 1)
			continue;
		finding_expected(appraisal_add(appraisal, PART_CHAIN, REASON_BAD_SIGNATURE, "signature of %s", chain->layers[i].name), "of %s",
				 chain->layers[i + 1].name);
		return false;
	}
	return true;
}

static bool check_extensions(const struct attested_chain *chain, struct appraisal *appraisal)
{
	for (size_t i = 0; i < chain->count; i++) {
		if (!chain->layers[i].bad_extension)
			continue;
		finding_seen(appraisal_add(appraisal, PART_CHAIN, REASON_BAD_EXTENSION, "extensions of %s", chain->layers[i].name), "%s",
			     chain->layers[i].bad_extension);
		return false;
	}
	return true;
}

bool attested_chain_check(struct attested_chain *chain, const struct attested_roots *roots, struct appraisal *appraisal)
{
	if (!check_each_once(chain, appraisal) || !check_order(chain, appraisal) || !check_extensions(chain, appraisal) ||
	    !check_signatures(chain, appraisal))
		return false;
	if (!attested_path_check(chain, roots, appraisal))
		return false;
	attested_policy_check(chain, appraisal);
	return true;
}
