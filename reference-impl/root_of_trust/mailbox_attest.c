/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence, out of the root of trust's own state: the caller gives a nonce and nothing else, and
 * is named by its channel.
 */

#include <string.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/root_of_trust/mailbox_table.h"

struct evidence {
	struct psa_token_claims claims;
	uint8_t instance_id[PSA_TOKEN_INSTANCE_ID_LEN];
	uint8_t implementation_id[PSA_TOKEN_IMPLEMENTATION_ID_LEN];
	uint8_t version[BOOT_LOG_MAX][COMPONENT_VERSION_TEXT_MAX];
};

/* Who asks, as evidence has it: above 0 the boot stages, below 0 everything that runs under the OS and itself. */
static int32_t client_id(const struct mailbox_caller *caller)
{
	static const int32_t ids[MAILBOX_ROLE_COUNT] = {
		[MAILBOX_ROM] = 1, [MAILBOX_LOADER] = 2, [MAILBOX_OS] = -1, [MAILBOX_AGENT] = -2, [MAILBOX_TOOL] = -3
	};

	return caller->role == MAILBOX_APP ? -16 - caller->app : ids[caller->role];
}

/* The upper byte is the profile's, the lower says the rest of what a verifier must not overlook. */
static uint16_t lifecycle_claim(const struct root_of_trust *rot)
{
	static const uint16_t states[LIFECYCLE_END] = { [LIFECYCLE_UNKNOWN] = PSA_LIFECYCLE_UNKNOWN,
							[LIFECYCLE_BLANK] = PSA_LIFECYCLE_ASSEMBLY_AND_TEST,
							[LIFECYCLE_MODULE_COMPLETE] = PSA_LIFECYCLE_ROT_PROVISIONING,
							[LIFECYCLE_DEVICE_COMPLETE] = PSA_LIFECYCLE_SECURED };
	unsigned int claim = states[rot->lifecycle];

	if (rot->session.saw_debug && rot->lifecycle == LIFECYCLE_DEVICE_COMPLETE)
		claim = PSA_LIFECYCLE_NON_ROT_DEBUG;
	claim |= rot->session.saw_debug ? MAILBOX_FLAG_SAW_DEBUG : 0;
	claim |= rot->session.saw_service ? MAILBOX_FLAG_SAW_SERVICE : 0;
	claim |= rot->in_recovery ? MAILBOX_FLAG_RECOVERY : 0;
	claim |= fault_log_is_grave(&rot->faults) ? MAILBOX_FLAG_FAULT : 0;
	return (uint16_t)claim;
}

static void add_components(struct evidence *e, const struct boot_log *log)
{
	static const char *const types[COMPONENT_KIND_COUNT] = { [COMPONENT_ROOT_OF_TRUST] = "PRoT",
								 [COMPONENT_LOADER] = "BL",
								 [COMPONENT_CONFIG] = "Config",
								 [COMPONENT_OS] = "OS",
								 [COMPONENT_APP] = "App" };

	for (size_t i = 0; i < log->count; i++)
		e->claims.components[i] =
			(struct psa_token_component){ .type = bytes_of_text(types[log->entry[i].kind]),
						      .measurement = BYTES_OF(log->entry[i].digest),
						      .version = component_version_text(&log->entry[i], e->version[i]),
						      .signer_id = BYTES_OF(log->entry[i].signer),
						      .description = bytes_of_text("sha-256") };
	e->claims.component_count = log->count;
}

/* The attestation key's name: SHA-256 over its point, as the profile's reference implementation has it. */
static enum result name_instance(struct evidence *e, const struct crypto_p256_key *key)
{
	struct bytes point = bytes_from(key->spki + CRYPTO_P256_SPKI_LEN - CRYPTO_P256_POINT_LEN, CRYPTO_P256_POINT_LEN);
	struct crypto_sha256 digest;
	enum result result = crypto_sha256(point, &digest);

	if (result != RESULT_OK)
		return result;
	e->instance_id[0] = PSA_TOKEN_INSTANCE_ID_TYPE;
	memcpy(e->instance_id + 1, digest.at, sizeof(digest.at));
	return RESULT_OK;
}

/* Vendor and class, the two UUIDs that name this make of chip: 32 bytes behind one another. */
static enum result name_implementation(struct evidence *e, const struct vault *vault)
{
	return vault->read_fuses(vault->context, FUSE_VENDOR_UUID, BUFFER_OF(e->implementation_id));
}

static enum result gather(struct evidence *e, const struct mailbox_call *call, struct bytes nonce)
{
	const struct root_of_trust *rot = call->rot;
	enum result result = name_instance(e, &rot->identity.attestation);

	if (result == RESULT_OK)
		result = name_implementation(e, &rot->vault);
	e->claims = (struct psa_token_claims){ .nonce = nonce,
					       .instance_id = BYTES_OF(e->instance_id),
					       .client_id = client_id(call->caller),
					       .lifecycle = lifecycle_claim(rot),
					       .implementation_id = BYTES_OF(e->implementation_id),
					       .boot_seed = BYTES_OF(rot->boot_seed) };
	add_components(e, &rot->log);
	return result;
}

enum result mailbox_attest(struct mailbox_call *call)
{
	struct root_of_trust *rot = call->rot;
	const struct cose_signer signer = cose_signer_of_key(COSE_ES256, &rot->identity.attestation);
	struct bytes nonce = reader_rest(&call->in), token;
	struct evidence evidence;
	enum result result;

	if (nonce.len != 32 && nonce.len != 48 && nonce.len != 64)
		return RESULT_MALFORMED;
	if (!rot->identity.is_present)
		return RESULT_NOT_FOUND;
	result = gather(&evidence, call, nonce);
	if (result == RESULT_OK)
		result = psa_token_sign(&evidence.claims, &signer, BUFFER_OF(rot->scratch), call->out.room, &token);
	if (result == RESULT_OK)
		call->out.used = token.len;
	secret_wipe(BUFFER_OF(rot->scratch));
	return result;
}

enum result mailbox_certificates(struct mailbox_call *call)
{
	if (!call->rot->identity.is_present)
		return RESULT_NOT_FOUND;
	identity_chain_write(&call->rot->chain, &call->out);
	return RESULT_OK;
}

enum result mailbox_device_key(struct mailbox_call *call)
{
	if (!call->rot->identity.is_present)
		return RESULT_NOT_FOUND;
	writer_bytes(&call->out, identity_chain_device(&call->rot->chain));
	return RESULT_OK;
}
