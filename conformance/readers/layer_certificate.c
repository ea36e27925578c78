/* SPDX-License-Identifier: Apache-2.0 */
/* Version 3 certificates: each part in its order, then what the parts say. */

#include "conformance/readers/layer_certificate.h"

#include "conformance/readers/layer_extensions.h"

enum { VERSION_TAG = DER_CONTEXT_CONSTRUCTED, EXTENSIONS_TAG = DER_CONTEXT_CONSTRUCTED + 3, SERIAL_MAX_LEN = 20 };

struct part {
	const char *name;
	uint8_t tag;
	size_t at; /* in struct layer_parts */
};

static const struct part TBS_PARTS[] = {
	{ "version", VERSION_TAG, offsetof(struct layer_parts, version) },
	{ "serial", DER_INTEGER, offsetof(struct layer_parts, serial) },
	{ "algorithm", DER_SEQUENCE, offsetof(struct layer_parts, tbs_algorithm) },
	{ "issuer", DER_SEQUENCE, offsetof(struct layer_parts, issuer) },
	{ "validity", DER_SEQUENCE, offsetof(struct layer_parts, validity) },
	{ "subject", DER_SEQUENCE, offsetof(struct layer_parts, subject) },
	{ "key", DER_SEQUENCE, offsetof(struct layer_parts, key) },
	{ "extensions", EXTENSIONS_TAG, offsetof(struct layer_parts, wrapper) },
};

static const struct part PARTS[] = {
	{ "tbs", DER_SEQUENCE, offsetof(struct layer_parts, tbs) },
	{ "algorithm", DER_SEQUENCE, offsetof(struct layer_parts, algorithm) },
	{ "signature", DER_BIT_STRING, offsetof(struct layer_parts, signature) },
};

/* All of them in a row, and nothing behind. */
static enum result take_parts(struct bytes inside, const struct part *parts, size_t count, struct layer_parts *into, const char **ret_where)
{
	for (size_t i = 0; i < count; i++) {
		enum result result = der_take_tag(&inside, parts[i].tag, (struct der_item *)((char *)into + parts[i].at));

		*ret_where = parts[i].name;
		if (result != RESULT_OK)
			return result;
	}
	return inside.len == 0 ? RESULT_OK : RESULT_MALFORMED;
}

enum result layer_parts_take(struct bytes *rest, struct layer_parts *ret_parts, const char **ret_where)
{
	struct layer_parts parts;
	struct bytes after = *rest;
	enum result result = der_take_tag(&after, DER_SEQUENCE, &parts.certificate);

	*ret_where = "certificate";
	if (result == RESULT_OK)
		result = take_parts(der_content(&parts.certificate), PARTS, sizeof(PARTS) / sizeof(PARTS[0]), &parts, ret_where);
	if (result == RESULT_OK)
		result = take_parts(der_content(&parts.tbs), TBS_PARTS, sizeof(TBS_PARTS) / sizeof(TBS_PARTS[0]), &parts, ret_where);
	if (result == RESULT_OK)
		result = der_only(der_content(&parts.wrapper), DER_SEQUENCE, &parts.extensions);
	if (result != RESULT_OK)
		return result;
	*ret_parts = parts;
	*rest = after;
	return RESULT_OK;
}

/* A name is a sequence of sets of pairs of type and text. */
static bool is_name(const struct der_item *name)
{
	struct bytes sets = der_content(name);
	struct der_item set, pair, type, text;

	while (sets.len > 0) {
		struct bytes pairs;

		if (der_take_tag(&sets, DER_SET, &set) != RESULT_OK)
			return false;
		pairs = der_content(&set);
		if (pairs.len == 0)
			return false;
		while (pairs.len > 0) {
			struct bytes inside;

			if (der_take_tag(&pairs, DER_SEQUENCE, &pair) != RESULT_OK)
				return false;
			inside = der_content(&pair);
			if (der_take_tag(&inside, DER_OID, &type) != RESULT_OK || der_take(&inside, &text) != RESULT_OK || inside.len > 0)
				return false;
		}
	}
	return true;
}

static bool read_validity(const struct der_item *validity, struct layer_certificate *c)
{
	struct bytes inside = der_content(validity);
	struct der_item from, to;

	return der_take(&inside, &from) == RESULT_OK && der_take(&inside, &to) == RESULT_OK && inside.len == 0 &&
	       der_read_time(&from, &c->not_before) && der_read_time(&to, &c->not_after);
}

/* An INTEGER of any sign, without needless bytes: sloppy makers let serial numbers become negative. */
static bool is_serial(struct bytes number)
{
	if (number.len == 0 || number.len > SERIAL_MAX_LEN + 1)
		return false;
	return number.len == 1 || !((number.at[0] == 0 && number.at[1] < 0x80) || (number.at[0] == 0xff && number.at[1] >= 0x80));
}

static bool is_version_3(const struct der_item *version)
{
	static const uint8_t THREE[3] = { DER_INTEGER, 1, 2 };

	return bytes_equal(der_content(version), BYTES_OF(THREE));
}

/* What signed it stands twice, and a signature is whole bytes. */
static bool read_signature(const struct layer_parts *parts, struct layer_certificate *c)
{
	/* ecdsa-with-SHA256, 1.2.840.10045.4.3.2, without parameters. */
	static const uint8_t ECDSA_SHA256[12] = { 0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02 };
	struct bytes bits = der_content(&parts->signature);

	if (!bytes_equal(parts->algorithm.whole, parts->tbs_algorithm.whole) || bits.len < 2 || bits.at[0] != 0)
		return false;
	c->is_ecdsa_sha256 = bytes_equal(parts->algorithm.whole, BYTES_OF(ECDSA_SHA256));
	c->signature = bytes_from(bits.at + 1, bits.len - 1);
	return true;
}

static enum result describe(const struct layer_parts *parts, struct layer_certificate *c, const char **ret_where)
{
	const struct {
		const char *name;
		bool good;
	} rules[] = { { "version", is_version_3(&parts->version) },
		      { "serial", is_serial(der_content(&parts->serial)) },
		      { "issuer", is_name(&parts->issuer) },
		      { "validity", read_validity(&parts->validity, c) },
		      { "subject", is_name(&parts->subject) },
		      { "signature", read_signature(parts, c) } };

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		*ret_where = rules[i].name;
		if (!rules[i].good)
			return RESULT_MALFORMED;
	}
	c->whole = parts->certificate.whole;
	c->tbs = parts->tbs.whole;
	c->serial = der_content(&parts->serial);
	c->issuer = parts->issuer.whole;
	c->subject = parts->subject.whole;
	c->spki = parts->key.whole;
	return layer_extensions_read(der_content(&parts->extensions), c, ret_where);
}

enum result layer_certificate_read(struct bytes der, struct layer_certificate *ret_certificate, const char **ret_where)
{
	struct layer_certificate certificate = { .tcb_info_count = 0 };
	struct layer_parts parts;
	const char *where = "certificate";
	enum result result = layer_parts_take(&der, &parts, &where);

	if (result == RESULT_OK && der.len > 0) {
		where = "certificate";
		result = RESULT_MALFORMED;
	}
	if (result == RESULT_OK)
		result = describe(&parts, &certificate, &where);
	if (result == RESULT_OK)
		*ret_certificate = certificate;
	else if (ret_where != NULL)
		*ret_where = where;
	return result;
}

enum result layer_chain_read(const struct bytes *ders, size_t count, struct layer_chain *ret_chain, const char **ret_where)
{
	size_t total = 0;

	ret_chain->count = 0;
	if (ret_where != NULL)
		*ret_where = "chain";
	if (count > LAYERS_MAX)
		return RESULT_TOO_LARGE;
	for (size_t i = 0; i < count; i++) {
		enum result result;

		if (ders[i].len > LAYER_CHAIN_MAX_LEN - total)
			return RESULT_TOO_LARGE;
		total += ders[i].len;
		result = layer_certificate_read(ders[i], &ret_chain->at[i], ret_where);
		if (result != RESULT_OK)
			return result;
	}
	ret_chain->count = count;
	return count > 0 ? RESULT_OK : RESULT_MALFORMED;
}

bool layer_attests_only(const struct layer_certificate *certificate)
{
	/* 2.23.133.5.4.100.9 */
	static const uint8_t ATTEST_LOC[9] = { DER_OID, 7, 0x67, 0x81, 0x05, 0x05, 0x04, 0x64, 0x09 };
	struct bytes rest = certificate->key_purposes;
	struct der_item purpose;
	bool found = false;

	while (!found && rest.len > 0 && der_take(&rest, &purpose) == RESULT_OK)
		found = bytes_equal(purpose.whole, BYTES_OF(ATTEST_LOC));
	return found && !certificate->is_ca && (certificate->key_usage & LAYER_KEY_CERT_SIGN) == 0 &&
	       (certificate->key_usage & LAYER_DIGITAL_SIGNATURE) != 0;
}
