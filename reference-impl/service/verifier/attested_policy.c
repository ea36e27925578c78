/* SPDX-License-Identifier: Apache-2.0 */
/* What the keys of a chain may be used for, and that names follow from keys. */

#include <string.h>

#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "reference-impl/service/verifier/attested_chain.h"

/* tcg-dice-kp-attestLoc: the key attests the layer that it lies in. */
static const char ATTEST[] = "2.23.133.5.4.100.9";

static bool may_attest(X509 *leaf)
{
	EXTENDED_KEY_USAGE *purposes = X509_get_ext_d2i(leaf, NID_ext_key_usage, NULL, NULL);
	bool found = false;

	for (int i = 0; i < sk_ASN1_OBJECT_num(purposes) && !found; i++) {
		char oid[64];

		found = OBJ_obj2txt(oid, sizeof(oid), sk_ASN1_OBJECT_value(purposes, i), 1) > 0 && strcmp(oid, ATTEST) == 0;
	}
	EXTENDED_KEY_USAGE_free(purposes);
	return found;
}

static const char *wrong_leaf(X509 *leaf)
{
	uint32_t usage = X509_get_key_usage(leaf);

	if (X509_get_extension_flags(leaf) & EXFLAG_CA)
		return "it may issue certificates";
	if (usage != KU_DIGITAL_SIGNATURE)
		return "its keyUsage is not digitalSignature alone";
	return may_attest(leaf) ? NULL : "its extended key usage does not hold attestLoc (2.23.133.5.4.100.9)";
}

static bool is_critical(X509 *certificate, int nid)
{
	int at = X509_get_ext_by_NID(certificate, nid, -1);

	return at >= 0 && X509_EXTENSION_get_critical(X509_get_ext(certificate, at));
}

static const char *wrong_issuer(X509 *issuer)
{
	if (!is_critical(issuer, NID_basic_constraints) || !is_critical(issuer, NID_key_usage))
		return "its basicConstraints or keyUsage is not critical";
	return X509_get_key_usage(issuer) == KU_KEY_CERT_SIGN ? NULL : "its keyUsage is not keyCertSign alone";
}

static bool check_usage(const struct attested_chain *chain, struct appraisal *appraisal)
{
	for (size_t i = 0; i < chain->count - chain->root_count || i == 0; i++) {
		const char *wrong = i == 0 ? wrong_leaf(chain->layers[i].x509) : wrong_issuer(chain->layers[i].x509);

		if (!wrong)
			continue;
		finding_expected(finding_seen(appraisal_add(appraisal, PART_CHAIN, REASON_POLICY, "use of the key of %s", chain->layers[i].name), "%s", wrong),
				 i == 0 ? "a leaf that attests and does nothing else" : "a layer's key that signs certificates and nothing else");
		return false;
	}
	finding_seen(appraisal_add(appraisal, PART_CHAIN, REASON_NONE, "use of the keys"), "the leaf attests, all others issue, none does more");
	return true;
}

/* Below a layer that is named after its key, all are; and each issuer is named by its own identifier. */
static const char *wrong_identifier(const struct attested_chain *chain, size_t i)
{
	const struct attested_certificate *layer = &chain->layers[i], *issuer = i + 1 < chain->count ? &chain->layers[i + 1] : NULL;

	if (layer->form == ATTESTED_DICE) {
		const char *wrong = attested_certificate_wrong_id(layer);

		if (wrong)
			return wrong;
	}
	if (issuer && issuer->form == ATTESTED_DICE && layer->form != ATTESTED_DICE)
		return "subject, which is not an identifier while the issuer's is";
	if (issuer && (attested_authority_key_id(layer->x509).len == 0 ||
		       !bytes_equal(attested_authority_key_id(layer->x509), attested_subject_key_id(issuer->x509))))
		return "authority key identifier, which is not the issuer's";
	return NULL;
}

static void check_identifiers(const struct attested_chain *chain, struct appraisal *appraisal)
{
	for (size_t i = 0; i < chain->count - chain->root_count; i++) {
		const char *wrong = wrong_identifier(chain, i);

		if (!wrong)
			continue;
		finding_seen(appraisal_add(appraisal, PART_CHAIN, REASON_WRONG_IDENTIFIER, "identifiers of %s", chain->layers[i].name), "%s", wrong);
		return;
	}
	appraisal_add(appraisal, PART_CHAIN, REASON_NONE, "identifiers");
}

void attested_policy_check(const struct attested_chain *chain, struct appraisal *appraisal)
{
	if (check_usage(chain, appraisal))
		check_identifiers(chain, appraisal);
}
