/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/reference/mail.h"

#include <time.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"

enum { RETRY_MS = 20, INFO_WAIT_MS = 200, COMPONENT_LEN = 77, COMPONENT_OS_KIND = 3 };

struct mail_visit mail_visit_for(struct reference_port *port, struct adapter_request *request)
{
	return (struct mail_visit){ port, request, reference_until(request) };
}

enum adapter_answer mail_open(struct mail_visit *visit)
{
	struct complaint why;

	if (reference_port_connect(visit->port, visit->request->unit, visit->until_ms, &why) != RESULT_OK)
		return adapter_fail(visit->request, "%s", why.text);
	return ADAPTER_GIVES;
}

void mail_close(struct mail_visit *visit)
{
	reference_port_close(visit->port);
}

static enum adapter_answer tell_failure(struct mail_visit *visit, enum result result)
{
	if (result == RESULT_TIMEOUT)
		return adapter_fail(visit->request, "nobody answers messages at the port of unit %u: is it powered, and does what it runs forward them?",
				    visit->request->unit);
	return adapter_fail(visit->request, "the service port of unit %u: %s", visit->request->unit, result_sentence(result));
}

static enum result exchange(struct mail_visit *visit, enum mail_way way, struct bytes message, enum port_status *ret_status,
			    struct bytes *ret_reply)
{
	const struct reference_port_command command = { .command = way == MAIL_AS_TOOL ? PORT_ROOT_OF_TRUST : PORT_MAILBOX, .fields = message };

	return reference_port_ask(visit->port, &command, ret_status, ret_reply);
}

enum adapter_answer mail_send_raw(struct mail_visit *visit, enum mail_way way, struct bytes message, struct bytes *ret_reply)
{
	enum port_status status;
	enum result result;

	if (message.len > PORT_FRAME_MAX_LEN - 1)
		return adapter_wrong(visit->request, "a frame of the service port holds %d bytes, not %zu", PORT_FRAME_MAX_LEN - 1, message.len);
	result = exchange(visit, way, message, &status, ret_reply);
	if (result != RESULT_OK)
		return tell_failure(visit, result);
	if (status == PORT_UNKNOWN)
		return adapter_refuse(visit->request, "what runs forwards no messages");
	return status == PORT_OK ? ADAPTER_GIVES : reference_refuse_in_its_words(visit->request, *ret_reply);
}

/* The reply's own words: its result, as base/result.h numbers them. */
static enum adapter_answer read_reply(struct mail_visit *visit, uint16_t command, struct bytes reply, struct bytes *ret_body)
{
	struct reader r = reader_over(reply);
	bool is_answer = reader_u16_le(&r) == command;
	uint32_t result;

	is_answer &= reader_u16_le(&r) == 0;
	result = reader_u32_le(&r);
	if (reader_result(&r) != RESULT_OK || !is_answer || result > RESULT_INTERNAL)
		return adapter_fail(visit->request, "the answer to message %u is none: %zu bytes", command, reply.len);
	if (result == RESULT_IO || result == RESULT_CRYPTO || result == RESULT_INTERNAL)
		return adapter_fail(visit->request, "the root of trust itself failed: %s", result_sentence((enum result)result));
	if (result != RESULT_OK)
		return adapter_refuse(visit->request, "%s: %s", result_name((enum result)result), result_sentence((enum result)result));
	*ret_body = reader_rest(&r);
	return ADAPTER_GIVES;
}

static enum result write_message(const struct mail *mail, struct buffer room, struct bytes *ret_message)
{
	struct writer w = writer_over(room);

	writer_u16_le(&w, (uint16_t)mail->command);
	writer_u16_le(&w, 0);
	writer_u32_le(&w, (uint32_t)mail->body.len);
	writer_bytes(&w, mail->body);
	return writer_finish(&w, ret_message);
}

enum adapter_answer mail_send(struct mail_visit *visit, const struct mail *mail, struct bytes *ret_body)
{
	static uint8_t room[PORT_FRAME_MAX_LEN - 1];
	struct bytes message, reply;
	enum adapter_answer answer;

	if (write_message(mail, BUFFER_OF(room), &message) != RESULT_OK)
		return adapter_wrong(visit->request, "a message holds %d bytes, not %zu", PORT_FRAME_MAX_LEN - 1 - MAILBOX_HEAD_LEN, mail->body.len);
	answer = mail_send_raw(visit, mail->way, message, &reply);
	return answer == ADAPTER_GIVES ? read_reply(visit, (uint16_t)mail->command, reply, ret_body) : answer;
}

/* The newest component of the boot log is an OS or an app. */
static bool has_os(struct bytes log)
{
	struct reader r = reader_over(log);
	uint8_t count = reader_u8(&r);

	if (count == 0 || log.len != 1 + (size_t)count * COMPONENT_LEN)
		return false;
	return log.at[1 + (size_t)(count - 1) * COMPONENT_LEN] >= COMPONENT_OS_KIND;
}

static bool is_in_download_mode(struct mail_visit *visit)
{
	const struct reference_port_command info = { .command = PORT_INFO };
	enum port_status status;
	struct bytes fields;
	bool is_it;

	visit->port->until_ms = reference_port_now_ms() + INFO_WAIT_MS;
	is_it = reference_port_ask(visit->port, &info, &status, &fields) == RESULT_OK && status == PORT_OK && fields.len > 0 &&
		fields.at[0] == PORT_SERVER_DOWNLOAD;
	visit->port->until_ms = visit->until_ms;
	return is_it;
}

/* A visit that breaks off was of a boot that is over, and the next one finds the next boot. */
static bool is_after_boot(struct mail_visit *visit)
{
	static const uint8_t ask_for_log[MAILBOX_HEAD_LEN] = { MAILBOX_BOOT_LOG };
	enum port_status status;
	struct bytes reply;

	if (exchange(visit, MAIL_AS_TOOL, BYTES_OF(ask_for_log), &status, &reply) != RESULT_OK || status != PORT_OK || reply.len < MAILBOX_HEAD_LEN)
		return false;
	return has_os(bytes_from(reply.at + MAILBOX_HEAD_LEN, reply.len - MAILBOX_HEAD_LEN)) || is_in_download_mode(visit);
}

enum adapter_answer mail_open_after_boot(struct mail_visit *visit)
{
	const struct timespec pause = { .tv_nsec = RETRY_MS * 1000000L };

	for (;;) {
		enum adapter_answer answer = mail_open(visit);

		if (answer != ADAPTER_GIVES || is_after_boot(visit))
			return answer;
		mail_close(visit);
		if (reference_port_now_ms() >= visit->until_ms)
			return adapter_fail(visit->request, "unit %u does not come to the end of its boot: is it powered?", visit->request->unit);
		nanosleep(&pause, NULL);
	}
}
