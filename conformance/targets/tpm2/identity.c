/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/tpm2/identity.h"

#include <stdlib.h>
#include <string.h>
#include <tss2/tss2_mu.h>

enum { NV_PIECE_LEN = 512 };

static const TPM2_HANDLE ek_persistent = 0x81010001, ek_certificate = 0x01c00002;

/* Template L-1: PolicySecret of the endorsement hierarchy. */
static const TPM2B_PUBLIC ek_template = {
	.publicArea = {
		.type = TPM2_ALG_RSA,
		.nameAlg = TPM2_ALG_SHA256,
		.objectAttributes = TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_SENSITIVEDATAORIGIN |
				    TPMA_OBJECT_ADMINWITHPOLICY | TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT,
		.authPolicy = { 32, { 0x83, 0x71, 0x97, 0x67, 0x44, 0x84, 0xb3, 0xf8, 0x1a, 0x90, 0xcc, 0x8d, 0x46, 0xa5, 0xd7, 0x24,
				      0xfd, 0x52, 0xd7, 0x6e, 0x06, 0x52, 0x0b, 0x64, 0xf2, 0xa1, 0xda, 0x1b, 0x33, 0x14, 0x69, 0xaa } },
		.parameters.rsaDetail = { .symmetric = { TPM2_ALG_AES, { .aes = 128 }, { .aes = TPM2_ALG_CFB } },
					  .scheme = { .scheme = TPM2_ALG_NULL },
					  .keyBits = 2048 },
		.unique.rsa.size = 256,
	},
};

/* NODA: quotes go on while guesses at other objects are locked out. */
static const TPM2B_PUBLIC ak_template = {
	.publicArea = {
		.type = TPM2_ALG_ECC,
		.nameAlg = TPM2_ALG_SHA256,
		.objectAttributes = TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_SENSITIVEDATAORIGIN |
				    TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_NODA | TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_SIGN_ENCRYPT,
		.parameters.eccDetail = { .symmetric = { .algorithm = TPM2_ALG_NULL },
					  .scheme = { TPM2_ALG_ECDSA, { .ecdsa = { TPM2_ALG_SHA256 } } },
					  .curveID = TPM2_ECC_NIST_P256,
					  .kdf = { .scheme = TPM2_ALG_NULL } },
	},
};

static TSS2_RC create(struct tpm2 *tpm, const TPM2B_PUBLIC *template, ESYS_TR *ret_key)
{
	const TPM2B_SENSITIVE_CREATE no_secret = { .size = 0 };
	const TPM2B_DATA no_data = { .size = 0 };
	const TPML_PCR_SELECTION no_registers = { .count = 0 };
	TSS2_RC rc = Esys_CreatePrimary(tpm->esys, ESYS_TR_RH_ENDORSEMENT, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &no_secret,
					template, &no_data, &no_registers, ret_key, NULL, NULL, NULL, NULL);

	if (rc == TSS2_RC_SUCCESS)
		tpm2_keep(tpm, *ret_key);
	return rc;
}

TSS2_RC tpm2_endorsement_key(struct tpm2 *tpm, ESYS_TR *ret_key)
{
	TSS2_RC rc = Esys_TR_FromTPMPublic(tpm->esys, ek_persistent, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, ret_key);

	return rc == TSS2_RC_SUCCESS ? rc : create(tpm, &ek_template, ret_key);
}

TSS2_RC tpm2_attestation_key(struct tpm2 *tpm, ESYS_TR *ret_key)
{
	return create(tpm, &ak_template, ret_key);
}

TSS2_RC tpm2_free_key(struct tpm2 *tpm, ESYS_TR *ret_key)
{
	TPM2B_PUBLIC template = ak_template;

	template.publicArea.objectAttributes &= ~TPMA_OBJECT_RESTRICTED;
	return create(tpm, &template, ret_key);
}

TSS2_RC tpm2_endorsement_session(struct tpm2 *tpm, ESYS_TR *ret_session)
{
	TSS2_RC rc = tpm2_policy_session(tpm, ret_session);

	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return Esys_PolicySecret(tpm->esys, ESYS_TR_RH_ENDORSEMENT, *ret_session, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, NULL, NULL,
				 NULL, 0, NULL, NULL);
}

/* NV holds as many bytes as the maker reserved; the certificate is the DER object at their start. */
static struct bytes first_der_object(struct bytes padded)
{
	size_t len;

	if (padded.len < 4 || padded.at[0] != 0x30 || padded.at[1] != 0x82)
		return padded;
	len = 4 + ((size_t)padded.at[2] << 8 | padded.at[3]);
	return bytes_from(padded.at, len < padded.len ? len : padded.len);
}

static TSS2_RC read_nv(struct tpm2 *tpm, ESYS_TR index, struct buffer whole)
{
	TSS2_RC rc = TSS2_RC_SUCCESS;

	for (size_t at = 0; at < whole.len && rc == TSS2_RC_SUCCESS;) {
		size_t left = whole.len - at, piece = left < NV_PIECE_LEN ? left : NV_PIECE_LEN;
		TPM2B_MAX_NV_BUFFER *data = NULL;

		rc = Esys_NV_Read(tpm->esys, index, index, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, (uint16_t)piece, (uint16_t)at, &data);
		if (rc == TSS2_RC_SUCCESS && data->size != piece)
			rc = TSS2_ESYS_RC_MALFORMED_RESPONSE;
		if (rc == TSS2_RC_SUCCESS)
			memcpy(whole.at + at, data->buffer, piece);
		at += piece;
		Esys_Free(data);
	}
	return rc;
}

TSS2_RC tpm2_endorsement_certificate(struct tpm2 *tpm, struct buffer room, struct bytes *ret_der)
{
	TPM2B_NV_PUBLIC *public = NULL;
	ESYS_TR index;
	TSS2_RC rc = Esys_TR_FromTPMPublic(tpm->esys, ek_certificate, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, &index);

	if (rc == TSS2_RC_SUCCESS)
		rc = Esys_NV_ReadPublic(tpm->esys, index, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, &public, NULL);
	if (rc == TSS2_RC_SUCCESS && public->nvPublic.dataSize > room.len)
		rc = TSS2_ESYS_RC_INSUFFICIENT_BUFFER;
	if (rc == TSS2_RC_SUCCESS) {
		room.len = public->nvPublic.dataSize;
		rc = read_nv(tpm, index, room);
	}
	Esys_Free(public);
	if (rc == TSS2_RC_SUCCESS)
		*ret_der = first_der_object(bytes_of_buffer(room));
	return rc;
}

TSS2_RC tpm2_public(struct tpm2 *tpm, ESYS_TR key, struct buffer room, struct bytes *ret_public)
{
	TPM2B_PUBLIC *public = NULL;
	size_t used = 0;
	TSS2_RC rc = Esys_ReadPublic(tpm->esys, key, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, &public, NULL, NULL);

	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_TPM2B_PUBLIC_Marshal(public, room.at, room.len, &used);
	Esys_Free(public);
	if (rc == TSS2_RC_SUCCESS)
		*ret_public = bytes_from(room.at, used);
	return rc;
}
