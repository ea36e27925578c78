/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that change what the device allows: lifecycle, debugging, field service. */

#include <string.h>

#include "reference-impl/root_of_trust/mailbox_table.h"

/* The device's own id goes with it: a step that can't be taken back is not taken on the wrong device. */
enum result mailbox_lifecycle(struct mailbox_call *call)
{
	struct root_of_trust *rot = call->rot;
	uint8_t to = reader_u8(&call->in);
	enum result result;

	if (!bytes_equal(reader_take(&call->in, FUSE_DEVICE_ID_LEN), BYTES_OF(rot->device_id)))
		return RESULT_REFUSED;
	result = lifecycle_step(&rot->vault, rot->lifecycle, (enum lifecycle)to);
	/* Also after a failure: a burn may have happened all the same. */
	root_of_trust_read_fuses(rot);
	return result;
}

enum result mailbox_challenge(struct mailbox_call *call)
{
	struct root_of_trust *rot = call->rot;
	enum result result = service_session_challenge(&rot->session, &rot->vault, &rot->pool);

	if (result != RESULT_OK) {
		fault_log_add(&rot->faults, FAULT_ENTROPY);
		return result;
	}
	writer_bytes(&call->out, BYTES_OF(rot->session.nonce));
	writer_bytes(&call->out, BYTES_OF(rot->device_id));
	writer_u8(&call->out, (uint8_t)rot->lifecycle);
	return RESULT_OK;
}

static enum fault_kind fault_of(enum result result)
{
	if (result == RESULT_BUSY)
		return FAULT_LOCKED_OUT;
	return result == RESULT_IO ? FAULT_STORAGE : FAULT_TOKEN;
}

enum result mailbox_service_open(struct mailbox_call *call)
{
	struct root_of_trust *rot = call->rot;
	struct service_gate gate = { .vault = &rot->vault, .lifecycle = rot->lifecycle };
	struct bytes spki = reader_take(&call->in, CRYPTO_P256_SPKI_LEN);
	enum result result;

	memcpy(gate.device_id, rot->device_id, sizeof(gate.device_id));
	result = service_session_open(&rot->session, &gate, spki, reader_rest(&call->in));
	if (result != RESULT_OK)
		fault_log_add(&rot->faults, fault_of(result));
	else
		writer_u32_le(&call->out, service_session_rights(&rot->session, &rot->vault));
	return result;
}

enum result mailbox_service_close(struct mailbox_call *call)
{
	service_session_close(&call->rot->session);
	return RESULT_OK;
}
