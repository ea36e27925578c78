/* SPDX-License-Identifier: Apache-2.0 */
/* Following a chain: the library's path building, tied down. */

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "reference-impl/crypto/certificate.h"
#include "reference-impl/crypto/openssl_certificate.h"

/* 112 bits of strength and more: neither SHA-1 nor RSA-1024. */
enum { AUTH_LEVEL = 2 };

struct search {
	const struct certificate_chain *chain;
	X509 *leaf;
	STACK_OF(X509) *helping;
	STACK_OF(X509) *trusted;
};

enum broken { REFUSE_BROKEN, SKIP_BROKEN };

/* The certificates in the library's type; NULL when one is none and they may not be skipped. */
static STACK_OF(X509) *stack_of(const struct bytes *ders, size_t count, enum broken broken)
{
	STACK_OF(X509) *stack = sk_X509_new_null();

	for (size_t i = 0; stack && i < count; i++) {
		X509 *certificate = openssl_certificate(ders[i]);

		if (!certificate && broken == SKIP_BROKEN)
			continue;
		if (!certificate || sk_X509_push(stack, certificate) <= 0) {
			X509_free(certificate);
			sk_X509_pop_free(stack, X509_free);
			return NULL;
		}
	}
	return stack;
}

/* Is every critical extension that the library does not know the one that the caller reads? */
static bool only_understood_extensions(const X509 *certificate, const char *understood)
{
	for (int i = 0; i < X509_get_ext_count(certificate); i++) {
		X509_EXTENSION *extension = X509_get_ext(certificate, i);
		char oid[128];

		if (!X509_EXTENSION_get_critical(extension) || X509_supported_extension(extension))
			continue;
		OBJ_obj2txt(oid, sizeof(oid), X509_EXTENSION_get_object(extension), 1);
		if (!bytes_equal(bytes_of_text(oid), bytes_of_text(understood)))
			return false;
	}
	return true;
}

static int judge(int ok, X509_STORE_CTX *context)
{
	const struct search *search = X509_STORE_CTX_get_app_data(context);
	const char *understood = search->chain->understood_extension;

	if (ok || X509_STORE_CTX_get_error(context) != X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION || !understood)
		return ok;
	if (!only_understood_extensions(X509_STORE_CTX_get_current_cert(context), understood))
		return 0;
	X509_STORE_CTX_set_error(context, X509_V_OK);
	return 1;
}

static void set_rules(X509_STORE_CTX *context, struct search *search)
{
	X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);

	X509_STORE_CTX_set0_trusted_stack(context, search->trusted);
	X509_STORE_CTX_set_app_data(context, search);
	X509_STORE_CTX_set_verify_cb(context, judge);
	/* A root is believed because the caller says so, not because it signed itself. */
	X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST);
	X509_VERIFY_PARAM_set_auth_level(rules, AUTH_LEVEL);
	X509_VERIFY_PARAM_set_depth(rules, CERTIFICATE_PATH_MAX - 2);
	X509_VERIFY_PARAM_set_time(rules, (time_t)search->chain->at_time);
}

static bool is_the(const X509 *certificate, struct bytes der)
{
	unsigned char *encoded = NULL;
	int len = i2d_X509(certificate, &encoded);
	bool same = len > 0 && bytes_equal(bytes_from(encoded, (size_t)len), der);

	OPENSSL_free(encoded);
	return same;
}

static struct bytes given(const struct certificate_chain *chain, const X509 *certificate)
{
	for (size_t i = 0; i < chain->root_count; i++) {
		if (is_the(certificate, chain->roots[i]))
			return chain->roots[i];
	}
	for (size_t i = 0; i < chain->intermediate_count; i++) {
		if (is_the(certificate, chain->intermediates[i]))
			return chain->intermediates[i];
	}
	return chain->leaf;
}

static enum result tell_path(const struct certificate_chain *chain, X509_STORE_CTX *context, struct certificate_path *path)
{
	STACK_OF(X509) *found = X509_STORE_CTX_get0_chain(context);
	int count = sk_X509_num(found);

	if (count < 1 || count > CERTIFICATE_PATH_MAX)
		return RESULT_TOO_LARGE;
	for (int i = 0; i < count; i++)
		path->at[i] = i == 0 ? chain->leaf : given(chain, sk_X509_value(found, i));
	path->count = (size_t)count;
	return RESULT_OK;
}

static enum result follow(struct search *search, struct certificate_path *path, const char **reason)
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	enum result result = RESULT_CRYPTO;

	if (context && X509_STORE_CTX_init(context, NULL, search->leaf, search->helping) == 1) {
		int verified;

		set_rules(context, search);
		verified = X509_verify_cert(context);
		*reason = X509_verify_cert_error_string(X509_STORE_CTX_get_error(context));
		if (verified == 1 && X509_STORE_CTX_get_error(context) == X509_V_OK)
			result = tell_path(search->chain, context, path);
		else
			result = RESULT_REFUSED;
	}
	X509_STORE_CTX_free(context);
	return result;
}

enum result certificate_verify_chain(const struct certificate_chain *chain, struct certificate_path *ret_path,
				     const char **ret_reason)
{
	struct search search = { .chain = chain };
	const char *reason = "the leaf or a root is not a certificate";
	enum result result = RESULT_MALFORMED;

	ERR_set_mark();
	search.leaf = openssl_certificate(chain->leaf);
	search.helping = stack_of(chain->intermediates, chain->intermediate_count, SKIP_BROKEN);
	search.trusted = stack_of(chain->roots, chain->root_count, REFUSE_BROKEN);
	if (search.leaf && search.helping && search.trusted)
		result = follow(&search, ret_path, &reason);
	sk_X509_pop_free(search.trusted, X509_free);
	sk_X509_pop_free(search.helping, X509_free);
	X509_free(search.leaf);
	ERR_pop_to_mark();
	if (ret_reason)
		*ret_reason = reason;
	return result;
}
