/* SPDX-License-Identifier: Apache-2.0 */
/* Commands about the state of the device: what it is, what boots, what went wrong. */

#include "reference-impl/root_of_trust/mailbox_table.h"

static uint8_t flags_of(const struct root_of_trust *rot)
{
	unsigned int flags = 0;

	flags |= rot->pool.failed ? 0 : MAILBOX_FLAG_ENTROPY;
	flags |= service_session_is_locked(&rot->session, &rot->vault) ? MAILBOX_FLAG_LOCKED : 0;
	flags |= rot->session.saw_debug ? MAILBOX_FLAG_SAW_DEBUG : 0;
	flags |= rot->session.saw_service ? MAILBOX_FLAG_SAW_SERVICE : 0;
	flags |= rot->in_recovery ? MAILBOX_FLAG_RECOVERY : 0;
	flags |= fault_log_is_grave(&rot->faults) ? MAILBOX_FLAG_FAULT : 0;
	return (uint8_t)flags;
}

enum result mailbox_security_state(struct mailbox_call *call)
{
	const struct root_of_trust *rot = call->rot;

	writer_u8(&call->out, (uint8_t)rot->lifecycle);
	writer_u8(&call->out, (uint8_t)root_of_trust_mode(rot));
	writer_u8(&call->out, flags_of(rot));
	writer_u8(&call->out, 0);
	writer_u32_le(&call->out, service_session_rights(&rot->session, &rot->vault));
	writer_bytes(&call->out, BYTES_OF(rot->device_id));
	writer_bytes(&call->out, BYTES_OF(rot->boot_seed));
	writer_bytes(&call->out, BYTES_OF(rot->identity.attestation.spki));
	return RESULT_OK;
}

enum result mailbox_random(struct mailbox_call *call)
{
	uint16_t count = reader_u16_le(&call->in);
	enum result result;

	if (count == 0 || count > MAILBOX_RANDOM_MAX)
		return RESULT_MALFORMED;
	result = entropy_pool_fill(&call->rot->pool, (struct buffer){ call->out.room.at, count });
	if (result != RESULT_OK) {
		fault_log_add(&call->rot->faults, FAULT_ENTROPY);
		return result;
	}
	call->out.used = count;
	return RESULT_OK;
}

/* Each stage speaks for what it starts, and for nothing else. */
static bool may_measure(enum mailbox_role role, enum component_kind kind)
{
	if (role == MAILBOX_ROM)
		return kind == COMPONENT_LOADER;
	if (role == MAILBOX_LOADER)
		return kind == COMPONENT_CONFIG || kind == COMPONENT_OS;
	return role == MAILBOX_OS && kind == COMPONENT_APP;
}

enum result mailbox_measure(struct mailbox_call *call)
{
	struct component component;
	enum result result = component_read(&call->in, &component);

	if (result != RESULT_OK)
		return result;
	if (!may_measure(call->caller->role, component.kind))
		return RESULT_REFUSED;
	return root_of_trust_measure(call->rot, &component);
}

enum result mailbox_boot_log(struct mailbox_call *call)
{
	const struct boot_log *log = &call->rot->log;

	writer_u8(&call->out, (uint8_t)log->count);
	for (size_t i = 0; i < log->count; i++)
		component_write(&call->out, &log->entry[i]);
	return RESULT_OK;
}

enum result mailbox_register(struct mailbox_call *call)
{
	uint8_t kind = reader_u8(&call->in);

	if (kind >= COMPONENT_KIND_COUNT)
		return RESULT_NOT_FOUND;
	writer_bytes(&call->out, BYTES_OF(call->rot->log.measured[kind]));
	return RESULT_OK;
}

/* The OS's identity follows from it, so it has to be said before. */
enum result mailbox_recovery(struct mailbox_call *call)
{
	if (boot_log_newest(&call->rot->log) >= COMPONENT_OS)
		return RESULT_REFUSED;
	call->rot->in_recovery = true;
	return RESULT_OK;
}

static const enum counter COUNTERS[MAILBOX_COUNTER_END] = {
	[MAILBOX_COUNTER_LOADER] = COUNTER_LOADER,
	[MAILBOX_COUNTER_OS] = COUNTER_OS,
	[MAILBOX_COUNTER_RELEASE] = COUNTER_RELEASE,
};

enum result mailbox_counter_read(struct mailbox_call *call)
{
	const struct vault *vault = &call->rot->vault;
	uint8_t counter = reader_u8(&call->in);
	uint32_t value;
	enum result result;

	if (counter >= MAILBOX_COUNTER_END)
		return RESULT_NOT_FOUND;
	result = vault->read_counter(vault->context, COUNTERS[counter], &value);
	if (result != RESULT_OK)
		return result;
	writer_u32_le(&call->out, value);
	return RESULT_OK;
}

/* The stages' own counters rise with their images, not by message. */
enum result mailbox_counter_raise(struct mailbox_call *call)
{
	const struct vault *vault = &call->rot->vault;
	uint8_t counter = reader_u8(&call->in);
	uint32_t value = reader_u32_le(&call->in);

	if (counter >= MAILBOX_COUNTER_END)
		return RESULT_NOT_FOUND;
	if (counter != MAILBOX_COUNTER_RELEASE)
		return RESULT_REFUSED;
	return vault->raise_counter(vault->context, COUNTER_RELEASE, value);
}

enum result mailbox_fault_report(struct mailbox_call *call)
{
	uint8_t kind = reader_u8(&call->in);

	if (kind != FAULT_GLITCH && kind != FAULT_TAMPER)
		return RESULT_MALFORMED;
	fault_log_add(&call->rot->faults, (enum fault_kind)kind);
	return RESULT_OK;
}

enum result mailbox_faults(struct mailbox_call *call)
{
	for (unsigned int kind = 0; kind < FAULT_KIND_COUNT; kind++)
		writer_u32_le(&call->out, call->rot->faults.count[kind]);
	return RESULT_OK;
}
