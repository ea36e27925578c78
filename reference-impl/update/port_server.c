/* SPDX-License-Identifier: Apache-2.0 */
/* One function for each command; each reads its fields, does one thing and writes one answer. */

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/update/port_server.h"

enum { ANSWER_MAX_LEN = 256, WAIT_MS = 1000, DEVICE_ID_LEN = 16 };

static void answer_result(struct writer *answer, enum result result)
{
	writer_u8(answer, result == RESULT_OK ? PORT_OK : PORT_REFUSED);
	if (result != RESULT_OK)
		writer_text(answer, result_sentence(result));
}

struct identity {
	uint32_t counter;
	uint8_t device_id[DEVICE_ID_LEN];
	struct crypto_sha256 loader, os;
};

static enum result identify(const struct platform *p, struct identity *ret_identity)
{
	struct identity id;
	enum result result = p->counters.read(p->counters.context, COUNTER_OS, &id.counter);

	if (result == RESULT_OK)
		result = p->fuses.read(p->fuses.context, FUSE_DEVICE_ID, BUFFER_OF(id.device_id));
	if (result == RESULT_OK)
		result = p->measurements.read(p->measurements.context, COMPONENT_LOADER, &id.loader);
	if (result == RESULT_OK)
		result = p->measurements.read(p->measurements.context, COMPONENT_OS, &id.os);
	if (result == RESULT_OK)
		*ret_identity = id;
	return result;
}

static void answer_info(const struct port_service *service, struct reader *fields, struct writer *answer)
{
	struct identity id;
	enum result result = reader_finish(fields);

	if (result == RESULT_OK)
		result = identify(service->platform, &id);
	answer_result(answer, result);
	if (result != RESULT_OK)
		return;
	writer_u8(answer, service->server);
	writer_u32_le(answer, id.counter);
	writer_u8(answer, service->slot);
	writer_bytes(answer, BYTES_OF(id.device_id));
	writer_bytes(answer, BYTES_OF(id.loader));
	writer_bytes(answer, BYTES_OF(id.os));
	writer_text(answer, service->reason);
}

static enum result begin(struct port_service *service, struct reader *fields)
{
	uint8_t path = reader_u8(fields);
	uint32_t len = reader_u32_le(fields);
	enum result result = reader_finish(fields);

	return result == RESULT_OK ? stage_begin(&service->stage, path, len) : result;
}

static enum result data(struct port_service *service, struct reader *fields)
{
	uint32_t offset = reader_u32_le(fields);
	enum result result = reader_result(fields);

	return result == RESULT_OK ? stage_data(&service->stage, offset, reader_rest(fields)) : result;
}

static enum result end(struct port_service *service, struct reader *fields)
{
	enum result result = reader_finish(fields);

	return result == RESULT_OK ? stage_end(&service->stage) : result;
}

static enum result reset(struct port_service *service, struct reader *fields)
{
	enum result result = reader_finish(fields);

	service->reset_asked = result == RESULT_OK;
	return result;
}

static void dispatch(struct port_service *service, struct bytes frame, struct writer *answer)
{
	struct reader fields = reader_over(frame);

	switch (reader_u8(&fields)) {
	case PORT_INFO:
		answer_info(service, &fields, answer);
		return;
	case PORT_STAGE_BEGIN:
		answer_result(answer, begin(service, &fields));
		return;
	case PORT_STAGE_DATA:
		answer_result(answer, data(service, &fields));
		return;
	case PORT_STAGE_END:
		answer_result(answer, end(service, &fields));
		return;
	case PORT_RESET:
		answer_result(answer, reset(service, &fields));
		return;
	default:
		writer_u8(answer, PORT_UNKNOWN);
	}
}

enum result port_receive(struct port_service *service, uint32_t wait_ms, struct bytes *ret_frame)
{
	const struct port *port = &service->platform->port;

	return port->receive(port->context, service->room, wait_ms, ret_frame);
}

void port_answer(struct port_service *service, struct bytes frame)
{
	const struct platform *platform = service->platform;
	uint8_t room[ANSWER_MAX_LEN];
	struct writer answer = writer_over(BUFFER_OF(room));
	struct bytes written;
	enum result result;

	dispatch(service, frame, &answer);
	result = writer_finish(&answer, &written);
	if (result == RESULT_OK)
		result = platform->port.send(platform->port.context, written);
	/* Who asked may have hung up meanwhile: what was done stays done, and the next one is served. */
	(void)result;
	if (service->reset_asked)
		platform->control.reset(platform->control.context);
}

/* A bad frame, or none, is no reason to stop: only a port that is gone is. */
static bool goes_on(enum result result)
{
	return result != RESULT_IO && result != RESULT_REFUSED;
}

enum result port_serve(struct port_service *service)
{
	enum result result = RESULT_OK;
	struct bytes frame;

	while (!service->reset_asked && goes_on(result)) {
		result = port_receive(service, WAIT_MS, &frame);
		if (result == RESULT_OK)
			port_answer(service, frame);
	}
	return service->reset_asked ? RESULT_OK : result;
}
