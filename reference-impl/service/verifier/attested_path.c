/* SPDX-License-Identifier: Apache-2.0 */
/* The path to a root: the library's path validation, strict, at one time, from these roots and no others. */

#include <limits.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "reference-impl/service/verifier/attested_chain.h"

/* 112 bits of strength and more. */
enum { AUTH_LEVEL = 2 };

struct path_search {
	struct attested_chain *chain;
	STACK_OF(X509) *helping, *trusted;
};

/*
 * The library stops at a critical extension that it does not know. It may go on when all such of this
 * certificate are ours, which have been read, strictly, before the path was searched.
 */
static int judge(int ok, X509_STORE_CTX *context)
{
	const X509 *current = X509_STORE_CTX_get_current_cert(context);

	if (ok || X509_STORE_CTX_get_error(context) != X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION || !current)
		return ok;
	for (int i = 0; i < X509_get_ext_count(current); i++) {
		X509_EXTENSION *extension = X509_get_ext(current, i);

		if (X509_EXTENSION_get_critical(extension) && !X509_supported_extension(extension) && !attested_extension_is_ours(extension))
			return 0;
	}
	X509_STORE_CTX_set_error(context, X509_V_OK);
	return 1;
}

static STACK_OF(X509) *trusted_stack(const struct attested_roots *roots)
{
	STACK_OF(X509) *stack = sk_X509_new_null();

	for (size_t i = 0; stack && i < roots->count; i++) {
		const unsigned char *at = roots->at[i].at;
		X509 *root = roots->at[i].len <= LONG_MAX ? d2i_X509(NULL, &at, (long)roots->at[i].len) : NULL;

		if (root && sk_X509_push(stack, root) <= 0)
			X509_free(root);
	}
	return stack;
}

static STACK_OF(X509) *helping_stack(const struct attested_chain *chain)
{
	STACK_OF(X509) *stack = sk_X509_new_null();

	for (size_t i = 1; stack && i < chain->count; i++)
		(void)sk_X509_push(stack, chain->layers[i].x509);
	return stack;
}

static enum appraisal_reason reason_of(int error)
{
	switch (error) {
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return REASON_NOT_YET_VALID;
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return REASON_EXPIRED;
	case X509_V_ERR_CERT_SIGNATURE_FAILURE:
		return REASON_BAD_SIGNATURE;
	case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
		return REASON_UNKNOWN_CRITICAL;
	default:
		return REASON_UNTRUSTED;
	}
}

/* The path is what was given, and one root behind it or at its end. */
static bool is_what_was_given(struct attested_chain *chain, X509_STORE_CTX *context)
{
	STACK_OF(X509) *found = X509_STORE_CTX_get0_chain(context);
	size_t count = found ? (size_t)sk_X509_num(found) : 0;

	if (count != chain->count && count != chain->count + 1)
		return false;
	for (size_t i = 0; i < chain->count; i++) {
		if (X509_cmp(sk_X509_value(found, (int)i), chain->layers[i].x509) != 0)
			return false;
	}
	/* A single certificate is a layer, even if somebody trusts it as a root. */
	chain->root_count = count == chain->count && count > 1;
	return true;
}

static bool refuse(X509_STORE_CTX *context, const struct attested_chain *chain, struct appraisal *appraisal)
{
	int error = X509_STORE_CTX_get_error(context), depth = X509_STORE_CTX_get_error_depth(context);
	const char *name = depth >= 0 && (size_t)depth < chain->count ? chain->layers[depth].name : "the root";

	finding_seen(appraisal_add(appraisal, PART_CHAIN, reason_of(error), "path to a trusted root"), "at %s: %s", name,
		     X509_verify_cert_error_string(error));
	return false;
}

static bool has_unprovisioned_key(const struct attested_chain *chain, X509_STORE_CTX *context, struct appraisal *appraisal)
{
	STACK_OF(X509) *found = X509_STORE_CTX_get0_chain(context);
	struct attested_certificate root;
	bool is_bad = false;

	for (size_t i = 0; i < chain->count; i++)
		is_bad = is_bad || attested_key_is_unprovisioned(BYTES_OF(chain->layers[i].spki));
	if (chain->root_count == 0) {
		unsigned char *der = NULL;
		int len = i2d_X509(sk_X509_value(found, sk_X509_num(found) - 1), &der);

		if (len > 0 && attested_certificate_read(bytes_from(der, (size_t)len), &root) == RESULT_OK)
			is_bad = is_bad || attested_key_is_unprovisioned(BYTES_OF(root.spki));
		if (len > 0)
			attested_certificate_release(&root);
		OPENSSL_free(der);
	}
	if (is_bad)
		appraisal_add(appraisal, PART_CHAIN, REASON_UNPROVISIONED, "device secret");
	return is_bad;
}

static bool judge_path(X509_STORE_CTX *context, struct attested_chain *chain, struct appraisal *appraisal)
{
	int verified = X509_verify_cert(context);

	if (verified != 1 || X509_STORE_CTX_get_error(context) != X509_V_OK)
		return refuse(context, chain, appraisal);
	if (!is_what_was_given(chain, context)) {
		finding_seen(appraisal_add(appraisal, PART_CHAIN, REASON_WRONG_ORDER, "path to a trusted root"),
			     "the path to a root does not lead over all certificates");
		return false;
	}
	if (has_unprovisioned_key(chain, context, appraisal))
		return false;
	finding_seen(appraisal_add(appraisal, PART_CHAIN, REASON_NONE, "path to a trusted root"),
		     "%s is led back to a root, each signature and validity holds", chain->layers[0].name);
	return true;
}

static void set_rules(X509_STORE_CTX *context, const struct path_search *search, int64_t now)
{
	X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);

	X509_STORE_CTX_set0_trusted_stack(context, search->trusted);
	X509_STORE_CTX_set_verify_cb(context, judge);
	X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_X509_STRICT | X509_V_FLAG_TRUSTED_FIRST);
	X509_VERIFY_PARAM_set_auth_level(rules, AUTH_LEVEL);
	X509_VERIFY_PARAM_set_depth(rules, ATTESTED_CHAIN_MAX);
	X509_VERIFY_PARAM_set_time(rules, (time_t)now);
}

bool attested_path_check(struct attested_chain *chain, const struct attested_roots *roots, struct appraisal *appraisal)
{
	struct path_search search = { chain, helping_stack(chain), trusted_stack(roots) };
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	bool is_good = false;

	ERR_set_mark();
	if (context && search.helping && search.trusted && X509_STORE_CTX_init(context, NULL, chain->layers[0].x509, search.helping) == 1) {
		set_rules(context, &search, roots->now);
		is_good = judge_path(context, chain, appraisal);
	} else {
		appraisal_add(appraisal, PART_CHAIN, REASON_INTERNAL, "path to a trusted root");
	}
	X509_STORE_CTX_free(context);
	sk_X509_pop_free(search.trusted, X509_free);
	sk_X509_free(search.helping);
	ERR_pop_to_mark();
	return is_good;
}
