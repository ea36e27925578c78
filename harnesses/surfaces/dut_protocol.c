/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line of a hostile adapter, read as the answer to a request.
 *
 * Byte 0 is the method that was asked (one more than there are: none that the protocol has), byte 1
 * where an oracle cuts an answer; the rest is the line. Repaired: the rest is the result alone, and the
 * envelope around it is made. Promises: FZ-PROTOCOL-001 to 005 (harnesses/oracles/protocol.h).
 */
#include <stdio.h>
#include <string.h>

#include "conformance/core/protocol_codec.h"
#include "harnesses/oracles/protocol.h"
#include "harnesses/surface.h"
#include "reference-impl/base/writer.h"

enum { MAX_LEN = 8192, REQUEST_ID = 7, PREFIX_LEN = 2, TYPED_WORDS = 4096 };

static void init(void)
{
	for (size_t i = 0; i < every_protocol_method_count; i++)
		harness_holds(every_protocol_method[i].gives.size <= TYPED_WORDS * sizeof(uint64_t), "a typed struct is larger than any");
}

static const struct protocol_method *method_of(uint8_t number)
{
	size_t index = number % (every_protocol_method_count + 1);

	return index < every_protocol_method_count ? &every_protocol_method[index] : NULL;
}

static void run(struct bytes input, struct surface_trace *trace)
{
	static const char *const kinds[] = { "given", "refused", "unsupported", "error", "broken" };
	static uint64_t typed[TYPED_WORDS];
	struct protocol_reading reading = { .id = REQUEST_ID };
	struct answer answer;

	if (input.len < PREFIX_LEN) {
		surface_outcome(trace, "no line");
		return;
	}
	reading.line = bytes_from(input.at + PREFIX_LEN, input.len - PREFIX_LEN);
	reading.method = method_of(input.at[0]);
	protocol_read_answer(reading.line, reading.id, reading.method, &answer);
	FZ_PROTOCOL_004_reason_is_printable(&answer);
	FZ_PROTOCOL_001_given_is_in_the_schema(&reading, &answer);
	FZ_PROTOCOL_002_answers_one_request_only(&reading, &answer);
	FZ_PROTOCOL_003_cut_or_continued_is_broken(&reading, &answer, (size_t)input.at[1] * 31);
	FZ_PROTOCOL_005_decoded_is_what_was_said(&reading, &answer, BUFFER_OF(typed));
	for (size_t i = 0; i < strlen(answer.reason); i++)
		surface_fold(trace, (uint8_t)answer.reason[i]);
	surface_outcome(trace, kinds[answer.kind]);
	answer_release(&answer);
}

static struct bytes repair(struct bytes input, struct buffer room)
{
	struct writer w = writer_over(room);
	struct bytes mended;

	if (input.len < PREFIX_LEN)
		return bytes_from(NULL, 0);
	writer_bytes(&w, bytes_from(input.at, PREFIX_LEN));
	writer_text(&w, "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":");
	writer_bytes(&w, bytes_from(input.at + PREFIX_LEN, input.len - PREFIX_LEN));
	writer_text(&w, "}");
	return writer_finish(&w, &mended) == RESULT_OK ? mended : bytes_from(NULL, 0);
}

/* Longer than a reason may be, of characters of two bytes, at an odd place. */
#define TEN "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f"
#define LONG "x" TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define ANSWER(body) "{\"jsonrpc\":\"2.0\",\"id\":7," body "}"

static const struct seed {
	const char *name, *reaches, *method, *line;
	bool repaired;
} SEEDS[] = {
	{ "empty-result", "given", "rig.power", ANSWER("\"result\":{}"), false },
	{ "spaces", "given", "rig.power", " { \"jsonrpc\" : \"2.0\" , \"id\" : 7 , \"result\" : { } } \r", false },
	{ "refused", "refused", "rig.power", ANSWER("\"result\":{\"refused\":\"not now\"}"), false },
	{ "unsupported", "unsupported", "rig.cut", ANSWER("\"error\":{\"code\":-32601,\"message\":\"no such method\"}"), false },
	{ "error", "error", "rig.cut", ANSWER("\"error\":{\"code\":-32000,\"message\":\"burnt\",\"data\":[1,null]}"), false },
	{ "other-id", "broken", "rig.power", "{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}", false },
	{ "negative-id", "broken", "rig.power", "{\"jsonrpc\":\"2.0\",\"id\":-9223372036854775808,\"result\":{}}", false },
	{ "text-id", "broken", "rig.power", "{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"result\":{}}", false },
	{ "no-version", "broken", "rig.power", "{\"id\":7,\"result\":{},\"x\":1}", false },
	{ "both", "broken", "rig.power", ANSWER("\"result\":{},\"error\":{}"), false },
	{ "twice", "broken", "rig.power", ANSWER("\"result\":{},\"result\":{}"), false },
	{ "cut-off", "broken", "rig.hello", "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"name\":\"n", false },
	{ "two-lines", "broken", "rig.power", ANSWER("\"result\":{}") ANSWER("\"result\":{}"), false },
	{ "no-such-method", "broken", "rig.nothing", ANSWER("\"result\":{}"), false },
	{ "no-such-method-error", "unsupported", "rig.nothing", ANSWER("\"error\":{\"code\":-32601,\"message\":\"\"}"), false },
	{ "deep", "broken", "rig.power", ANSWER("\"result\":{\"a\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}"), false },
	{ "escape-in-reason", "broken", "rig.power", ANSWER("\"result\":{\"refused\":\"\\u001b[2J\"}"), false },
	{ "writing-turned", "broken", "rig.power", ANSWER("\"result\":{\"refused\":\"\xe2\x80\xae\"}"), false },
	{ "long-reason", "error", "rig.power", ANSWER("\"error\":{\"code\":1,\"message\":\"" LONG "\"}"), false },
	{ "hello", "given", "rig.hello", "{\"name\":\"Gr\\u00fc\xc3\x9f" "e\",\"serial\":\"\",\"capabilities\":[\"cut.time\",\"console\"]}", true },
	{ "console", "given", "rig.console", "{\"bytes\":\"AAE=\",\"next\":9007199254740991,\"lost\":0}", true },
	{ "console-negative", "broken", "rig.console", "{\"bytes\":\"\",\"next\":-1,\"lost\":0}", true },
	{ "console-too-large", "broken", "rig.console", "{\"bytes\":\"\",\"next\":9007199254740992,\"lost\":0}", true },
	{ "console-float", "broken", "rig.console", "{\"bytes\":\"\",\"next\":1e3,\"lost\":0}", true },
	{ "console-loose-bits", "broken", "rig.console", "{\"bytes\":\"AAF=\",\"next\":0,\"lost\":0}", true },
	{ "cut-status", "given", "rig.cut_status", "{\"operations\":3,\"fired\":true}", true },
	{ "storage", "given", "rig.storage", "{\"regions\":[{\"name\":\"slot_a\",\"kind\":\"flash\",\"offset\":0,\"length\":65536}],\"bytes\":\"////\"}", true },
	{ "info", "given", "device.info", "{\"unit\":\"u\",\"hardware\":\"h\",\"firmware\":[\"AA==\",\"\"],\"security_version\":4294967295}", true },
	{ "update", "given", "device.update", "{\"state\":\"accepted\"}", true },
	{ "update-other-word", "broken", "device.update", "{\"state\":\"perhaps\"}", true },
	{ "attest", "given", "device.attest", "{\"format\":\"psa\",\"evidence\":\"0oRD\",\"signature\":\"\",\"chain\":[\"MIIB\"]}", true },
	{ "unknown-field", "broken", "device.update", "{\"state\":\"accepted\",\"verdict\":\"pass\"}", true },
};

static uint8_t number_of(const char *method)
{
	size_t i = 0;

	while (i < every_protocol_method_count && strcmp(every_protocol_method[i].name, method) != 0)
		i++;
	return (uint8_t)i;
}

static void make_seeds(const struct seed_sink *sink)
{
	for (size_t i = 0; i < sizeof(SEEDS) / sizeof(SEEDS[0]); i++) {
		const struct seed *seed = &SEEDS[i];
		uint8_t room[1 + MAX_LEN] = { seed->repaired, number_of(seed->method), 1 };
		struct buffer rest = { room + 1 + PREFIX_LEN, sizeof(room) - 1 - PREFIX_LEN };
		struct bytes line = bytes_of_text(seed->line);

		if (bytes_copy(rest, line) == RESULT_OK)
			sink->add(sink->context, seed->name, seed->reaches, bytes_from(room, 1 + PREFIX_LEN + line.len));
	}
}

static const char *const DICTIONARY[] = {
	"{\\\"jsonrpc\\\":\\\"2.0\\\",\\\"id\\\":7,", "\\\"result\\\":{", "\\\"error\\\":{\\\"code\\\":-32601,\\\"message\\\":\\\"\\\"}",
	"{\\\"refused\\\":\\\"\\\"}", "\\\"name\\\":", "\\\"serial\\\":", "\\\"capabilities\\\":[", "\\\"bytes\\\":\\\"AA==\\\"", "\\\"next\\\":",
	"\\\"lost\\\":", "\\\"operations\\\":", "\\\"fired\\\":true", "\\\"regions\\\":[", "\\\"offset\\\":", "\\\"length\\\":", "\\\"kind\\\":",
	"\\\"unit\\\":", "\\\"hardware\\\":", "\\\"firmware\\\":[", "\\\"security_version\\\":", "\\\"state\\\":\\\"accepted\\\"", "\\\"format\\\":",
	"\\\"evidence\\\":", "\\\"signature\\\":", "\\\"chain\\\":[", "\\\"names\\\":[", "\\\"values\\\":[", "9007199254740991", "9007199254740992",
	"-1", "1e3", "true", "null", "\\\\u0000", "\\\\u001b", "\\\\ud800", "\\xe2\\x80\\xae", "\\xc2\\x9b", "AAE=", NULL
};

extern const struct surface surface_dut_protocol;
const struct surface surface_dut_protocol = {
	.enters = "protocol_read_answer",
	.max_len = MAX_LEN,
	.init = init,
	.run = run,
	.repair = repair,
	.make_seeds = make_seeds,
	.dictionary = DICTIONARY,
};
