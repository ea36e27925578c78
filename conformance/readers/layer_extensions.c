/* SPDX-License-Identifier: Apache-2.0 */
/* A table of the extensions that are understood; each is read to its last byte. */

#include "conformance/readers/layer_extensions.h"

enum { EXTENSIONS_MAX = 24, OID_MAX = 12, BOOLEAN_TRUE = 0xff };

struct known {
	const char *name;
	uint8_t oid[OID_MAX];
	size_t oid_len;
	enum result (*read)(struct bytes value, struct layer_certificate *certificate);
};

static enum result read_basic_constraints(struct bytes value, struct layer_certificate *certificate)
{
	struct der_item sequence, item;
	struct bytes rest;
	enum result result = der_only(value, DER_SEQUENCE, &sequence);

	if (result != RESULT_OK)
		return result;
	rest = der_content(&sequence);
	if (der_next_tag(rest) == DER_BOOLEAN) {
		/* FALSE is the default and so is left out. */
		if (der_take(&rest, &item) != RESULT_OK || der_content(&item).len != 1 || der_content(&item).at[0] != BOOLEAN_TRUE)
			return RESULT_MALFORMED;
		certificate->is_ca = true;
	}
	if (rest.len == 0)
		return RESULT_OK;
	certificate->has_path_len = true;
	result = der_only(rest, DER_INTEGER, &item);
	return result == RESULT_OK && der_read_number(der_content(&item), &certificate->path_len) ? RESULT_OK : RESULT_MALFORMED;
}

static enum result read_key_usage(struct bytes value, struct layer_certificate *certificate)
{
	struct der_item item;
	enum result result = der_only(value, DER_BIT_STRING, &item);

	if (result != RESULT_OK)
		return result;
	return der_read_bits(der_content(&item), &certificate->key_usage) ? RESULT_OK : RESULT_MALFORMED;
}

static enum result read_subject_key_id(struct bytes value, struct layer_certificate *certificate)
{
	struct der_item item;
	enum result result = der_only(value, DER_OCTET_STRING, &item);

	if (result == RESULT_OK)
		certificate->subject_key_id = der_content(&item);
	return result;
}

/* The members of the one SEQUENCE that the value is, in their order, until one is refused. */
static enum result each_member(struct bytes value, struct layer_certificate *certificate,
			       enum result (*take)(const struct der_item *member, struct layer_certificate *certificate))
{
	struct der_item sequence, member;
	struct bytes rest;
	enum result result = der_only(value, DER_SEQUENCE, &sequence);

	if (result != RESULT_OK)
		return result;
	rest = der_content(&sequence);
	while (result == RESULT_OK && rest.len > 0) {
		result = der_take(&rest, &member);
		if (result == RESULT_OK)
			result = take(&member, certificate);
	}
	return result;
}

static enum result take_authority(const struct der_item *member, struct layer_certificate *certificate)
{
	if (member->tag == DER_CONTEXT)
		certificate->authority_key_id = der_content(member);
	return RESULT_OK;
}

static enum result read_authority_key_id(struct bytes value, struct layer_certificate *certificate)
{
	return each_member(value, certificate, take_authority);
}

static enum result read_key_purposes(struct bytes value, struct layer_certificate *certificate)
{
	struct der_item sequence, oid;
	struct bytes rest;
	enum result result = der_only(value, DER_SEQUENCE, &sequence);

	if (result != RESULT_OK)
		return result;
	rest = der_content(&sequence);
	certificate->key_purposes = rest;
	while (result == RESULT_OK && rest.len > 0)
		result = der_take_tag(&rest, DER_OID, &oid);
	return result;
}

static enum result add_tcb_info(struct bytes der, struct layer_certificate *certificate)
{
	enum result result;

	if (certificate->tcb_info_count == LAYER_TCB_INFOS_MAX)
		return RESULT_TOO_LARGE;
	result = layer_tcb_info_read(der, &certificate->tcb_infos[certificate->tcb_info_count]);
	certificate->tcb_info_count += result == RESULT_OK;
	return result;
}

static enum result take_tcb_info(const struct der_item *member, struct layer_certificate *certificate)
{
	return add_tcb_info(member->whole, certificate);
}

static enum result read_multi_tcb_info(struct bytes value, struct layer_certificate *certificate)
{
	return each_member(value, certificate, take_tcb_info);
}

static enum result read_ueid(struct bytes value, struct layer_certificate *certificate)
{
	struct der_item sequence, item;
	enum result result = der_only(value, DER_SEQUENCE, &sequence);

	if (result == RESULT_OK)
		result = der_only(der_content(&sequence), DER_OCTET_STRING, &item);
	if (result == RESULT_OK)
		certificate->ueid = der_content(&item);
	return result;
}

/* The Open Profile's own extension: its form is looked at by whoever replays the derivation. */
static enum result read_open_dice(struct bytes value, struct layer_certificate *certificate)
{
	struct der_item sequence;

	(void)certificate;
	return der_only(value, DER_SEQUENCE, &sequence);
}

static const struct known KNOWN[] = {
	{ "basic_constraints", { 0x55, 0x1d, 0x13 }, 3, read_basic_constraints },
	{ "key_usage", { 0x55, 0x1d, 0x0f }, 3, read_key_usage },
	{ "subject_key_id", { 0x55, 0x1d, 0x0e }, 3, read_subject_key_id },
	{ "authority_key_id", { 0x55, 0x1d, 0x23 }, 3, read_authority_key_id },
	{ "key_purposes", { 0x55, 0x1d, 0x25 }, 3, read_key_purposes },
	{ "tcb_info", { 0x67, 0x81, 0x05, 0x05, 0x04, 0x01 }, 6, add_tcb_info },
	{ "ueid", { 0x67, 0x81, 0x05, 0x05, 0x04, 0x04 }, 6, read_ueid },
	{ "multi_tcb_info", { 0x67, 0x81, 0x05, 0x05, 0x04, 0x05 }, 6, read_multi_tcb_info },
	{ "open_dice", { 0x2b, 0x06, 0x01, 0x04, 0x01, 0xd6, 0x79, 0x02, 0x01, 0x18 }, 10, read_open_dice },
};

static const struct known *known_extension(const struct layer_extension *extension)
{
	for (size_t i = 0; i < sizeof(KNOWN) / sizeof(KNOWN[0]); i++)
		if (bytes_equal(der_content(&extension->oid), bytes_from(KNOWN[i].oid, KNOWN[i].oid_len)))
			return &KNOWN[i];
	return NULL;
}

const char *layer_extension_name(const struct layer_extension *extension)
{
	const struct known *known = known_extension(extension);

	return known == NULL ? NULL : known->name;
}

bool layer_extension_is_tcb_info(const struct layer_extension *extension)
{
	const struct known *known = known_extension(extension);

	return known != NULL && known->read == add_tcb_info;
}

enum result layer_extension_take(struct bytes *rest, struct layer_extension *ret_extension)
{
	struct layer_extension extension = { .critical = false };
	struct der_item flag;
	struct bytes inside;
	enum result result = der_take_tag(rest, DER_SEQUENCE, &extension.whole);

	if (result != RESULT_OK)
		return result;
	inside = der_content(&extension.whole);
	result = der_take_tag(&inside, DER_OID, &extension.oid);
	if (result == RESULT_OK && der_next_tag(inside) == DER_BOOLEAN) {
		extension.critical = true;
		result = der_take(&inside, &flag);
		if (result == RESULT_OK && (der_content(&flag).len != 1 || der_content(&flag).at[0] != BOOLEAN_TRUE))
			result = RESULT_MALFORMED;
	}
	if (result == RESULT_OK)
		result = der_only(inside, DER_OCTET_STRING, &extension.octets);
	if (result != RESULT_OK)
		return result;
	extension.value = der_content(&extension.octets);
	*ret_extension = extension;
	return RESULT_OK;
}

static bool came_before(const struct bytes *seen, size_t count, struct bytes oid)
{
	for (size_t i = 0; i < count; i++)
		if (bytes_equal(seen[i], oid))
			return true;
	return false;
}

enum result layer_extensions_read(struct bytes list, struct layer_certificate *certificate, const char **ret_where)
{
	struct bytes seen[EXTENSIONS_MAX];
	size_t count = 0;
	enum result result = RESULT_OK;

	while (result == RESULT_OK && list.len > 0) {
		struct layer_extension extension;
		const struct known *known;

		*ret_where = "extensions";
		result = layer_extension_take(&list, &extension);
		if (result != RESULT_OK)
			break;
		if (count == EXTENSIONS_MAX)
			return RESULT_TOO_LARGE;
		if (came_before(seen, count, der_content(&extension.oid)))
			return RESULT_MALFORMED;
		seen[count++] = der_content(&extension.oid);
		known = known_extension(&extension);
		if (known == NULL)
			certificate->has_unknown_critical |= extension.critical;
		else
			*ret_where = known->name;
		if (known != NULL)
			result = known->read(extension.value, certificate);
	}
	return result;
}
