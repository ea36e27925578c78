/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/tpm2/device.h"

#include <ctype.h>
#include <string.h>

#include "conformance/targets/tpm2/identity.h"
#include "reference-impl/base/text.h"
#include "reference-impl/crypto/crypto.h"

enum { PROPERTY_COUNT = 16, UNIT_ID_LEN = 16 };

/* Four characters of a fixed property, as makers store names; padding is left out. */
static size_t add_characters(char *text, size_t at, uint32_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8) {
		char c = (char)(value >> shift & 0xff);

		if ((c > ' ' && c < 0x7f) || (c == ' ' && at > 0 && text[at - 1] != ' '))
			text[at++] = c;
	}
	text[at] = '\0';
	return at;
}

/* A TPM tells no digest of its firmware: that of its version stands for it. */
static void give_version(struct adapter_request *request, const uint32_t version[2])
{
	struct crypto_sha256 digest;
	uint8_t bytes[8];
	struct writer w = writer_over(BUFFER_OF(bytes));

	writer_u32_be(&w, version[0]);
	writer_u32_be(&w, version[1]);
	if (crypto_sha256(BYTES_OF(bytes), &digest) == RESULT_OK)
		adapter_add_bytes(request, "firmware", BYTES_OF(digest.at));
}

/* Maker, model and firmware version are fixed properties of every TPM. */
static TSS2_RC give_properties(struct tpm2 *tpm, struct adapter_request *request)
{
	TPMS_CAPABILITY_DATA *data = NULL;
	char hardware[64] = "";
	uint32_t version[2] = { 0, 0 };
	size_t at = 0;
	TSS2_RC rc = Esys_GetCapability(tpm->esys, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, TPM2_CAP_TPM_PROPERTIES, TPM2_PT_MANUFACTURER,
					PROPERTY_COUNT, NULL, &data);

	for (uint32_t i = 0; rc == TSS2_RC_SUCCESS && i < data->data.tpmProperties.count; i++) {
		const TPMS_TAGGED_PROPERTY *property = &data->data.tpmProperties.tpmProperty[i];

		if (property->property >= TPM2_PT_MANUFACTURER && property->property <= TPM2_PT_VENDOR_STRING_4)
			at = add_characters(hardware, at, property->value);
		if (property->property == TPM2_PT_MANUFACTURER)
			hardware[at++] = ' ';
		if (property->property == TPM2_PT_FIRMWARE_VERSION_1 || property->property == TPM2_PT_FIRMWARE_VERSION_2)
			version[property->property - TPM2_PT_FIRMWARE_VERSION_1] = property->value;
	}
	Esys_Free(data);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	adapter_give_text(request, "hardware", hardware);
	give_version(request, version);
	return rc;
}

/* A TPM is who its endorsement key is. */
static TSS2_RC give_unit(struct tpm2 *tpm, struct adapter_request *request)
{
	uint8_t room[sizeof(TPM2B_PUBLIC)];
	char hex[2 * UNIT_ID_LEN + 1] = "";
	struct writer w = writer_over((struct buffer){ (uint8_t *)hex, sizeof(hex) - 1 });
	struct crypto_sha256 digest;
	struct bytes public;
	ESYS_TR key;
	TSS2_RC rc = tpm2_endorsement_key(tpm, &key);

	if (rc == TSS2_RC_SUCCESS)
		rc = tpm2_public(tpm, key, BUFFER_OF(room), &public);
	if (rc == TSS2_RC_SUCCESS && crypto_sha256(public, &digest) != RESULT_OK)
		rc = TSS2_ESYS_RC_GENERAL_FAILURE;
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	text_write_hex(&w, bytes_from(digest.at, UNIT_ID_LEN));
	adapter_give_text(request, "unit", hex);
	return rc;
}

static enum adapter_answer serve_info(void *context, struct adapter_request *request)
{
	struct tpm2_device *device = context;
	struct tpm2 tpm;
	enum adapter_answer answer = tpm2_open(&device->settings, request, &tpm);

	if (answer == ADAPTER_GIVES)
		answer = tpm2_answer(request, "read the endorsement key", give_unit(&tpm, request));
	if (answer == ADAPTER_GIVES)
		answer = tpm2_answer(request, "read the properties", give_properties(&tpm, request));
	tpm2_close(&tpm);
	return answer;
}

struct adapter tpm2_device_adapter(struct tpm2_device *device)
{
	static const struct adapter_method methods[] = {
		{ "device.info", serve_info },	  { "device.attest", tpm2_serve_attest }, { "device.register", tpm2_serve_register },
		{ "device.key", tpm2_serve_key }, { "device.unlock", tpm2_serve_unlock },
	};

	return (struct adapter){ methods, sizeof(methods) / sizeof(methods[0]), device->settings.units, device };
}
