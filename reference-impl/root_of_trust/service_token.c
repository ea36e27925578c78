/* SPDX-License-Identifier: Apache-2.0 */
/* Signature first, then the one form that a payload may have. */

#include "reference-impl/root_of_trust/service_token.h"

#include <string.h>

#include "reference-impl/codec/cbor_writer.h"

enum key { KEY_KIND = 1, KEY_DEVICE, KEY_NONCE, KEY_EXPIRES, KEY_LIFECYCLE, KEY_RIGHTS, KEY_COUNT = KEY_RIGHTS };

static const uint32_t RIGHTS_OF_KIND[] = {
	[SERVICE_DEBUG] = SERVICE_RIGHT_DEBUG_OS | SERVICE_RIGHT_DEBUG_APPS | SERVICE_RIGHT_READ_LOGS,
	[SERVICE_FIELD] = SERVICE_RIGHT_READ_LOGS | SERVICE_RIGHT_SIDELOAD | SERVICE_RIGHT_RADIO_TEST,
};

static bool take_number(struct cbor_reader *r, enum key key, uint64_t max, uint64_t *ret_number)
{
	bool is_there = cbor_take_unsigned(r) == key;

	*ret_number = cbor_take_unsigned(r);
	return is_there && *ret_number <= max;
}

static bool take_bytes(struct cbor_reader *r, enum key key, struct buffer into)
{
	bool is_there = cbor_take_unsigned(r) == key;
	struct bytes bytes = cbor_take_bytes(r);

	if (!is_there || bytes.len != into.len)
		return false;
	memcpy(into.at, bytes.at, into.len);
	return true;
}

static bool rights_fit(uint64_t kind, uint64_t rights)
{
	if (kind != SERVICE_DEBUG && kind != SERVICE_FIELD)
		return false;
	return rights != 0 && (rights & ~(uint64_t)RIGHTS_OF_KIND[kind]) == 0;
}

static bool take_claims(struct cbor_reader *r, struct service_token *token)
{
	uint64_t kind, expires, lifecycle, rights;

	if (!take_number(r, KEY_KIND, SERVICE_FIELD, &kind) || !take_bytes(r, KEY_DEVICE, BUFFER_OF(token->device_id)) ||
	    !take_bytes(r, KEY_NONCE, BUFFER_OF(token->nonce)) ||
	    !take_number(r, KEY_EXPIRES, SERVICE_TOKEN_LIFETIME_MAX, &expires) || expires == 0 ||
	    !take_number(r, KEY_LIFECYCLE, UINT8_MAX, &lifecycle) || !take_number(r, KEY_RIGHTS, UINT32_MAX, &rights))
		return false;
	token->kind = (enum service_kind)kind;
	token->expires_s = (uint32_t)expires;
	token->lifecycle = (uint8_t)lifecycle;
	token->rights = (uint32_t)rights;
	return rights_fit(kind, rights) && cbor_reader_finish(r) == RESULT_OK;
}

static enum result read_payload(struct bytes payload, struct service_token *ret_token)
{
	struct service_token token;
	struct cbor_item map;
	struct cbor_reader r;

	if (cbor_parse(payload, CBOR_DETERMINISTIC, &map) != RESULT_OK || map.kind != CBOR_MAP || map.argument != KEY_COUNT)
		return RESULT_REFUSED;
	r = cbor_reader_over(&map);
	if (!take_claims(&r, &token))
		return RESULT_REFUSED;
	*ret_token = token;
	return RESULT_OK;
}

enum result service_token_read(struct bytes token, struct bytes spki, struct service_token *ret_token)
{
	static const struct cose_sign1_profile profile = { .tag = COSE_TAG_REQUIRED, .rules = CBOR_DETERMINISTIC };
	const struct cose_key key = { COSE_ES256, spki };
	struct cose_sign1 message;
	enum result result;

	if (token.len > SERVICE_TOKEN_MAX_LEN)
		return RESULT_TOO_LARGE;
	result = cose_sign1_parse(token, &profile, &message);
	if (result == RESULT_OK)
		result = cose_sign1_verify(&message, &key, bytes_of_text(SERVICE_TOKEN_CONTEXT));
	return result == RESULT_OK ? read_payload(message.payload, ret_token) : result;
}

enum result service_token_write(const struct service_token *token, const struct cose_signer *signer, struct buffer room,
				struct bytes *ret_token)
{
	uint8_t payload[128];
	struct writer w = writer_over(BUFFER_OF(payload));
	struct cose_sign1_request request = { .external_aad = bytes_of_text(SERVICE_TOKEN_CONTEXT) };
	enum result result;

	cbor_write_map(&w, KEY_COUNT);
	cbor_write_unsigned(&w, KEY_KIND);
	cbor_write_unsigned(&w, token->kind);
	cbor_write_unsigned(&w, KEY_DEVICE);
	cbor_write_bytes(&w, BYTES_OF(token->device_id));
	cbor_write_unsigned(&w, KEY_NONCE);
	cbor_write_bytes(&w, BYTES_OF(token->nonce));
	cbor_write_unsigned(&w, KEY_EXPIRES);
	cbor_write_unsigned(&w, token->expires_s);
	cbor_write_unsigned(&w, KEY_LIFECYCLE);
	cbor_write_unsigned(&w, token->lifecycle);
	cbor_write_unsigned(&w, KEY_RIGHTS);
	cbor_write_unsigned(&w, token->rights);
	result = cbor_write_finish(&w, &request.payload);
	return result == RESULT_OK ? cose_sign1_sign(&request, signer, room, ret_token) : result;
}
