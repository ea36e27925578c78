/* SPDX-License-Identifier: Apache-2.0 */
/* Two tables, and what is not in them is refused. */

#include "reference-impl/root_of_trust/mailbox_table.h"

enum {
	SPKI = CRYPTO_P256_SPKI_LEN,
	NAME = 1 + SEAL_NAME_MAX,
	STATE_LEN = 4 + 4 + FUSE_DEVICE_ID_LEN + ROOT_OF_TRUST_BOOT_SEED_LEN + SPKI,
	SEALED_MAX = SEAL_OVERHEAD + SEAL_PLAIN_MAX,
	CHALLENGE_LEN = SERVICE_NONCE_LEN + FUSE_DEVICE_ID_LEN + 1
};

static const struct mailbox_row rows[MAILBOX_COMMAND_END] = {
	/*                           request: min, max          reply at most            who may             does */
	[MAILBOX_SECURITY_STATE] = { 0, 0, STATE_LEN, CAPABILITY_STATE, mailbox_security_state },
	[MAILBOX_RANDOM] = { 2, 2, MAILBOX_RANDOM_MAX, CAPABILITY_RANDOM, mailbox_random },
	[MAILBOX_MEASURE] = { COMPONENT_ENCODED_LEN, COMPONENT_ENCODED_LEN, 0, CAPABILITY_MEASURE, mailbox_measure },
	[MAILBOX_BOOT_LOG] = { 0, 0, 1 + BOOT_LOG_MAX * COMPONENT_ENCODED_LEN, CAPABILITY_LOG, mailbox_boot_log },
	[MAILBOX_REGISTER] = { 1, 1, CRYPTO_SHA256_LEN, CAPABILITY_LOG, mailbox_register },
	[MAILBOX_RECOVERY] = { 0, 0, 0, CAPABILITY_RECOVERY, mailbox_recovery },
	[MAILBOX_ATTEST] = { 32, 64, PSA_TOKEN_MAX_LEN, CAPABILITY_ATTEST, mailbox_attest },
	[MAILBOX_SEAL] = { 2, NAME + SEAL_PLAIN_MAX, SEALED_MAX, CAPABILITY_SEAL, mailbox_seal },
	[MAILBOX_UNSEAL] = { 2 + SEAL_OVERHEAD, NAME + SEALED_MAX, SEAL_PLAIN_MAX, CAPABILITY_SEAL, mailbox_unseal },
	[MAILBOX_SEAL_ADVANCE] = { 1, 1, 4, CAPABILITY_SEAL_ADVANCE, mailbox_seal_advance },
	[MAILBOX_CLIENT_GENERATE] = { 0, 0, SPKI, CAPABILITY_CLIENT_RENEW, mailbox_client_generate },
	[MAILBOX_CLIENT_COMMIT] = { SPKI, SPKI, 0, CAPABILITY_CLIENT_RENEW, mailbox_client_commit },
	[MAILBOX_CLIENT_READ] = { 0, 0, SPKI, CAPABILITY_CLIENT_SIGN, mailbox_client_read },
	[MAILBOX_CLIENT_SIGN] = { 32, 48, CRYPTO_P256_SIGNATURE_MAX_LEN, CAPABILITY_CLIENT_SIGN, mailbox_client_sign },
	[MAILBOX_COUNTER_READ] = { 1, 1, 4, CAPABILITY_COUNTER_READ, mailbox_counter_read },
	[MAILBOX_COUNTER_RAISE] = { 5, 5, 0, CAPABILITY_COUNTER_RAISE, mailbox_counter_raise },
	[MAILBOX_LIFECYCLE] = { 1 + FUSE_DEVICE_ID_LEN, 1 + FUSE_DEVICE_ID_LEN, 0, CAPABILITY_LIFECYCLE, mailbox_lifecycle },
	[MAILBOX_CHALLENGE] = { 0, 0, CHALLENGE_LEN, CAPABILITY_SERVICE, mailbox_challenge },
	[MAILBOX_SERVICE_OPEN] = { SPKI + 1, SPKI + SERVICE_TOKEN_MAX_LEN, 4, CAPABILITY_SERVICE, mailbox_service_open },
	[MAILBOX_SERVICE_CLOSE] = { 0, 0, 0, CAPABILITY_SERVICE, mailbox_service_close },
	[MAILBOX_FAULT_REPORT] = { 1, 1, 0, CAPABILITY_FAULT_REPORT, mailbox_fault_report },
	[MAILBOX_FAULTS] = { 0, 0, 4 * FAULT_KIND_COUNT, CAPABILITY_FAULTS, mailbox_faults },
	[MAILBOX_CERTIFICATES] = { 0, 0, MAILBOX_BODY_MAX_LEN, CAPABILITY_ATTEST, mailbox_certificates },
	[MAILBOX_DEVICE_KEY] = { 0, 0, IDENTITY_CERTIFICATE_MAX_LEN, CAPABILITY_LIFECYCLE, mailbox_device_key },
};

/* Apps have what their manifest grants of this; the OS, which makes the agent's channel and theirs, has all that it can give. */
static const uint32_t capabilities[MAILBOX_ROLE_COUNT] = {
	[MAILBOX_ROM] = CAPABILITY_STATE | CAPABILITY_MEASURE | CAPABILITY_LOG | CAPABILITY_FAULT_REPORT,
	[MAILBOX_LOADER] = CAPABILITY_STATE | CAPABILITY_RANDOM | CAPABILITY_MEASURE | CAPABILITY_LOG | CAPABILITY_RECOVERY |
			   CAPABILITY_COUNTER_READ | CAPABILITY_FAULT_REPORT,
	[MAILBOX_OS] = CAPABILITY_STATE | CAPABILITY_RANDOM | CAPABILITY_MEASURE | CAPABILITY_LOG | CAPABILITY_ATTEST |
		       CAPABILITY_SEAL | CAPABILITY_SEAL_ADVANCE | CAPABILITY_CLIENT_RENEW | CAPABILITY_CLIENT_SIGN | CAPABILITY_COUNTER_READ | CAPABILITY_COUNTER_RAISE |
		       CAPABILITY_LIFECYCLE | CAPABILITY_SERVICE | CAPABILITY_FAULTS,
	[MAILBOX_AGENT] = CAPABILITY_STATE | CAPABILITY_RANDOM | CAPABILITY_LOG | CAPABILITY_ATTEST | CAPABILITY_CLIENT_RENEW |
			  CAPABILITY_CLIENT_SIGN | CAPABILITY_COUNTER_READ | CAPABILITY_FAULTS,
	[MAILBOX_APP] = CAPABILITY_RANDOM | CAPABILITY_ATTEST | CAPABILITY_SEAL | CAPABILITY_CLIENT_SIGN,
	[MAILBOX_TOOL] = CAPABILITY_STATE | CAPABILITY_LOG | CAPABILITY_ATTEST | CAPABILITY_LIFECYCLE | CAPABILITY_SERVICE |
			 CAPABILITY_FAULTS,
};

const struct mailbox_row *mailbox_row(uint16_t command)
{
	return command < MAILBOX_COMMAND_END && rows[command].run ? &rows[command] : NULL;
}

bool mailbox_may(const struct mailbox_caller *caller, uint16_t command)
{
	const struct mailbox_row *row = mailbox_row(command);

	if (!row || (unsigned int)caller->role >= MAILBOX_ROLE_COUNT || !(capabilities[caller->role] & row->capability))
		return false;
	return caller->role != MAILBOX_APP || caller->granted >> command & 1;
}
