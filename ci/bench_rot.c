/* SPDX-License-Identifier: Apache-2.0 */
/* The boot that is measured into it, and its messages. */
#include "ci/bench_rot.h"

#include <string.h>

static struct component component_of(enum component_kind kind, size_t number)
{
	struct component component = { .kind = kind, .version = { 1, 2, 3, 0 } };

	memset(component.digest.at, (int)(0x40 + number), sizeof(component.digest.at));
	if (kind != COMPONENT_CONFIG)
		memset(component.signer.at, 0x77, sizeof(component.signer.at));
	return component;
}

enum result bench_rot_boot(struct bench_rot *device)
{
	struct component component = component_of(COMPONENT_ROOT_OF_TRUST, 0);
	enum result result;

	memset(device, 0, sizeof(*device));
	memory_chip_init(&device->chip);
	device->vault = memory_chip_vault(&device->chip);
	result = root_of_trust_power_on(&device->rot, &device->vault, &component);
	for (size_t i = 1; i < BOOT_LOG_MAX && result == RESULT_OK; i++) {
		component = component_of(i < COMPONENT_APP ? (enum component_kind)i : COMPONENT_APP, i);
		result = root_of_trust_measure(&device->rot, &component);
	}
	return result;
}

void bench_rot_release(struct bench_rot *device)
{
	root_of_trust_release(&device->rot);
}

struct bytes bench_rot_request(enum mailbox_command command, struct bytes body, struct buffer room)
{
	struct writer w = writer_over(room);

	writer_u16_le(&w, (uint16_t)command);
	writer_u16_le(&w, 0);
	writer_u32_le(&w, (uint32_t)body.len);
	writer_bytes(&w, body);
	return bytes_from(room.at, w.used);
}

enum result bench_rot_ask(struct bench_rot *device, enum mailbox_role role, enum mailbox_command command, struct bytes body,
			  struct bytes *ret_body)
{
	const struct mailbox_caller caller = { .role = role };
	struct bytes request = bench_rot_request(command, body, BUFFER_OF(device->request));
	size_t len = mailbox_handle(&device->rot, &caller, request, BUFFER_OF(device->reply));

	if (len < MAILBOX_HEAD_LEN)
		return RESULT_INTERNAL;
	*ret_body = bytes_from(device->reply + MAILBOX_HEAD_LEN, len - MAILBOX_HEAD_LEN);
	return (enum result)device->reply[4];
}
