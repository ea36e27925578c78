/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/tpm2/tpm.h"

#include <tss2/tss2_rc.h>
#include <tss2/tss2_tctildr.h>

enum adapter_answer tpm2_open(const struct tpm2_settings *settings, struct adapter_request *request, struct tpm2 *tpm)
{
	char tcti[TPM2_TCTI_LEN];
	TSS2_RC rc;

	*tpm = (struct tpm2){ .tcti = NULL };
	if (tpm2_settings_tcti(settings, request->unit, tcti) != RESULT_OK)
		return adapter_fail(request, "ASSAY_RUN_DIR is not set, or longer than %d bytes", TPM2_PATH_LEN);
	rc = Tss2_TctiLdr_Initialize(tcti, &tpm->tcti);
	if (rc == TSS2_RC_SUCCESS)
		rc = Esys_Initialize(&tpm->esys, tpm->tcti, NULL);
	if (rc != TSS2_RC_SUCCESS)
		return adapter_fail(request, "the TPM at %s can't be reached: %s: is it powered?", tcti, Tss2_RC_Decode(rc));
	return ADAPTER_GIVES;
}

void tpm2_close(struct tpm2 *tpm)
{
	while (tpm->object_count > 0)
		(void)Esys_FlushContext(tpm->esys, tpm->objects[--tpm->object_count]);
	Esys_Finalize(&tpm->esys);
	Tss2_TctiLdr_Finalize(&tpm->tcti);
}

void tpm2_keep(struct tpm2 *tpm, ESYS_TR object)
{
	if (tpm->object_count < TPM2_OBJECTS_MAX)
		tpm->objects[tpm->object_count++] = object;
}

/* Which parameter, handle or session an error is about stands in bits of its own. */
static TSS2_RC without_place(TSS2_RC rc)
{
	return rc & TPM2_RC_FMT1 ? rc & (TPM2_RC_FMT1 | 0x3f) : rc;
}

static const char *name_of(TSS2_RC rc)
{
	static const struct {
		TSS2_RC rc;
		const char *name;
	} names[] = {
		{ TPM2_RC_AUTH_FAIL, "TPM_RC_AUTH_FAIL" },	   { TPM2_RC_LOCKOUT, "TPM_RC_LOCKOUT" },
		{ TPM2_RC_BAD_AUTH, "TPM_RC_BAD_AUTH" },	   { TPM2_RC_TICKET, "TPM_RC_TICKET" },
		{ TPM2_RC_ATTRIBUTES, "TPM_RC_ATTRIBUTES" },	   { TPM2_RC_LOCALITY, "TPM_RC_LOCALITY" },
		{ TPM2_RC_POLICY_FAIL, "TPM_RC_POLICY_FAIL" },	   { TPM2_RC_INTEGRITY, "TPM_RC_INTEGRITY" },
		{ TPM2_RC_AUTH_UNAVAILABLE, "TPM_RC_AUTH_UNAVAILABLE" }, { TPM2_RC_VALUE, "TPM_RC_VALUE" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].rc == without_place(rc))
			return names[i].name;
	return "TPM response code";
}

enum adapter_answer tpm2_answer(struct adapter_request *request, const char *asked, TSS2_RC rc)
{
	TSS2_RC layer = rc & TSS2_RC_LAYER_MASK;

	if (rc == TSS2_RC_SUCCESS)
		return ADAPTER_GIVES;
	if (layer == TSS2_TPM_RC_LAYER || layer == TSS2_RESMGR_TPM_RC_LAYER)
		return adapter_refuse(request, "%s: %s 0x%x: %s", asked, name_of(rc & ~TSS2_RC_LAYER_MASK), rc, Tss2_RC_Decode(rc));
	return adapter_fail(request, "%s: %s", asked, Tss2_RC_Decode(rc));
}

TSS2_RC tpm2_policy_session(struct tpm2 *tpm, ESYS_TR *ret_session)
{
	const TPMT_SYM_DEF none = { .algorithm = TPM2_ALG_NULL };
	TSS2_RC rc = Esys_StartAuthSession(tpm->esys, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, NULL,
					   TPM2_SE_POLICY, &none, TPM2_ALG_SHA256, ret_session);

	if (rc == TSS2_RC_SUCCESS)
		tpm2_keep(tpm, *ret_session);
	return rc;
}
