/* SPDX-License-Identifier: Apache-2.0 */
/* One verb at a time, and the sentence that says why it could not be done. */

#include "reference-impl/tools/field.h"

#include <stdio.h>
#include <stdlib.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/tools/field_work.h"
#include "reference-impl/tools/unix_line.h"

enum result field_complain(const struct field_work *work, const char *what, enum result result)
{
	const char *port = work->request->port;

	if (result == RESULT_TIMEOUT)
		fprintf(stderr, "field_tool: %s: %s: nobody answers within %u s; is the device switched on (bench_switch --rig SOCKET on)?\n", port,
			what, work->request->timeout_s);
	else if (result == RESULT_IO)
		fprintf(stderr, "field_tool: %s: %s: the connection ended; the device may have been reset: try again\n", port, what);
	else
		fprintf(stderr, "field_tool: %s: %s: the device says: %s\n", port, what, result_sentence(result));
	return result;
}

/* A refusal comes with the device's own words, in which nothing but printable characters counts. */
static enum result hear(const struct field_work *work, enum port_status status, struct bytes fields)
{
	if (status == PORT_OK)
		return RESULT_OK;
	if (status == PORT_UNKNOWN) {
		fprintf(stderr, "field_tool: %s: whoever runs on the device does not know this command\n", work->request->port);
		return RESULT_REFUSED;
	}
	fprintf(stderr, "field_tool: %s: the device refuses: ", work->request->port);
	answer_json_string(stderr, fields);
	fputc('\n', stderr);
	return RESULT_REFUSED;
}

enum result field_first(struct field_work *work, enum port_command command, struct bytes *ret_fields)
{
	const struct port_question first = { .command = command };
	enum port_status status;
	struct bytes fields;
	enum result result = port_line_open(&work->line, &first, &status, &fields);

	if (result != RESULT_OK)
		return work->line.fd < 0 && result == RESULT_IO ? result : field_complain(work, "the service port", result);
	result = hear(work, status, fields);
	if (result == RESULT_OK)
		*ret_fields = fields;
	return result;
}

enum result field_next(struct field_work *work, const struct port_question *question, struct bytes *ret_fields)
{
	enum port_status status;
	struct bytes fields;
	enum result result = port_line_ask(&work->line, question, &status, &fields);

	if (result != RESULT_OK)
		return field_complain(work, "the service port", result);
	result = hear(work, status, fields);
	if (result == RESULT_OK)
		*ret_fields = fields;
	return result;
}

enum result field_root(struct field_work *work, enum mailbox_command command, struct bytes body, struct bytes *ret_body)
{
	enum result result = mailbox_ask(&work->mailbox, command, body, ret_body);

	if (result == RESULT_IO && work->line.fd < 0)
		return result; /* no board, as was told */
	return result == RESULT_OK ? result : field_complain(work, "the root of trust", result);
}

static enum result info(struct field_work *work)
{
	struct bytes fields, id, loader, os;
	enum result result = field_first(work, PORT_INFO, &fields);
	struct reader r;
	uint32_t counter;
	uint8_t server, slot;

	if (result != RESULT_OK)
		return result;
	r = reader_over(fields);
	server = reader_u8(&r);
	counter = reader_u32_le(&r);
	slot = reader_u8(&r);
	id = reader_take(&r, FUSE_DEVICE_ID_LEN);
	loader = reader_take(&r, CRYPTO_SHA256_LEN);
	os = reader_take(&r, CRYPTO_SHA256_LEN);
	if (reader_result(&r) != RESULT_OK)
		return field_complain(work, "info", RESULT_MALFORMED);
	answer_text(&work->sheet, "served_by", bytes_of_text(server == PORT_SERVER_OS ? "OS" : "loader, in download mode"));
	answer_hex(&work->sheet, "device", id);
	answer_number(&work->sheet, "counter", counter);
	answer_text(&work->sheet, "slot", bytes_of_text(slot == 0 ? "a" : slot == 1 ? "b" : "-"));
	answer_hex(&work->sheet, "loader_register", loader);
	answer_hex(&work->sheet, "os_register", os);
	if (reader_rest(&r).len > 0)
		answer_text(&work->sheet, "reason", reader_rest(&r));
	return RESULT_OK;
}

/* What is asked next must meet the next boot, and not the end of this one. */
static enum result reset(struct field_work *work)
{
	struct bytes none;
	enum result result = field_first(work, PORT_RESET, &none);

	if (result == RESULT_OK && port_line_await_end(&work->line) != RESULT_OK)
		result = field_complain(work, "reset", RESULT_TIMEOUT);
	if (result == RESULT_OK)
		answer_text(&work->sheet, "reset", bytes_of_text("done"));
	return result;
}

enum result field_do(const struct field_request *request)
{
	static enum result (*const verbs[FIELD_VERB_COUNT])(struct field_work *work) = {
		[FIELD_INFO] = info,		     [FIELD_ATTEST] = field_attest,   [FIELD_CHALLENGE] = field_challenge, [FIELD_UNLOCK] = field_unlock,
		[FIELD_LIFECYCLE] = field_lifecycle, [FIELD_INSTALL] = field_install, [FIELD_RESET] = reset,
	};
	struct field_work *work = calloc(1, sizeof(*work));
	enum result result;

	if (!work) {
		fputs("field_tool: out of memory\n", stderr);
		return RESULT_IO;
	}
	work->request = request;
	work->sheet.as_json = request->as_json;
	work->line.path = request->port;
	work->line.fd = -1;
	work->line.until_ms = unix_line_now_ms() + request->timeout_s * INT64_C(1000);
	work->mailbox = port_line_mailbox(&work->line);
	result = verbs[request->verb](work);
	if (result == RESULT_OK)
		answer_end(&work->sheet);
	port_line_close(&work->line);
	free(work);
	return result;
}
