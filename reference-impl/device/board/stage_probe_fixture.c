/* SPDX-License-Identifier: Apache-2.0 */
/* The probe's service: one frame in, one frame out. */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/stage_probe_fixture.h"
#include "reference-impl/platform/platform_script_fixture.h"
#include "reference-impl/platform/port.h"
#include "reference-impl/platform/vault_bus.h"

enum { WAIT_MS = 60000 };

struct probe {
	struct board_link link;
	struct mailbox_link mailbox;
	struct platform platform;
	bool has_environment;
	uint8_t frame[PORT_FRAME_MAX_LEN], out[PORT_FRAME_MAX_LEN], data[BUS_DATA_MAX_LEN];
};

static void step(struct probe *probe, struct bytes request, struct writer *w)
{
	struct bus_header header, answer;

	if (request.len < sizeof(header))
		return;
	memcpy(&header, request.at, sizeof(header));
	platform_script_step(&probe->platform, &header, bytes_from(request.at + sizeof(header), request.len - sizeof(header)),
			     BUFFER_OF(probe->data), &answer);
	writer_bytes(w, BYTES_OF(answer));
	writer_bytes(w, bytes_from(probe->data, answer.length));
}

static void raw(struct probe *probe, struct bytes request, struct writer *w)
{
	ssize_t len = send(probe->link.bus_fd, request.at, request.len, MSG_NOSIGNAL);

	if (len >= 0)
		len = recv(probe->link.bus_fd, probe->data, sizeof(probe->data), 0);
	if (len > 0)
		writer_bytes(w, bytes_from(probe->data, (size_t)len));
}

static void mail(struct probe *probe, struct bytes message, bool is_answered, struct writer *w)
{
	ssize_t len = send(MAILBOX_FD, message.at, message.len, MSG_NOSIGNAL);

	if (len >= 0 && is_answered)
		len = recv(MAILBOX_FD, probe->data, sizeof(probe->data), 0);
	writer_u32_le(w, len < 0 ? (uint32_t)errno : 0);
	if (len > 0 && is_answered)
		writer_bytes(w, bytes_from(probe->data, (size_t)len));
}

static enum result load_slot(struct probe *probe, uint32_t *ret_len)
{
	const struct image_memory *memory = &probe->platform.memory;
	const struct flash *flash = &probe->platform.flash;
	uint8_t header[4];
	struct reader r = reader_over(BYTES_OF(header));
	struct buffer room;
	struct bytes image;
	uint32_t len;
	enum result result = flash->read(flash->context, FLASH_SLOT_A, 0, BUFFER_OF(header));

	if (result != RESULT_OK)
		return result;
	len = reader_u32_le(&r);
	result = memory->reserve(memory->context, sizeof(header), len, &room);
	if (result == RESULT_OK)
		result = flash->read(flash->context, FLASH_SLOT_A, 0, room);
	if (result == RESULT_OK)
		result = memory->freeze(memory->context, &image);
	*ret_len = len;
	return result;
}

static void start(struct probe *probe, struct writer *w)
{
	uint32_t len = 0;
	enum result result = load_slot(probe, &len);

	if (result == RESULT_OK)
		result = probe->platform.memory.start(probe->platform.memory.context, len);
	writer_u8(w, (uint8_t)result);
}

static void read_all(struct probe *probe, struct writer *w)
{
	const struct image_memory *memory = &probe->platform.memory;
	const struct flash *flash = &probe->platform.flash;
	struct buffer room = { NULL, 0 };
	uint64_t sum = 0;
	enum result result =
		memory->reserve(memory->context, 0, flash->region_len(flash->context, FLASH_SLOT_A), &room);

	if (result == RESULT_OK)
		result = flash->read(flash->context, FLASH_SLOT_A, 0, room);
	for (size_t i = 0; i < room.len; i++)
		sum += room.at[i];
	writer_u8(w, (uint8_t)result);
	writer_u64_le(w, sum);
}

static void typed(struct probe *probe, struct bytes request, struct writer *w)
{
	struct reader r = reader_over(request);
	struct bytes text;

	if (board_console_read(&probe->link, reader_u32_le(&r), BUFFER_OF(probe->data), &text) == RESULT_OK)
		writer_bytes(w, text);
	writer_u8(w, '.');
}

static void act(struct probe *probe, struct bytes request, struct writer *w)
{
	struct reader r = reader_over(request);
	struct probe_answer answer = stage_probe_act(&probe->link, (enum probe_act)reader_u8(&r), probe->has_environment);

	writer_u32_le(w, (uint32_t)answer.value);
	writer_u32_le(w, answer.error);
}

static void serve(struct probe *probe, struct bytes frame, struct writer *w)
{
	struct bytes request = bytes_from(frame.at + 1, frame.len - 1);

	switch (frame.at[0]) {
	case PROBE_STEP:
		step(probe, request, w);
		return;
	case PROBE_RAW:
		raw(probe, request, w);
		return;
	case PROBE_START:
		start(probe, w);
		return;
	case PROBE_READ_ALL:
		read_all(probe, w);
		return;
	case PROBE_TYPED:
		typed(probe, request, w);
		return;
	case PROBE_MAILBOX:
	case PROBE_POST:
		mail(probe, request, frame.at[0] == PROBE_MAILBOX, w);
		return;
	case PROBE_ACT:
		act(probe, request, w);
		return;
	}
}

/* An answer that nobody waits for any more is dropped. */
static enum result serve_next(struct probe *probe)
{
	const struct port *port = &probe->platform.port;
	struct writer w = writer_over(BUFFER_OF(probe->out));
	struct bytes frame, answer;
	enum result result = port->receive(port->context, BUFFER_OF(probe->frame), WAIT_MS, &frame);

	if (result != RESULT_OK)
		return result == RESULT_IO ? result : RESULT_OK;
	serve(probe, frame, &w);
	result = writer_finish(&w, &answer);
	if (result == RESULT_OK && answer.len > 0)
		result = port->send(port->context, answer);
	return result == RESULT_NOT_FOUND ? RESULT_OK : result;
}

int stage_probe_serve(bool has_environment)
{
	static struct probe probe;

	board_link_init(&probe.link, BUS_FD);
	mailbox_link_init(&probe.mailbox, MAILBOX_FD);
	probe.platform = board_platform(&probe.link, &probe.mailbox);
	probe.has_environment = has_environment;
	probe.platform.console.write(probe.platform.console.context, bytes_of_text("probe up\n"));
	while (serve_next(&probe) == RESULT_OK)
		continue;
	return 1;
}
