/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object that opens to an authorisation value, and counts the wrong ones: what a dictionary
 * attack would be tried on. Guessing uses up the TPM's tries, so it needs a TPM that may be used up.
 */

#include <string.h>
#include <tss2/tss2_mu.h>

#include "conformance/targets/tpm2/device.h"
#include "reference-impl/crypto/crypto.h"

enum { LOCKED_DATA_LEN = 16 };

static const TPM2B_PUBLIC parent_template = {
	.publicArea = {
		.type = TPM2_ALG_ECC,
		.nameAlg = TPM2_ALG_SHA256,
		.objectAttributes = TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_SENSITIVEDATAORIGIN |
				    TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_NODA | TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT,
		.parameters.eccDetail = { .symmetric = { TPM2_ALG_AES, { .aes = 128 }, { .aes = TPM2_ALG_CFB } },
					  .scheme = { .scheme = TPM2_ALG_NULL },
					  .curveID = TPM2_ECC_NIST_P256,
					  .kdf = { .scheme = TPM2_ALG_NULL } },
	},
};

/* Without NODA: wrong values count. */
static const TPM2B_PUBLIC locked_template = {
	.publicArea = {
		.type = TPM2_ALG_KEYEDHASH,
		.nameAlg = TPM2_ALG_SHA256,
		.objectAttributes = TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_USERWITHAUTH,
		.parameters.keyedHashDetail.scheme.scheme = TPM2_ALG_NULL,
	},
};

static const TPM2B_DATA no_data;
static const TPML_PCR_SELECTION no_registers;

static TSS2_RC create_parent(struct tpm2 *tpm, ESYS_TR *ret_parent)
{
	const TPM2B_SENSITIVE_CREATE no_secret = { .size = 0 };
	TSS2_RC rc = Esys_CreatePrimary(tpm->esys, ESYS_TR_RH_OWNER, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &no_secret,
					&parent_template, &no_data, &no_registers, ret_parent, NULL, NULL, NULL, NULL);

	if (rc == TSS2_RC_SUCCESS)
		tpm2_keep(tpm, *ret_parent);
	return rc;
}

static TSS2_RC create(struct tpm2 *tpm, struct tpm2_locked *locked, const TPM2B_SENSITIVE_CREATE *secret)
{
	TPM2B_PRIVATE *private = NULL;
	TPM2B_PUBLIC *public = NULL;
	ESYS_TR parent;
	TSS2_RC rc = create_parent(tpm, &parent);

	if (rc == TSS2_RC_SUCCESS)
		rc = Esys_Create(tpm->esys, parent, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, secret, &locked_template, &no_data,
				 &no_registers, &private, &public, NULL, NULL, NULL);
	if (rc == TSS2_RC_SUCCESS)
		*locked = (struct tpm2_locked){ *private, *public, true };
	Esys_Free(private);
	Esys_Free(public);
	return rc;
}

enum adapter_answer tpm2_create_locked(struct tpm2_device *device, struct tpm2 *tpm, struct adapter_request *request)
{
	struct tpm2_locked *locked = &device->locked[request->unit];
	struct bytes auth = adapter_bytes(request, "secret");
	TPM2B_SENSITIVE_CREATE secret = { .sensitive = { .userAuth.size = (uint16_t)auth.len, .data.size = LOCKED_DATA_LEN } };
	uint8_t room[sizeof(TPM2B_PUBLIC)];
	size_t used = 0;
	TSS2_RC rc;

	if (!auth.at || auth.len > TPM2_SHA256_DIGEST_SIZE)
		return adapter_wrong(request, "secret must be an authorisation value of at most %d bytes", TPM2_SHA256_DIGEST_SIZE);
	if (crypto_random((struct buffer){ secret.sensitive.data.buffer, LOCKED_DATA_LEN }) != RESULT_OK)
		return adapter_fail(request, "no randomness from the system");
	memcpy(secret.sensitive.userAuth.buffer, auth.at, auth.len);
	rc = create(tpm, locked, &secret);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_TPM2B_PUBLIC_Marshal(&locked->public, room, sizeof(room), &used);
	if (rc == TSS2_RC_SUCCESS)
		adapter_give_bytes(request, "public", bytes_from(room, used));
	return tpm2_answer(request, "TPM2_Create", rc);
}

static TSS2_RC unseal(struct tpm2 *tpm, const struct tpm2_locked *locked, const TPM2B_AUTH *auth)
{
	TPM2B_SENSITIVE_DATA *data = NULL;
	ESYS_TR parent, object;
	TSS2_RC rc = create_parent(tpm, &parent);

	if (rc == TSS2_RC_SUCCESS)
		rc = Esys_Load(tpm->esys, parent, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &locked->private, &locked->public, &object);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	tpm2_keep(tpm, object);
	rc = Esys_TR_SetAuth(tpm->esys, object, auth);
	if (rc == TSS2_RC_SUCCESS)
		rc = Esys_Unseal(tpm->esys, object, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &data);
	Esys_Free(data);
	return rc;
}

enum adapter_answer tpm2_serve_unlock(void *context, struct adapter_request *request)
{
	struct tpm2_device *device = context;
	const struct tpm2_locked *locked = &device->locked[request->unit];
	struct bytes token = adapter_bytes(request, "token");
	TPM2B_AUTH auth = { .size = (uint16_t)token.len };
	struct tpm2 tpm;
	enum adapter_answer answer;

	if (!device->settings.expendable)
		return ADAPTER_UNSUPPORTED;
	if (!adapter_text_is(request, "object", "locked") || !locked->created)
		return adapter_wrong(request, "object must be locked, and made before by device.key create");
	if (!token.at || token.len > sizeof(auth.buffer))
		return adapter_wrong(request, "token must be at most %zu bytes", sizeof(auth.buffer));
	memcpy(auth.buffer, token.at, token.len);
	answer = tpm2_open(&device->settings, request, &tpm);
	if (answer == ADAPTER_GIVES)
		answer = tpm2_answer(request, "TPM2_Unseal", unseal(&tpm, locked, &auth));
	if (answer == ADAPTER_GIVES)
		adapter_give_text(request, "state", "open");
	tpm2_close(&tpm);
	return answer;
}
