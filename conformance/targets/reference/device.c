/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/reference/device.h"

#include "conformance/targets/reference/answer.h"
#include "conformance/targets/reference/root_of_trust.h"
#include "conformance/targets/reference/unit.h"
#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"

enum { STAGE_PIECE_LEN = PORT_FRAME_MAX_LEN - 5 };

/* A register of zeros was never extended: in download mode no OS was measured. */
static void add_measurement(struct adapter_request *request, struct bytes value)
{
	for (size_t i = 0; i < value.len; i++)
		if (value.at[i] != 0) {
			adapter_add_bytes(request, "firmware", value);
			return;
		}
}

static enum adapter_answer give_info(struct adapter_request *request, struct bytes info)
{
	struct reader r = reader_over(info);
	uint32_t newest;
	struct bytes id, loader, os;

	(void)reader_u8(&r);
	newest = reader_u32_le(&r);
	(void)reader_u8(&r);
	id = reader_take(&r, 16);
	loader = reader_take(&r, 32);
	os = reader_take(&r, 32);
	if (reader_result(&r) != RESULT_OK)
		return adapter_fail(request, "the device's answer to INFO is too short: %zu bytes", info.len);
	reference_give_hex(request, "unit", id);
	adapter_give_text(request, "hardware", "assay-virtual-chip");
	adapter_give_list(request, "firmware");
	add_measurement(request, loader);
	add_measurement(request, os);
	adapter_give_integer(request, "security_version", newest);
	return ADAPTER_GIVES;
}

static enum adapter_answer serve_info(void *context, struct adapter_request *request)
{
	struct reference_port *port = context;
	struct complaint why;
	struct bytes info;
	enum adapter_answer answer;

	if (reference_port_open(port, request->unit, reference_until(request), &info, &why) != RESULT_OK)
		return adapter_fail(request, "%s", why.text);
	answer = give_info(request, info);
	reference_port_close(port);
	return answer;
}

/* ADAPTER_GIVES: the device took this step, or lost power in it, and then *interrupted is set. */
static enum adapter_answer step(struct reference_port *port, struct adapter_request *request,
				const struct reference_port_command *command, bool *interrupted)
{
	enum port_status status;
	struct bytes text;
	enum result result = reference_port_ask(port, command, &status, &text);

	*interrupted = result == RESULT_IO || result == RESULT_TIMEOUT;
	if (*interrupted || (result == RESULT_OK && status == PORT_OK))
		return ADAPTER_GIVES;
	if (result == RESULT_OK)
		return reference_refuse_in_its_words(request, text);
	return adapter_fail(request, "the service port speaks no protocol that is known: %s", result_sentence(result));
}

static enum adapter_answer stage_begin(struct reference_port *port, struct adapter_request *request, struct bytes image,
				       bool *interrupted)
{
	uint8_t fields[5];
	struct writer w = writer_over(BUFFER_OF(fields));

	writer_u8(&w, adapter_text_is(request, "path", "recovery") ? PORT_PATH_RECOVERY : PORT_PATH_NORMAL);
	writer_u32_le(&w, (uint32_t)image.len);
	return step(port, request, &(struct reference_port_command){ PORT_STAGE_BEGIN, BYTES_OF(fields), { NULL, 0 } }, interrupted);
}

static enum adapter_answer stage_data(struct reference_port *port, struct adapter_request *request, struct bytes image,
				      bool *interrupted)
{
	enum adapter_answer answer = ADAPTER_GIVES;

	for (size_t at = 0; at < image.len && answer == ADAPTER_GIVES && !*interrupted; at += STAGE_PIECE_LEN) {
		size_t left = image.len - at;
		struct bytes piece = { image.at + at, left < STAGE_PIECE_LEN ? left : STAGE_PIECE_LEN };
		uint8_t offset[4];
		struct writer w = writer_over(BUFFER_OF(offset));

		writer_u32_le(&w, (uint32_t)at);
		answer = step(port, request, &(struct reference_port_command){ PORT_STAGE_DATA, BYTES_OF(offset), piece },
			      interrupted);
	}
	return answer;
}

static enum adapter_answer stage(struct reference_port *port, struct adapter_request *request, struct bytes image)
{
	bool interrupted = false;
	enum adapter_answer answer = stage_begin(port, request, image, &interrupted);

	if (answer == ADAPTER_GIVES && !interrupted)
		answer = stage_data(port, request, image, &interrupted);
	if (answer == ADAPTER_GIVES && !interrupted)
		answer = step(port, request, &(struct reference_port_command){ .command = PORT_STAGE_END }, &interrupted);
	if (answer == ADAPTER_GIVES)
		adapter_give_text(request, "state", interrupted ? "interrupted" : "accepted");
	return answer;
}

/* The device fetches nothing by address yet, so a url alone is unsupported. */
static enum adapter_answer serve_update(void *context, struct adapter_request *request)
{
	struct reference_port *port = context;
	struct bytes image = adapter_bytes(request, "image"), info;
	struct complaint why;
	enum adapter_answer answer;

	if (!adapter_text_is(request, "path", "normal") && !adapter_text_is(request, "path", "recovery"))
		return adapter_wrong(request, "path must be normal or recovery");
	if (!image.at)
		return adapter_text(request, "url") ? ADAPTER_UNSUPPORTED : adapter_wrong(request, "image must be base64");
	if (reference_port_open(port, request->unit, reference_until(request), &info, &why) != RESULT_OK)
		return adapter_fail(request, "%s", why.text);
	answer = stage(port, request, image);
	reference_port_close(port);
	return answer;
}

struct adapter reference_device_adapter(struct reference_port *port)
{
	static const struct adapter_method methods[] = {
		{ "device.info", serve_info },
		{ "device.update", serve_update },
		{ "device.attest", reference_serve_attest },
		{ "device.key", reference_serve_key },
		{ "device.register", reference_serve_register },
		{ "device.seal", reference_serve_seal },
		{ "device.lifecycle", reference_serve_lifecycle },
		{ "device.challenge", reference_serve_challenge },
		{ "device.unlock", reference_serve_unlock },
		{ "device.entry", reference_serve_entry },
	};

	return (struct adapter){ methods, sizeof(methods) / sizeof(methods[0]), REFERENCE_UNITS_MAX, port };
}
