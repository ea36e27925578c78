/* SPDX-License-Identifier: Apache-2.0 */
/* The template, from its last byte to its first. */

#include "reference-impl/codec/cbor_utf8.h"
#include "reference-impl/codec/dice_template.h"

enum { TBS_MAX_LEN = DICE_CERTIFICATE_MAX_LEN - 128 };

struct ids {
	uint8_t issuer[DICE_KEY_ID_LEN], subject[DICE_KEY_ID_LEN];
};

static bool text_holds(struct bytes text)
{
	return !text.at || (text.len > 0 && text.len <= DICE_TEXT_MAX_LEN && cbor_utf8_is_valid(text));
}

static bool tcb_info_holds(const struct dice_tcb_info *info)
{
	if (!info)
		return true;
	if (!text_holds(info->vendor) || !text_holds(info->model) || !text_holds(info->version))
		return false;
	if (info->fwid_count < 1 || info->fwid_count > DICE_MAX_FWIDS)
		return false;
	for (size_t i = 0; i < info->fwid_count; i++) {
		if (info->fwids[i].kind > CRYPTO_SHA512 || info->fwids[i].digest.len != crypto_hash_len(info->fwids[i].kind))
			return false;
	}
	return true;
}

/* The value of an extension was put since `since`: what stands before it. */
static void put_extension_head(struct der_writer *w, struct bytes oid, bool is_critical, size_t since)
{
	static const uint8_t TRUTH[] = { 0x01, 0x01, 0xff };

	der_writer_put_head(w, DER_OCTET_STRING, since);
	if (is_critical)
		der_writer_put(w, BYTES_OF(TRUTH));
	der_writer_put_element(w, DER_OID, oid);
	der_writer_put_head(w, DER_SEQUENCE, since);
}

static void put_constraints(struct der_writer *w, enum dice_role role)
{
	static const uint8_t TRUTH[] = { 0x01, 0x01, 0xff };
	size_t since = w->used;

	if (role == DICE_LAST_LAYER)
		der_writer_put_unsigned(w, DER_INTEGER, 0);
	if (role != DICE_ATTESTATION_KEY)
		der_writer_put(w, BYTES_OF(TRUTH));
	der_writer_put_head(w, DER_SEQUENCE, since);
	put_extension_head(w, DICE_OID_BASIC_CONSTRAINTS, true, since);
}

static void put_key_usage(struct der_writer *w, enum dice_role role)
{
	static const uint8_t SIGNS_CERTIFICATES[] = { 0x02, 0x04 }, SIGNS[] = { 0x07, 0x80 };
	size_t since = w->used;

	der_writer_put_element(w, DER_BIT_STRING, role == DICE_ATTESTATION_KEY ? BYTES_OF(SIGNS) : BYTES_OF(SIGNS_CERTIFICATES));
	put_extension_head(w, DICE_OID_KEY_USAGE, true, since);
}

static void put_key_ids(struct der_writer *w, const struct ids *ids)
{
	size_t since = w->used;

	der_writer_put_element(w, DER_OCTET_STRING, BYTES_OF(ids->subject));
	put_extension_head(w, DICE_OID_SUBJECT_KEY_ID, false, since);
	since = w->used;
	der_writer_put_element(w, DER_CONTEXT, BYTES_OF(ids->issuer));
	der_writer_put_head(w, DER_SEQUENCE, since);
	put_extension_head(w, DICE_OID_AUTHORITY_KEY_ID, false, since);
}

static void put_extensions(struct der_writer *w, const struct dice_certificate_request *request, const struct ids *ids)
{
	size_t all = w->used, since = w->used;

	if (request->tcb_info) {
		dice_put_tcb_info(w, request->tcb_info);
		put_extension_head(w, DICE_OID_TCB_INFO, request->is_tcb_info_critical, since);
	}
	since = w->used;
	if (request->role == DICE_ATTESTATION_KEY) {
		der_writer_put_element(w, DER_OID, DICE_OID_ATTEST_LOCAL);
		der_writer_put_head(w, DER_SEQUENCE, since);
		put_extension_head(w, DICE_OID_EXTENDED_KEY_USAGE, false, since);
	}
	put_constraints(w, request->role);
	put_key_usage(w, request->role);
	put_key_ids(w, ids);
	der_writer_put_head(w, DER_SEQUENCE, all);
	der_writer_put_head(w, DER_CONTEXT_CONSTRUCTED + 3, all);
}

/* A device has no clock it could trust: from the profile's first day until there is no end. */
static void put_validity(struct der_writer *w)
{
	size_t since = w->used;

	der_writer_put_element(w, DER_GENERALIZED_TIME, bytes_of_text("99991231235959Z"));
	der_writer_put_element(w, DER_UTC_TIME, bytes_of_text("180322235959Z"));
	der_writer_put_head(w, DER_SEQUENCE, since);
}

static enum result write_tbs(const struct dice_certificate_request *request, struct buffer room, struct bytes *ret_tbs)
{
	struct der_writer w = der_writer_over(room);
	struct ids ids;
	enum result result = dice_key_id(request->issuer_spki, ids.issuer);

	if (result == RESULT_OK)
		result = dice_key_id(request->subject_spki, ids.subject);
	if (result != RESULT_OK)
		return result;
	put_extensions(&w, request, &ids);
	der_writer_put(&w, request->subject_spki);
	dice_put_name(&w, ids.subject);
	put_validity(&w);
	dice_put_name(&w, ids.issuer);
	der_writer_put(&w, DICE_ALGORITHM);
	der_writer_put_integer(&w, BYTES_OF(ids.subject));
	der_writer_put(&w, DICE_VERSION);
	der_writer_put_head(&w, DER_SEQUENCE, 0);
	return der_writer_finish(&w, ret_tbs);
}

static enum result assemble(struct bytes tbs, struct bytes signature, struct buffer room, struct bytes *ret_der)
{
	struct der_writer w = der_writer_over(room);
	static const uint8_t NO_UNUSED_BITS = 0;

	der_writer_put(&w, signature);
	der_writer_put(&w, BYTES_OF(NO_UNUSED_BITS));
	der_writer_put_head(&w, DER_BIT_STRING, 0);
	der_writer_put(&w, DICE_ALGORITHM);
	der_writer_put(&w, tbs);
	der_writer_put_head(&w, DER_SEQUENCE, 0);
	return der_writer_finish(&w, ret_der);
}

enum result dice_certificate_write(const struct dice_certificate_request *request, const struct dice_signer *signer,
				   struct buffer room, struct bytes *ret_der)
{
	uint8_t tbs_room[TBS_MAX_LEN], signature_room[CRYPTO_P256_SIGNATURE_MAX_LEN] = { 0 };
	struct bytes tbs, signature;
	struct crypto_sha256 digest;
	enum result result = tcb_info_holds(request->tcb_info) ? RESULT_OK : RESULT_REFUSED;

	if (result == RESULT_OK)
		result = write_tbs(request, BUFFER_OF(tbs_room), &tbs);
	if (result == RESULT_OK)
		result = crypto_sha256(tbs, &digest);
	if (result == RESULT_OK)
		result = signer->sign(signer->context, BYTES_OF(digest), BUFFER_OF(signature_room), &signature);
	if (result == RESULT_OK && !crypto_ecdsa_der_is_strict(signature))
		result = RESULT_CRYPTO;
	return result == RESULT_OK ? assemble(tbs, signature, room, ret_der) : result;
}
