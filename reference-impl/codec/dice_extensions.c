/* SPDX-License-Identifier: Apache-2.0 */
/* One function for each extension that is understood; of the others few may stand here. */

#include "reference-impl/codec/dice_extensions.h"

static void take_constraints(struct reader *value, struct dice_certificate *certificate)
{
	struct reader r = der_reader_open(value, DER_SEQUENCE);

	if (der_reader_next_is(&r, DER_BOOLEAN))
		certificate->is_ca = der_reader_take_true(&r);
	if (der_reader_next_is(&r, DER_INTEGER)) {
		certificate->path_len = der_reader_take_unsigned(&r, DER_INTEGER);
		certificate->has_path_len = true;
		/* How deep it may certify, said of a key that may not. */
		if (!certificate->is_ca)
			der_reader_refuse(&r, RESULT_REFUSED);
	}
	der_reader_close(value, &r);
}

static void take_key_usage(struct reader *value, struct dice_certificate *certificate)
{
	certificate->key_usage = der_reader_take_bits(value, DER_BIT_STRING);
	if (certificate->key_usage == 0)
		der_reader_refuse(value, RESULT_REFUSED);
}

static void take_extended_key_usage(struct reader *value, struct dice_certificate *certificate)
{
	struct reader r = der_reader_open(value, DER_SEQUENCE);

	if (reader_rest(&r).len == 0)
		der_reader_refuse(&r, RESULT_MALFORMED);
	while (r.failed == RESULT_OK && reader_rest(&r).len > 0) {
		if (bytes_equal(der_reader_take_oid(&r), DICE_OID_ATTEST_LOCAL))
			certificate->is_for_attestation = true;
	}
	der_reader_close(value, &r);
}

static void take_subject_key_id(struct reader *value, struct dice_certificate *certificate)
{
	certificate->subject_key_id = der_reader_take(value, DER_OCTET_STRING);
	if (certificate->subject_key_id.len == 0)
		der_reader_refuse(value, RESULT_MALFORMED);
}

/* By key alone: the other two forms name an issuer a second time. */
static void take_authority_key_id(struct reader *value, struct dice_certificate *certificate)
{
	struct reader r = der_reader_open(value, DER_SEQUENCE);

	certificate->authority_key_id = der_reader_take(&r, DER_CONTEXT);
	if (certificate->authority_key_id.len == 0)
		der_reader_refuse(&r, RESULT_MALFORMED);
	der_reader_close(value, &r);
}

/* All of them are read here once, so that later a view of them is enough. */
static void take_tcb_infos(struct reader *value, struct bytes infos, struct dice_certificate *certificate)
{
	struct bytes rest = infos;
	enum result result = infos.len > 0 && certificate->tcb_infos.len == 0 ? RESULT_OK : RESULT_REFUSED;

	while (result == RESULT_OK && rest.len > 0) {
		struct dice_tcb_info info;

		result = dice_tcb_info_take(&rest, &info);
	}
	if (result != RESULT_OK)
		der_reader_refuse(value, result == RESULT_TRUNCATED ? RESULT_MALFORMED : result);
	certificate->tcb_infos = infos;
}

static void take_tcb_info(struct reader *value, struct dice_certificate *certificate)
{
	take_tcb_infos(value, der_reader_take_any(value, NULL), certificate);
}

static void take_multi_tcb_info(struct reader *value, struct dice_certificate *certificate)
{
	take_tcb_infos(value, der_reader_take(value, DER_SEQUENCE), certificate);
}

struct understood {
	const struct bytes *oid;
	void (*take)(struct reader *value, struct dice_certificate *certificate);
};

static const struct understood UNDERSTOOD[] = {
	{ &DICE_OID_BASIC_CONSTRAINTS, take_constraints },      { &DICE_OID_KEY_USAGE, take_key_usage },
	{ &DICE_OID_EXTENDED_KEY_USAGE, take_extended_key_usage }, { &DICE_OID_SUBJECT_KEY_ID, take_subject_key_id },
	{ &DICE_OID_AUTHORITY_KEY_ID, take_authority_key_id },  { &DICE_OID_TCB_INFO, take_tcb_info },
	{ &DICE_OID_MULTI_TCB_INFO, take_multi_tcb_info },
};

static const struct understood *understood_of(struct bytes oid)
{
	for (size_t i = 0; i < sizeof(UNDERSTOOD) / sizeof(UNDERSTOOD[0]); i++) {
		if (bytes_equal(oid, *UNDERSTOOD[i].oid))
			return &UNDERSTOOD[i];
	}
	return NULL;
}

/* RFC 5280's own family (2.5.29) speaks of what a key may do: none of it is passed over. */
static bool may_be_unknown(struct bytes oid, bool is_critical)
{
	return !is_critical && !(oid.len >= 2 && oid.at[0] == DICE_OID_KEY_USAGE.at[0] && oid.at[1] == DICE_OID_KEY_USAGE.at[1]);
}

static struct bytes take_extension(struct reader *all, struct dice_certificate *certificate)
{
	struct reader r = der_reader_open(all, DER_SEQUENCE);
	struct bytes oid = der_reader_take_oid(&r);
	bool is_critical = der_reader_next_is(&r, DER_BOOLEAN) && der_reader_take_true(&r);
	struct reader value = der_reader_open(&r, DER_OCTET_STRING);
	const struct understood *understood = r.failed == RESULT_OK ? understood_of(oid) : NULL;

	if (understood) {
		understood->take(&value, certificate);
		der_reader_close(&r, &value);
	} else if (!may_be_unknown(oid, is_critical)) {
		der_reader_refuse(&r, RESULT_REFUSED);
	}
	der_reader_close(all, &r);
	return oid;
}

void dice_take_extensions(struct reader *r, struct dice_certificate *certificate)
{
	struct bytes oids[DICE_MAX_EXTENSIONS];
	struct reader outer = der_reader_open(r, DER_CONTEXT_CONSTRUCTED + 3), all = der_reader_open(&outer, DER_SEQUENCE);
	size_t count = 0;

	if (reader_rest(&all).len == 0)
		der_reader_refuse(&all, RESULT_MALFORMED);
	for (; all.failed == RESULT_OK && reader_rest(&all).len > 0; count++) {
		struct bytes oid = take_extension(&all, certificate);

		for (size_t i = 0; i < count; i++) {
			if (bytes_equal(oids[i], oid))
				der_reader_refuse(&all, RESULT_REFUSED);
		}
		if (count == DICE_MAX_EXTENSIONS - 1)
			der_reader_refuse(&all, RESULT_TOO_LARGE);
		oids[count] = oid;
	}
	der_reader_close(&outer, &all);
	der_reader_close(r, &outer);
}
