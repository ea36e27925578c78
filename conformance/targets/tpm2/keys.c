/* SPDX-License-Identifier: Apache-2.0 */
/* device.key: the two identity keys by name, and what may be asked of them. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <tss2/tss2_mu.h>

#include "conformance/core/file.h"
#include "conformance/targets/tpm2/device.h"
#include "conformance/targets/tpm2/identity.h"
#include "reference-impl/crypto/pem.h"

enum { INTERMEDIATES_MAX_LEN = 65536 };

/* "ak", "free" or "ek", loaded; "ak-digest" and "free-digest" are the same keys asked in another way. */
static enum adapter_answer load_key(struct tpm2 *tpm, struct adapter_request *request, ESYS_TR *ret_key)
{
	if (adapter_text_is(request, "template", "ek"))
		return tpm2_answer(request, "load the endorsement key", tpm2_endorsement_key(tpm, ret_key));
	if (adapter_text_is(request, "template", "ak") || adapter_text_is(request, "template", "ak-digest"))
		return tpm2_answer(request, "create the attestation key", tpm2_attestation_key(tpm, ret_key));
	if (adapter_text_is(request, "template", "free") || adapter_text_is(request, "template", "free-digest"))
		return tpm2_answer(request, "create a key without restriction", tpm2_free_key(tpm, ret_key));
	return adapter_wrong(request, "template must be ak, ak-digest, free, free-digest (to sign) or ek");
}

/* What stands between the endorsement certificate and the roots; without the file, the chain is the one certificate. */
static enum adapter_answer add_intermediates(const struct tpm2_device *device, struct adapter_request *request)
{
	char path[TPM2_PATH_LEN];
	uint8_t room[TPM2_CERTIFICATE_MAX_LEN];
	struct buffer file;
	struct bytes text, der;
	bool ours = device->settings.tcti[0] == '\0' && device->settings.intermediates[0] == '\0';

	memcpy(path, device->settings.intermediates, sizeof(path));
	if (ours && !tpm2_authority_path(path, "issuercert.pem"))
		return adapter_fail(request, "ASSAY_BIN is not set, or longer than %d bytes", TPM2_PATH_LEN);
	if (path[0] == '\0')
		return ADAPTER_GIVES;
	if (file_load(path, INTERMEDIATES_MAX_LEN, &file) != RESULT_OK)
		return adapter_fail(request, "%s: %s", path, strerror(errno));
	text = bytes_of_buffer(file);
	while (pem_read(&text, "CERTIFICATE", BUFFER_OF(room), &der) == RESULT_OK)
		adapter_add_bytes(request, "chain", der);
	free(file.at);
	return ADAPTER_GIVES;
}

static enum adapter_answer give_chain(const struct tpm2_device *device, struct tpm2 *tpm, struct adapter_request *request)
{
	uint8_t room[TPM2_CERTIFICATE_MAX_LEN];
	struct bytes der;
	enum adapter_answer answer =
		tpm2_answer(request, "read the endorsement certificate", tpm2_endorsement_certificate(tpm, BUFFER_OF(room), &der));

	if (answer != ADAPTER_GIVES)
		return answer;
	adapter_add_bytes(request, "chain", der);
	return add_intermediates(device, request);
}

static enum adapter_answer give_public(const struct tpm2_device *device, struct tpm2 *tpm, struct adapter_request *request)
{
	uint8_t room[sizeof(TPM2B_PUBLIC)];
	struct bytes public;
	ESYS_TR key;
	enum adapter_answer answer = load_key(tpm, request, &key);

	if (answer == ADAPTER_GIVES)
		answer = tpm2_answer(request, "TPM2_ReadPublic", tpm2_public(tpm, key, BUFFER_OF(room), &public));
	if (answer != ADAPTER_GIVES)
		return answer;
	adapter_give_bytes(request, "public", public);
	return adapter_text_is(request, "template", "ek") ? give_chain(device, tpm, request) : ADAPTER_GIVES;
}

/* A digest with the ticket that says that the TPM made it itself, or with none. */
struct signing {
	TPM2B_DIGEST digest;
	TPMT_TK_HASHCHECK ticket;
};

static enum adapter_answer digest_message(struct tpm2 *tpm, struct adapter_request *request, struct signing *ret_signing)
{
	struct bytes message = adapter_bytes(request, "bytes");
	TPM2B_MAX_BUFFER data = { .size = (uint16_t)message.len };
	TPM2B_DIGEST *digest = NULL;
	TPMT_TK_HASHCHECK *ticket = NULL;
	enum adapter_answer answer;

	if (!message.at || message.len > sizeof(data.buffer))
		return adapter_wrong(request, "bytes must be at most %zu bytes", sizeof(data.buffer));
	memcpy(data.buffer, message.at, message.len);
	answer = tpm2_answer(request, "TPM2_Hash",
			     Esys_Hash(tpm->esys, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, &data, TPM2_ALG_SHA256,
				       ESYS_TR_RH_ENDORSEMENT, &digest, &ticket));
	if (answer == ADAPTER_GIVES)
		*ret_signing = (struct signing){ *digest, *ticket };
	Esys_Free(digest);
	Esys_Free(ticket);
	return answer;
}

static enum adapter_answer foreign_digest(struct adapter_request *request, struct signing *ret_signing)
{
	struct bytes digest = adapter_bytes(request, "bytes");

	if (digest.len != TPM2_SHA256_DIGEST_SIZE)
		return adapter_wrong(request, "bytes must be a SHA-256 digest, 32 bytes");
	*ret_signing = (struct signing){ .digest = { .size = TPM2_SHA256_DIGEST_SIZE },
					 .ticket = { .tag = TPM2_ST_HASHCHECK, .hierarchy = TPM2_RH_NULL } };
	memcpy(ret_signing->digest.buffer, digest.at, digest.len);
	return ADAPTER_GIVES;
}

static enum adapter_answer sign(struct tpm2 *tpm, struct adapter_request *request)
{
	const TPMT_SIG_SCHEME of_the_key = { .scheme = TPM2_ALG_NULL };
	bool foreign = adapter_text_is(request, "template", "ak-digest") || adapter_text_is(request, "template", "free-digest");
	struct signing signing;
	uint8_t room[sizeof(TPMT_SIGNATURE)];
	TPMT_SIGNATURE *signature = NULL;
	size_t used = 0;
	ESYS_TR key;
	TSS2_RC rc;
	enum adapter_answer answer = foreign ? foreign_digest(request, &signing) : digest_message(tpm, request, &signing);

	if (answer == ADAPTER_GIVES)
		answer = load_key(tpm, request, &key);
	if (answer != ADAPTER_GIVES)
		return answer;
	rc = Esys_Sign(tpm->esys, key, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &signing.digest, &of_the_key, &signing.ticket,
		       &signature);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_TPMT_SIGNATURE_Marshal(signature, room, sizeof(room), &used);
	Esys_Free(signature);
	if (rc == TSS2_RC_SUCCESS)
		adapter_give_bytes(request, "signature", bytes_from(room, used));
	return tpm2_answer(request, "TPM2_Sign", rc);
}

/* Asks for a copy under no parent at all, as the policy command allows it where any does. */
static enum adapter_answer export(struct tpm2 *tpm, struct adapter_request *request)
{
	const TPMT_SYM_DEF_OBJECT no_wrapping = { .algorithm = TPM2_ALG_NULL };
	TPM2B_PRIVATE *private = NULL;
	ESYS_TR key, session;
	TSS2_RC rc;
	enum adapter_answer answer = load_key(tpm, request, &key);

	if (answer != ADAPTER_GIVES)
		return answer;
	rc = tpm2_policy_session(tpm, &session);
	if (rc == TSS2_RC_SUCCESS)
		rc = Esys_PolicyCommandCode(tpm->esys, session, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, TPM2_CC_Duplicate);
	if (rc == TSS2_RC_SUCCESS)
		rc = Esys_Duplicate(tpm->esys, key, ESYS_TR_RH_NULL, session, ESYS_TR_NONE, ESYS_TR_NONE, NULL, &no_wrapping, NULL,
				    &private, NULL);
	if (rc == TSS2_RC_SUCCESS)
		adapter_give_bytes(request, "secret", bytes_from(private->buffer, private->size));
	Esys_Free(private);
	return tpm2_answer(request, "TPM2_Duplicate", rc);
}

static bool read_credential(struct adapter_request *request, TPM2B_ID_OBJECT *ret_blob, TPM2B_ENCRYPTED_SECRET *ret_secret)
{
	struct bytes blob = adapter_bytes(request, "bytes"), secret = adapter_bytes(request, "secret");
	size_t blob_used = 0, secret_used = 0;

	return blob.at && secret.at &&
	       Tss2_MU_TPM2B_ID_OBJECT_Unmarshal(blob.at, blob.len, &blob_used, ret_blob) == TSS2_RC_SUCCESS &&
	       Tss2_MU_TPM2B_ENCRYPTED_SECRET_Unmarshal(secret.at, secret.len, &secret_used, ret_secret) == TSS2_RC_SUCCESS &&
	       blob_used == blob.len && secret_used == secret.len;
}

static enum adapter_answer activate(struct tpm2 *tpm, struct adapter_request *request)
{
	TPM2B_ID_OBJECT blob;
	TPM2B_ENCRYPTED_SECRET secret;
	TPM2B_DIGEST *recovered = NULL;
	ESYS_TR attestation_key, endorsement_key, session;
	TSS2_RC rc;

	if (!read_credential(request, &blob, &secret))
		return adapter_wrong(request, "bytes must be a TPM2B_ID_OBJECT and secret a TPM2B_ENCRYPTED_SECRET");
	rc = tpm2_attestation_key(tpm, &attestation_key);
	if (rc == TSS2_RC_SUCCESS)
		rc = tpm2_endorsement_key(tpm, &endorsement_key);
	if (rc == TSS2_RC_SUCCESS)
		rc = tpm2_endorsement_session(tpm, &session);
	if (rc == TSS2_RC_SUCCESS)
		rc = Esys_ActivateCredential(tpm->esys, attestation_key, endorsement_key, ESYS_TR_PASSWORD, session, ESYS_TR_NONE, &blob,
					     &secret, &recovered);
	if (rc == TSS2_RC_SUCCESS)
		adapter_give_bytes(request, "secret", bytes_from(recovered->buffer, recovered->size));
	Esys_Free(recovered);
	return tpm2_answer(request, "TPM2_ActivateCredential", rc);
}

static enum adapter_answer serve_act(struct tpm2_device *device, struct tpm2 *tpm, struct adapter_request *request)
{
	if (adapter_text_is(request, "act", "create") && adapter_text_is(request, "template", "locked"))
		return tpm2_create_locked(device, tpm, request);
	if (adapter_text_is(request, "act", "create") || adapter_text_is(request, "act", "public"))
		return give_public(device, tpm, request);
	if (adapter_text_is(request, "act", "sign"))
		return sign(tpm, request);
	if (adapter_text_is(request, "act", "export"))
		return export(tpm, request);
	if (adapter_text_is(request, "act", "activate"))
		return activate(tpm, request);
	return adapter_wrong(request, "act must be create, public, sign, export or activate");
}

enum adapter_answer tpm2_serve_key(void *context, struct adapter_request *request)
{
	struct tpm2_device *device = context;
	struct tpm2 tpm;
	enum adapter_answer answer = tpm2_open(&device->settings, request, &tpm);

	if (answer == ADAPTER_GIVES)
		answer = serve_act(device, &tpm, request);
	tpm2_close(&tpm);
	return answer;
}
