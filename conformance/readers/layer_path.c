/* SPDX-License-Identifier: Apache-2.0 */
/* From the leaf to a root: each link by name, key identifier, right and signature. */

#include "conformance/dice_chain.h"

/* May issuer have issued certificates with `below` of its kind between it and the leaf? */
static bool may_issue(const struct layer_certificate *issuer, size_t below)
{
	return issuer->is_ca && (issuer->key_usage & LAYER_KEY_CERT_SIGN) != 0 && (!issuer->has_path_len || issuer->path_len >= (int64_t)below);
}

static bool holds_by_itself(const struct layer_certificate *c, int64_t at_time)
{
	return !c->has_unknown_critical && c->not_before <= at_time && at_time <= c->not_after;
}

static bool is_named(const struct layer_certificate *c, const struct layer_certificate *issuer)
{
	if (!bytes_equal(c->issuer, issuer->subject))
		return false;
	return c->authority_key_id.len == 0 || issuer->subject_key_id.len == 0 || bytes_equal(c->authority_key_id, issuer->subject_key_id);
}

static enum result is_signed(const struct layer_certificate *c, const struct layer_certificate *issuer)
{
	struct crypto_sha256 digest;

	if (!c->is_ecdsa_sha256)
		return RESULT_UNSUPPORTED;
	if (crypto_sha256(c->tbs, &digest) != RESULT_OK)
		return RESULT_CRYPTO;
	return crypto_p256_verify(issuer->spki, BYTES_OF(digest.at), c->signature);
}

static enum result check_link(const struct layer_certificate *c, const struct layer_certificate *issuer, size_t below, const char **ret_where)
{
	*ret_where = "issuer";
	if (!is_named(c, issuer))
		return RESULT_REFUSED;
	*ret_where = "basic_constraints";
	if (!may_issue(issuer, below))
		return RESULT_REFUSED;
	*ret_where = "signature";
	return is_signed(c, issuer);
}

/* The last certificate is a root, or one of the roots issued it. */
static enum result end_in_root(const struct layer_chain *chain, const struct layer_trust *trust, struct bytes *ret_root, const char **ret_where)
{
	const struct layer_certificate *last = &chain->at[chain->count - 1];
	enum result result = RESULT_UNKNOWN_KEY;

	*ret_where = "root";
	for (size_t i = 0; i < trust->root_count && result != RESULT_OK; i++) {
		struct layer_certificate root;
		const char *where;

		*ret_root = trust->roots[i];
		if (bytes_equal(last->whole, trust->roots[i]))
			return RESULT_OK;
		if (layer_certificate_read(trust->roots[i], &root, NULL) != RESULT_OK || !holds_by_itself(&root, trust->at_time))
			continue;
		if (check_link(last, &root, chain->count - 1, &where) == RESULT_OK)
			result = RESULT_OK;
	}
	return result;
}

enum result layer_chain_verify(const struct layer_chain *chain, const struct layer_trust *trust, struct bytes *ret_root, const char **ret_where)
{
	const char *where = "certificate";
	struct bytes root = { 0 };
	enum result result = chain->count > 0 ? RESULT_OK : RESULT_MALFORMED;

	for (size_t i = 0; result == RESULT_OK && i < chain->count; i++) {
		where = "validity";
		if (!holds_by_itself(&chain->at[i], trust->at_time))
			result = RESULT_REFUSED;
		else if (i + 1 < chain->count)
			result = check_link(&chain->at[i], &chain->at[i + 1], i, &where);
	}
	if (result == RESULT_OK)
		result = end_in_root(chain, trust, &root, &where);
	if (result != RESULT_OK && ret_where != NULL)
		*ret_where = where;
	if (result == RESULT_OK && ret_root != NULL)
		*ret_root = root;
	return result;
}
