/* SPDX-License-Identifier: Apache-2.0 */
/* The inputs of Open Profile for DICE: eight explicit fields, of which mode and configuration are judged. */

#include "reference-impl/crypto/crypto.h"
#include "reference-impl/service/verifier/evidence_der.h"
#include "reference-impl/service/verifier/attested_tcb.h"

enum input_field {
	INPUT_CODE_HASH, INPUT_CODE_DESCRIPTOR, INPUT_CONFIGURATION_HASH, INPUT_CONFIGURATION, INPUT_AUTHORITY_HASH,
	INPUT_AUTHORITY_DESCRIPTOR, INPUT_MODE, INPUT_PROFILE, INPUT_COUNT
};

enum { INPUT_LEN = 64 };

static const uint8_t TAGS[INPUT_COUNT] = {
	[INPUT_CODE_HASH] = DER_OCTET_STRING, [INPUT_CODE_DESCRIPTOR] = DER_OCTET_STRING,
	[INPUT_CONFIGURATION_HASH] = DER_OCTET_STRING, [INPUT_CONFIGURATION] = DER_OCTET_STRING,
	[INPUT_AUTHORITY_HASH] = DER_OCTET_STRING, [INPUT_AUTHORITY_DESCRIPTOR] = DER_OCTET_STRING,
	[INPUT_MODE] = DER_ENUMERATED, [INPUT_PROFILE] = DER_UTF8,
};

static bool read_inputs(struct bytes content, struct bytes ret_inputs[INPUT_COUNT])
{
	int before = -1;

	while (content.len > 0) {
		struct evidence_der item;
		int number;

		if (!evidence_der_next(&content, &item) || (item.tag & 0xe0) != DER_CONTEXT_CONSTRUCTED)
			return false;
		number = item.tag & 0x1f;
		if (number >= INPUT_COUNT || number <= before || !evidence_der_only(item.content, TAGS[number], &ret_inputs[number]))
			return false;
		before = number;
	}
	return ret_inputs[INPUT_CODE_HASH].len == INPUT_LEN && ret_inputs[INPUT_AUTHORITY_HASH].len == INPUT_LEN;
}

/* Either the 64 bytes themselves, or a descriptor and its hash. */
static enum result check_configuration(const struct bytes inputs[INPUT_COUNT])
{
	uint8_t room[CRYPTO_SHA512_LEN];
	struct crypto_hash hash;
	enum result result;

	if (inputs[INPUT_CONFIGURATION_HASH].len == 0)
		return inputs[INPUT_CONFIGURATION].len == INPUT_LEN ? RESULT_OK : RESULT_MALFORMED;
	result = crypto_hash_init(&hash, CRYPTO_SHA512);
	if (result == RESULT_OK)
		result = crypto_hash_update(&hash, inputs[INPUT_CONFIGURATION]);
	if (result == RESULT_OK)
		result = crypto_hash_final(&hash, BUFFER_OF(room));
	crypto_hash_release(&hash);
	if (result != RESULT_OK)
		return result;
	return bytes_equal(BYTES_OF(room), inputs[INPUT_CONFIGURATION_HASH]) ? RESULT_OK : RESULT_BAD_HASH;
}

enum result attested_dice_inputs_read(struct bytes extension, enum dice_mode *ret_mode)
{
	struct bytes inputs[INPUT_COUNT] = { { NULL, 0 } }, content;
	enum result result;

	if (!evidence_der_only(extension, DER_SEQUENCE, &content) || !read_inputs(content, inputs) || inputs[INPUT_MODE].len != 1)
		return RESULT_MALFORMED;
	result = check_configuration(inputs);
	/* What has no meaning is not configured. */
	if (result == RESULT_OK)
		*ret_mode = inputs[INPUT_MODE].at[0] <= DICE_RECOVERY ? (enum dice_mode)inputs[INPUT_MODE].at[0] : DICE_NOT_CONFIGURED;
	return result;
}
