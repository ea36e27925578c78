/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Platform configuration registers and quotes over them, in the SHA-256 bank.
 *
 * The registers that are listed are the static ones, 0 to 15: by the PC Client profile 16 and 23
 * may be reset by anybody, and 17 to 22 belong to late launch.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tss2/tss2_mu.h>

#include "conformance/targets/tpm2/device.h"
#include "conformance/targets/tpm2/identity.h"

enum { LISTED_COUNT = 16, REGISTER_COUNT = 24, READ_AT_ONCE = 8 };

/* PCR n of "sha256:n"; false for every other text. */
static bool register_number(const char *name, unsigned int *ret_number)
{
	char canonical[16];

	for (unsigned int i = 0; name && i < REGISTER_COUNT; i++) {
		snprintf(canonical, sizeof(canonical), "sha256:%u", i);
		if (strcmp(name, canonical) == 0) {
			*ret_number = i;
			return true;
		}
	}
	return false;
}

static TPML_PCR_SELECTION selection_of(uint32_t registers)
{
	return (TPML_PCR_SELECTION){ .count = 1,
				     .pcrSelections = { { .hash = TPM2_ALG_SHA256,
							  .sizeofSelect = 3,
							  .pcrSelect = { (uint8_t)registers, (uint8_t)(registers >> 8),
									 (uint8_t)(registers >> 16) } } } };
}

static TSS2_RC give_values(struct tpm2 *tpm, struct adapter_request *request, unsigned int first)
{
	TPML_PCR_SELECTION selection = selection_of(0xffu << first);
	TPML_DIGEST *values = NULL;
	char name[16];
	TSS2_RC rc = Esys_PCR_Read(tpm->esys, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, &selection, NULL, NULL, &values);

	for (uint32_t i = 0; rc == TSS2_RC_SUCCESS && i < values->count; i++) {
		snprintf(name, sizeof(name), "sha256:%u", first + i);
		adapter_add_text(request, "names", name);
		adapter_add_bytes(request, "values", bytes_from(values->digests[i].buffer, values->digests[i].size));
	}
	Esys_Free(values);
	return rc;
}

static enum adapter_answer list(struct tpm2 *tpm, struct adapter_request *request)
{
	TSS2_RC rc = TSS2_RC_SUCCESS;

	for (unsigned int first = 0; first < LISTED_COUNT && rc == TSS2_RC_SUCCESS; first += READ_AT_ONCE)
		rc = give_values(tpm, request, first);
	return tpm2_answer(request, "TPM2_PCR_Read", rc);
}

static enum adapter_answer extend(struct tpm2 *tpm, struct adapter_request *request, unsigned int number)
{
	TPML_DIGEST_VALUES digests = { .count = 1, .digests = { { .hashAlg = TPM2_ALG_SHA256 } } };
	struct bytes value = adapter_bytes(request, "value");

	if (value.len != sizeof(digests.digests[0].digest.sha256))
		return adapter_wrong(request, "value must be a SHA-256 digest, 32 bytes");
	memcpy(digests.digests[0].digest.sha256, value.at, value.len);
	return tpm2_answer(request, "TPM2_PCR_Extend",
			   Esys_PCR_Extend(tpm->esys, ESYS_TR_PCR0 + number, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &digests));
}

static enum adapter_answer serve_act(struct tpm2 *tpm, struct adapter_request *request)
{
	unsigned int number;

	if (adapter_text_is(request, "act", "list"))
		return list(tpm, request);
	if (!register_number(adapter_text(request, "register"), &number))
		return adapter_wrong(request, "register must be one of sha256:0 to sha256:%d", REGISTER_COUNT - 1);
	if (adapter_text_is(request, "act", "extend"))
		return extend(tpm, request, number);
	if (adapter_text_is(request, "act", "reset"))
		return tpm2_answer(request, "TPM2_PCR_Reset",
				   Esys_PCR_Reset(tpm->esys, ESYS_TR_PCR0 + number, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE));
	return adapter_wrong(request, "act must be list, extend or reset");
}

enum adapter_answer tpm2_serve_register(void *context, struct adapter_request *request)
{
	struct tpm2_device *device = context;
	struct tpm2 tpm;
	enum adapter_answer answer = tpm2_open(&device->settings, request, &tpm);

	if (answer == ADAPTER_GIVES)
		answer = serve_act(&tpm, request);
	tpm2_close(&tpm);
	return answer;
}

/* The registers to be quoted, as bits; all that are listed if the request selects none. */
static bool read_selection(const struct adapter_request *request, uint32_t *ret_registers)
{
	const json_t *names = json_object_get(request->params, "selection"), *name;
	uint32_t registers = 0;
	unsigned int number;
	size_t i;

	json_array_foreach (names, i, name) {
		if (!register_number(json_string_value(name), &number))
			return false;
		registers |= 1u << number;
	}
	*ret_registers = names ? registers : (1u << LISTED_COUNT) - 1;
	return true;
}

static TSS2_RC quote(struct tpm2 *tpm, struct adapter_request *request, const TPM2B_DATA *nonce, const TPML_PCR_SELECTION *selection)
{
	const TPMT_SIG_SCHEME of_the_key = { .scheme = TPM2_ALG_NULL };
	uint8_t room[sizeof(TPMT_SIGNATURE)];
	TPM2B_ATTEST *attest = NULL;
	TPMT_SIGNATURE *signature = NULL;
	size_t used = 0;
	ESYS_TR key;
	TSS2_RC rc = tpm2_attestation_key(tpm, &key);

	if (rc == TSS2_RC_SUCCESS)
		rc = Esys_Quote(tpm->esys, key, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, nonce, &of_the_key, selection, &attest,
				&signature);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_TPMT_SIGNATURE_Marshal(signature, room, sizeof(room), &used);
	if (rc == TSS2_RC_SUCCESS) {
		adapter_give_text(request, "format", "tpm2-quote");
		adapter_give_bytes(request, "evidence", bytes_from(attest->attestationData, attest->size));
		adapter_give_bytes(request, "signature", bytes_from(room, used));
	}
	Esys_Free(attest);
	Esys_Free(signature);
	return rc;
}

enum adapter_answer tpm2_serve_attest(void *context, struct adapter_request *request)
{
	struct tpm2_device *device = context;
	struct bytes nonce = adapter_bytes(request, "nonce");
	TPM2B_DATA data = { .size = (uint16_t)nonce.len };
	TPML_PCR_SELECTION selection;
	uint32_t registers;
	struct tpm2 tpm;
	enum adapter_answer answer;

	if (!nonce.at)
		return adapter_wrong(request, "nonce must be base64");
	if (nonce.len > sizeof(data.buffer))
		return adapter_refuse(request, "TPM2B_DATA has room for %zu bytes", sizeof(data.buffer));
	if (!read_selection(request, &registers))
		return adapter_wrong(request, "selection must name registers, sha256:0 to sha256:%d", REGISTER_COUNT - 1);
	memcpy(data.buffer, nonce.at, nonce.len);
	selection = selection_of(registers);
	answer = tpm2_open(&device->settings, request, &tpm);
	if (answer == ADAPTER_GIVES)
		answer = tpm2_answer(request, "TPM2_Quote", quote(&tpm, request, &data, &selection));
	tpm2_close(&tpm);
	return answer;
}
