/* SPDX-License-Identifier: Apache-2.0 */
/* The chip: fuses, counters, noise; and the boot that is measured into it. */
#include "ci/bench_rot.h"

#include <string.h>

static enum result take_secret(void *context, struct buffer into)
{
	const struct bench_rot *device = context;

	return bytes_copy(into, bytes_from(device->fuses + FUSE_DEVICE_SECRET, FUSE_DEVICE_SECRET_LEN));
}

static enum result read_fuses(void *context, uint32_t offset, struct buffer into)
{
	const struct bench_rot *device = context;

	return bytes_copy(into, bytes_from(device->fuses + offset, into.len));
}

static enum result burn_fuses(void *context, uint32_t offset, struct bytes bits)
{
	(void)context, (void)offset, (void)bits;
	return RESULT_REFUSED;
}

static enum result read_counter(void *context, enum counter counter, uint32_t *ret_value)
{
	const struct bench_rot *device = context;

	*ret_value = device->counters[counter];
	return RESULT_OK;
}

static enum result raise_counter(void *context, enum counter counter, uint32_t value)
{
	struct bench_rot *device = context;

	device->counters[counter] = value;
	return RESULT_OK;
}

/* Not random at all, but healthy by the tests. */
static enum result draw_noise(void *context, struct buffer into)
{
	struct bench_rot *device = context;

	for (size_t i = 0; i < into.len; i++) {
		device->noise = device->noise * 6364136223846793005u + 1442695040888963407u;
		into.at[i] = (uint8_t)(device->noise >> 56);
	}
	return RESULT_OK;
}

static uint64_t uptime_ms(void *context)
{
	(void)context;
	return 1;
}

static void burn(struct bench_rot *device)
{
	memset(device, 0, sizeof(*device));
	device->counters[COUNTER_CLIENT_KEY] = 1;
	device->vault = (struct vault){ device, take_secret, read_fuses, burn_fuses, read_counter, raise_counter, draw_noise, uptime_ms };
	memset(device->fuses + FUSE_LIFECYCLE, 0xff, 2);
	memset(device->fuses + FUSE_DEVICE_ID, 0x1d, FUSE_DEVICE_ID_LEN);
	memset(device->fuses + FUSE_VENDOR_UUID, 0x3c, 32);
	for (size_t i = 0; i < FUSE_DEVICE_SECRET_LEN; i++)
		device->fuses[FUSE_DEVICE_SECRET + i] = (uint8_t)(7 * i + 1);
}

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

	burn(device);
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
