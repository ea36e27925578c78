/* SPDX-License-Identifier: Apache-2.0 */
/* What the device allows: its lifecycle, the challenge and token that open it, and raw messages. */

#include <stdio.h>
#include <string.h>

#include "conformance/targets/reference/mail.h"
#include "conformance/targets/reference/root_of_trust.h"
#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"

enum { DEVICE_ID_LEN = 16, DEVICE_ID_OFFSET = 8, NONCE_LEN = 32, RIGHTS_TEXT_LEN = 128 };

/* By their numbers in the mailbox; as the maker's tools call them. */
static const char *const STATES[] = { "unknown", "blank", "module-complete", "device-complete" };
enum { STATE_COUNT = sizeof(STATES) / sizeof(STATES[0]) };

static const char *state_name(uint8_t state)
{
	return state < STATE_COUNT ? STATES[state] : STATES[0];
}

/* Life state and device id, out of the device's own state. */
struct standing {
	uint8_t state, device_id[DEVICE_ID_LEN];
};

static enum adapter_answer read_standing(struct mail_visit *visit, struct standing *ret_standing)
{
	const struct mail mail = { .way = MAIL_AS_TOOL, .command = MAILBOX_SECURITY_STATE };
	struct bytes body;
	enum adapter_answer answer = mail_send(visit, &mail, &body);

	if (answer != ADAPTER_GIVES)
		return answer;
	if (body.len < DEVICE_ID_OFFSET + DEVICE_ID_LEN)
		return adapter_fail(visit->request, "the device's state is %zu bytes long", body.len);
	ret_standing->state = body.at[0];
	memcpy(ret_standing->device_id, body.at + DEVICE_ID_OFFSET, DEVICE_ID_LEN);
	return ADAPTER_GIVES;
}

/* The command names the device, since no step is ever taken back. */
static enum adapter_answer advance(struct mail_visit *visit, uint8_t to, const struct standing *standing)
{
	uint8_t body[1 + DEVICE_ID_LEN] = { to };
	const struct mail mail = { .way = MAIL_AS_TOOL, .command = MAILBOX_LIFECYCLE, .body = BYTES_OF(body) };
	struct bytes reply;

	memcpy(body + 1, standing->device_id, DEVICE_ID_LEN);
	return mail_send(visit, &mail, &reply);
}

static enum adapter_answer lifecycle(struct mail_visit *visit, bool advances, uint8_t to)
{
	struct standing standing;
	enum adapter_answer answer = read_standing(visit, &standing);

	if (answer == ADAPTER_GIVES && advances)
		answer = advance(visit, to, &standing);
	if (answer == ADAPTER_GIVES && advances)
		answer = read_standing(visit, &standing);
	if (answer == ADAPTER_GIVES)
		adapter_give_text(visit->request, "state", state_name(standing.state));
	return answer;
}

enum adapter_answer reference_serve_lifecycle(void *context, struct adapter_request *request)
{
	struct mail_visit visit = mail_visit_for(context, request);
	bool advances = adapter_text_is(request, "act", "advance");
	enum adapter_answer answer;
	uint8_t to = 0;

	if (!advances && !adapter_text_is(request, "act", "state"))
		return adapter_wrong(request, "act must be state or advance");
	while (advances && to < STATE_COUNT && !adapter_text_is(request, "to", STATES[to]))
		to++;
	if (to == STATE_COUNT)
		return adapter_wrong(request, "to must be blank, module-complete or device-complete");
	answer = mail_open(&visit);
	if (answer != ADAPTER_GIVES)
		return answer;
	answer = lifecycle(&visit, advances, to);
	mail_close(&visit);
	return answer;
}

static enum adapter_answer challenge(struct mail_visit *visit)
{
	const struct mail mail = { .way = MAIL_AS_TOOL, .command = MAILBOX_CHALLENGE };
	struct bytes body;
	enum adapter_answer answer = mail_send(visit, &mail, &body);

	if (answer != ADAPTER_GIVES)
		return answer;
	if (body.len != NONCE_LEN + DEVICE_ID_LEN + 1)
		return adapter_fail(visit->request, "the device's challenge is %zu bytes long", body.len);
	adapter_give_bytes(visit->request, "challenge", bytes_from(body.at, NONCE_LEN));
	adapter_give_bytes(visit->request, "device", bytes_from(body.at + NONCE_LEN, DEVICE_ID_LEN));
	adapter_give_text(visit->request, "lifecycle", state_name(body.at[NONCE_LEN + DEVICE_ID_LEN]));
	return ADAPTER_GIVES;
}

enum adapter_answer reference_serve_challenge(void *context, struct adapter_request *request)
{
	struct mail_visit visit = mail_visit_for(context, request);
	enum adapter_answer answer = mail_open(&visit);

	if (answer != ADAPTER_GIVES)
		return answer;
	answer = challenge(&visit);
	mail_close(&visit);
	return answer;
}

/* "open: debug-os read-logs" */
static void give_rights(struct adapter_request *request, uint32_t rights)
{
	static const char *const NAMES[] = { "debug-os", "debug-apps", "read-logs", "sideload", "radio-test" };
	char text[RIGHTS_TEXT_LEN] = "open:";
	size_t used = strlen(text);

	for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++)
		if (rights >> i & 1)
			used += (size_t)snprintf(text + used, sizeof(text) - used, " %s", NAMES[i]);
	adapter_give_text(request, "state", text);
}

static enum adapter_answer unlock(struct mail_visit *visit, struct bytes token)
{
	const struct mail mail = { .way = MAIL_AS_TOOL, .command = MAILBOX_SERVICE_OPEN, .body = token };
	struct bytes body;
	enum adapter_answer answer = mail_send(visit, &mail, &body);
	struct reader r = reader_over(body);
	uint32_t rights;

	if (answer != ADAPTER_GIVES)
		return answer;
	rights = reader_u32_le(&r);
	if (reader_result(&r) != RESULT_OK)
		return adapter_fail(visit->request, "the device does not say which rights it gives");
	give_rights(visit->request, rights);
	return ADAPTER_GIVES;
}

enum adapter_answer reference_serve_unlock(void *context, struct adapter_request *request)
{
	struct mail_visit visit = mail_visit_for(context, request);
	struct bytes token = adapter_bytes(request, "token");
	enum adapter_answer answer;

	if (!token.at)
		return adapter_wrong(request, "token must be base64");
	if (adapter_text(request, "object"))
		return adapter_wrong(request, "the chip has no objects that are opened one by one");
	answer = mail_open(&visit);
	if (answer != ADAPTER_GIVES)
		return answer;
	answer = unlock(&visit, token);
	mail_close(&visit);
	return answer;
}

/* A frame of the service port, to whoever serves it. */
static enum adapter_answer enter_port(struct mail_visit *visit, struct bytes frame)
{
	const struct reference_port_command command = { .command = (enum port_command)frame.at[0], .fields = bytes_from(frame.at + 1, frame.len - 1) };
	enum port_status status;
	struct bytes reply;
	enum result result = reference_port_ask(visit->port, &command, &status, &reply);

	if (result != RESULT_OK)
		return adapter_fail(visit->request, "the service port of unit %u: %s", visit->request->unit, result_sentence(result));
	if (status == PORT_UNKNOWN)
		return adapter_refuse(visit->request, "unknown command");
	if (status != PORT_OK)
		return reference_refuse_in_its_words(visit->request, reply);
	adapter_give_bytes(visit->request, "bytes", reply);
	return ADAPTER_GIVES;
}

enum adapter_answer reference_serve_entry(void *context, struct adapter_request *request)
{
	bool is_port = adapter_text_is(request, "entry", "port");
	struct mail_visit visit = mail_visit_for(context, request);
	bool is_tool = adapter_text_is(request, "entry", "mailbox.tool");
	struct bytes bytes = adapter_bytes(request, "bytes"), reply;
	enum adapter_answer answer;

	if (!bytes.at || (!is_tool && !is_port && !adapter_text_is(request, "entry", "mailbox.os")))
		return adapter_wrong(request, "entry must be mailbox.tool, mailbox.os or port, and bytes must be there");
	if (is_port && (bytes.len == 0 || bytes.len > PORT_FRAME_MAX_LEN))
		return adapter_wrong(request, "a frame holds 1 to %d bytes", PORT_FRAME_MAX_LEN);
	answer = mail_open(&visit);
	if (answer != ADAPTER_GIVES)
		return answer;
	if (is_port) {
		answer = enter_port(&visit, bytes);
		mail_close(&visit);
		return answer;
	}
	answer = mail_send_raw(&visit, is_tool ? MAIL_AS_TOOL : MAIL_AS_RUNNING, bytes, &reply);
	if (answer == ADAPTER_GIVES)
		adapter_give_bytes(request, "bytes", reply);
	mail_close(&visit);
	return answer;
}
