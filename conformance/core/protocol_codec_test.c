/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of protocol_codec.h: whatever an adapter writes, the answer is of a legal kind, and given only if it is right. */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/protocol_check.h"
#include "conformance/core/protocol_codec.h"
#include "conformance/core/protocol_line.h"

enum { ID = 7, MUTATIONS = 100000, LINE_ROOM = 2048 };

struct line_case {
	const char *method;
	const char *line;
	enum answer_kind kind;
	const char *reason; /* a part of it */
};

#define ANSWER(body) "{\"jsonrpc\":\"2.0\",\"id\":7," body "}"
#define RESULT(body) ANSWER("\"result\":" body)

static const struct line_case cases[] = {
	{ "rig.power", RESULT("{}"), ANSWER_GIVEN, "" },
	{ "rig.power", " " RESULT("{ }") "\r", ANSWER_GIVEN, "" },
	{ "rig.hello", RESULT("{\"name\":\"n\",\"serial\":\"s\",\"capabilities\":[]}"), ANSWER_GIVEN, "" },
	{ "rig.hello", RESULT("{\"name\":\"Gr\\u00fc\\u00dfe\",\"serial\":\"\",\"capabilities\":[\"cut\",\"console\"]}"), ANSWER_GIVEN, "" },
	{ "rig.console", RESULT("{\"bytes\":\"AAE=\",\"next\":9007199254740991,\"lost\":0}"), ANSWER_GIVEN, "" },
	{ "rig.storage", RESULT("{}"), ANSWER_GIVEN, "" },
	{ "rig.storage", RESULT("{\"regions\":[{\"name\":\"a\",\"kind\":\"flash\",\"offset\":0,\"length\":1}]}"), ANSWER_GIVEN, "" },
	{ "rig.power", RESULT("{\"refused\":\"no\"}"), ANSWER_REFUSED, "no" },
	{ "rig.power", ANSWER("\"error\":{\"code\":-32601,\"message\":\"none\"}"), ANSWER_UNSUPPORTED, "none" },
	{ "rig.power", ANSWER("\"error\":{\"code\":-32000,\"message\":\"broke\"}"), ANSWER_ERROR, "broke" },
	{ "rig.power", ANSWER("\"error\":{\"code\":1,\"message\":\"broke\",\"data\":[1]}"), ANSWER_ERROR, "broke" },
	{ "rig.no_such", ANSWER("\"error\":{\"code\":-32601,\"message\":\"none\"}"), ANSWER_UNSUPPORTED, "none" },

	{ "rig.no_such", RESULT("{}"), ANSWER_BROKEN, "does not have" },
	{ "rig.power", "", ANSWER_BROKEN, "not JSON" },
	{ "rig.power", "{", ANSWER_BROKEN, "not JSON" },
	{ "rig.power", "[]", ANSWER_BROKEN, "not a JSON object" },
	{ "rig.power", RESULT("{}") "x", ANSWER_BROKEN, "not JSON" },
	{ "rig.power", RESULT("{},\"result\":{}"), ANSWER_BROKEN, "not JSON" },
	{ "rig.power", "{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}", ANSWER_BROKEN, "out of step" },
	{ "rig.power", "{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"result\":{}}", ANSWER_BROKEN, "out of step" },
	{ "rig.power", "{\"jsonrpc\":\"2.0\",\"id\":7.0,\"result\":{}}", ANSWER_BROKEN, "out of step" },
	{ "rig.power", "{\"jsonrpc\":\"1.0\",\"id\":7,\"result\":{}}", ANSWER_BROKEN, "2.0" },
	{ "rig.power", "{\"id\":7,\"result\":{}}", ANSWER_BROKEN, "2.0" },
	{ "rig.power", "{\"jsonrpc\":\"2.0\",\"id\":7}", ANSWER_BROKEN, "result or an error" },
	{ "rig.power", ANSWER("\"result\":{},\"error\":null"), ANSWER_BROKEN, "result or an error" },
	{ "rig.power", ANSWER("\"result\":{},\"more\":1"), ANSWER_BROKEN, "JSON-RPC does not have" },
	{ "rig.power", RESULT("null"), ANSWER_BROKEN, "not an object" },
	{ "rig.power", RESULT("{\"extra\":1}"), ANSWER_BROKEN, "does not list" },
	{ "rig.power", RESULT("{\"refused\":\"no\",\"extra\":1}"), ANSWER_BROKEN, "does not list" },
	{ "rig.power", RESULT("{\"refused\":7}"), ANSWER_BROKEN, "does not list" },
	{ "rig.power", RESULT("{\"refused\":\"\\u001b[2J\"}"), ANSWER_BROKEN, "does not list" },
	{ "rig.power", ANSWER("\"error\":{\"code\":\"-32601\",\"message\":\"\"}"), ANSWER_BROKEN, "code, message" },
	{ "rig.power", ANSWER("\"error\":{\"code\":-32601}"), ANSWER_BROKEN, "code, message" },
	{ "rig.power", ANSWER("\"error\":{\"code\":-32601,\"message\":\"a\\nb\"}"), ANSWER_BROKEN, "code, message" },
	{ "rig.power", ANSWER("\"error\":{\"code\":-32601,\"message\":\"\",\"more\":1}"), ANSWER_BROKEN, "code, message" },
	{ "rig.hello", RESULT("{\"name\":\"n\",\"serial\":\"s\"}"), ANSWER_BROKEN, "\"capabilities\" is missing" },
	{ "rig.hello", RESULT("{\"name\":1,\"serial\":\"s\",\"capabilities\":[]}"), ANSWER_BROKEN, "\"name\" is not" },
	{ "rig.hello", RESULT("{\"name\":\"\\u202e\",\"serial\":\"s\",\"capabilities\":[]}"), ANSWER_BROKEN, "\"name\" is not" },
	{ "rig.hello", RESULT("{\"name\":\"\\u009b\",\"serial\":\"s\",\"capabilities\":[]}"), ANSWER_BROKEN, "\"name\" is not" },
	{ "rig.hello", RESULT("{\"name\":\"\\u0000\",\"serial\":\"s\",\"capabilities\":[]}"), ANSWER_BROKEN, "not JSON" },
	{ "rig.hello", RESULT("{\"name\":\"\\ud800\",\"serial\":\"s\",\"capabilities\":[]}"), ANSWER_BROKEN, "not JSON" },
	{ "rig.hello", RESULT("{\"name\":\"n\",\"serial\":\"s\",\"capabilities\":{}}"), ANSWER_BROKEN, "list of at most 64" },
	{ "rig.hello", RESULT("{\"name\":\"n\",\"serial\":\"s\",\"capabilities\":[1]}"), ANSWER_BROKEN, "list of at most 64" },
	{ "rig.cut_status", RESULT("{\"operations\":-1,\"fired\":true}"), ANSWER_BROKEN, "\"operations\"" },
	{ "rig.cut_status", RESULT("{\"operations\":9007199254740992,\"fired\":true}"), ANSWER_BROKEN, "\"operations\"" },
	{ "rig.cut_status", RESULT("{\"operations\":99999999999999999999,\"fired\":true}"), ANSWER_BROKEN, "not JSON" },
	{ "rig.cut_status", RESULT("{\"operations\":1.0,\"fired\":true}"), ANSWER_BROKEN, "\"operations\"" },
	{ "rig.cut_status", RESULT("{\"operations\":1e3,\"fired\":true}"), ANSWER_BROKEN, "\"operations\"" },
	{ "rig.cut_status", RESULT("{\"operations\":1,\"fired\":1}"), ANSWER_BROKEN, "\"fired\"" },
	{ "rig.console", RESULT("{\"bytes\":\"AAF=\",\"next\":1,\"lost\":0}"), ANSWER_BROKEN, "canonical base64" },
	{ "rig.console", RESULT("{\"bytes\":\"AAE\",\"next\":1,\"lost\":0}"), ANSWER_BROKEN, "canonical base64" },
	{ "rig.console", RESULT("{\"bytes\":\"AA\\nE=\",\"next\":1,\"lost\":0}"), ANSWER_BROKEN, "canonical base64" },
	{ "device.update", RESULT("{\"state\":\"maybe\"}"), ANSWER_BROKEN, "none of the words" },
	{ "rig.storage", RESULT("{\"regions\":[{\"name\":\"a\",\"kind\":\"k\",\"offset\":0}]}"), ANSWER_BROKEN, "regions" },
	{ "rig.storage", RESULT("{\"regions\":[{\"name\":\"a\",\"kind\":\"k\",\"offset\":0,\"length\":1,\"x\":1}]}"), ANSWER_BROKEN, "regions" },
};

static void read_line(const char *method, struct bytes line, struct answer *ret_answer)
{
	protocol_read_answer(line, ID, protocol_method_by_name(method), ret_answer);
}

START_TEST(lines_of_the_table)
{
	const struct line_case *want = &cases[_i];
	struct answer got;

	read_line(want->method, bytes_of_text(want->line), &got);
	ck_assert_msg(got.kind == want->kind, "%s: kind %d (%s)", want->line, (int)got.kind, got.reason);
	ck_assert_msg(strstr(got.reason, want->reason) != NULL, "%s: %s", want->line, got.reason);
	ck_assert((got.result != NULL) == (got.kind == ANSWER_GIVEN));
	answer_release(&got);
}
END_TEST

/* A line of `count` times the same piece between two others, to be freed. */
static char *repeated(const char *before, const char *piece, size_t count, const char *behind)
{
	char *line = malloc(strlen(before) + strlen(piece) * count + strlen(behind) + 1), *end;

	ck_assert_ptr_nonnull(line);
	end = stpcpy(line, before);
	for (size_t i = 0; i < count; i++)
		end = stpcpy(end, piece);
	strcpy(end, behind);
	return line;
}

static void must_break(const char *method, char *line, const char *reason)
{
	struct answer got;

	read_line(method, bytes_of_text(line), &got);
	ck_assert_int_eq(got.kind, ANSWER_BROKEN);
	ck_assert_msg(strstr(got.reason, reason) != NULL, "%s", got.reason);
	answer_release(&got);
	free(line);
}

START_TEST(what_would_exhaust_a_parser_is_refused_before_it)
{
	must_break("rig.power", repeated("", "[", 100000, ""), "deeper");
	must_break("rig.power", repeated("{\"a\":", "[", 17, ""), "deeper");
	must_break("rig.power", repeated("[0", ",0", 5000, "]"), "4096 values");
	must_break("rig.power", repeated("", " ", PROTOCOL_LINE_MAX + 1, ""), "8 MiB");
	must_break("rig.hello", repeated("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"serial\":\"\",\"capabilities\":[],\"name\":\"", "a", 1025, "\"}}"),
		   "\"name\"");
	must_break("rig.hello",
		   repeated("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"name\":\"\",\"serial\":\"\",\"capabilities\":[\"\"", ",\"\"", 64, "]}}"),
		   "at most 64");
}
END_TEST

START_TEST(bytes_that_are_no_text)
{
	static const char with_nul[] = "{\"jsonrpc\":\"2.0\",\0\"id\":7,\"result\":{}}";
	static const char *lines[] = { "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"refused\":\"\xc0\xaf\"}}",
				       "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"refused\":\"\xed\xa0\x80\"}}",
				       "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"refused\":\"\xf4\x90\x80\x80\"}}",
				       "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"refused\":\"\xe2\x82\"}}", "\xff" };
	struct answer got;

	read_line("rig.power", bytes_from((const uint8_t *)with_nul, sizeof(with_nul) - 1), &got);
	ck_assert_int_eq(got.kind, ANSWER_BROKEN);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		must_break("rig.power", strdup(lines[i]), "not UTF-8");
}
END_TEST

START_TEST(a_long_reason_is_cut_where_a_character_ends)
{
	char *line = repeated("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"refused\":\"", "\xc3\xa9", 500, "\"}}");
	struct answer got;

	read_line("rig.power", bytes_of_text(line), &got);
	ck_assert_int_eq(got.kind, ANSWER_REFUSED);
	ck_assert_uint_eq(strlen(got.reason), ANSWER_REASON_LEN - 2);
	ck_assert(protocol_text_is_plain(bytes_of_text(got.reason)));
	free(line);
}
END_TEST

START_TEST(a_request_is_one_line)
{
	json_t *params = json_pack("{s:s}", "state", "a\nb");
	const struct question question = { "rig.power", 1, 250, params };
	size_t len;
	char *line = protocol_request_line(9, &question, &len);

	ck_assert_str_eq(line, "{\"id\":9,\"jsonrpc\":\"2.0\",\"method\":\"rig.power\",\"params\":{\"deadline_ms\":250,\"state\":\"a\\nb\","
			       "\"unit\":1}}\n");
	ck_assert_uint_eq(len, strlen(line));
	ck_assert_uint_eq(json_object_size(params), 1);
	free(line);
	json_decref(params);
}
END_TEST

START_TEST(a_request_beyond_a_line_is_not_made)
{
	char *long_text = repeated("", "a", PROTOCOL_LINE_MAX, "");
	json_t *params = json_pack("{s:s}", "image", long_text);
	const struct question question = { "device.update", 0, 250, params };
	size_t len = 5;

	ck_assert_ptr_null(protocol_request_line(9, &question, &len));
	ck_assert_uint_eq(len, 5);
	json_decref(params);
	free(long_text);
}
END_TEST

/* xorshift: the same lines in each run. */
static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static size_t insert_piece(char *line, size_t len, size_t at, const char *piece)
{
	size_t piece_len = strlen(piece);

	if (len + piece_len > LINE_ROOM)
		return len;
	memmove(line + at + piece_len, line + at, len - at);
	memcpy(line + at, piece, piece_len);
	return len + piece_len;
}

/* One change: a byte, a cut, a copy of a part, or a piece that JSON gives meaning to. */
static size_t mutate(char *line, size_t len, uint32_t *state)
{
	static const char *pieces[] = { "{", "}", "[", "]", "\"", ",", ":", "\\u0000", "\\u001b", "1e9", "-", "null", "AA==", "\xff",
					"\"refused\":\"x\"", "\"error\":{}", "\"id\":7", "99999999999999999999" };
	size_t at = len == 0 ? 0 : next_random(state) % len;

	switch (next_random(state) % 4) {
	case 0:
		if (len != 0)
			line[at] = (char)next_random(state);
		return len;
	case 1:
		return len == 0 ? 0 : next_random(state) % 8 == 0 ? at : len;
	case 2:
		if (len != 0) {
			memmove(line + at, line + at + 1, len - at - 1);
			len--;
		}
		return len;
	default:
		return insert_piece(line, len, at, pieces[next_random(state) % (sizeof(pieces) / sizeof(pieces[0]))]);
	}
}

START_TEST(mutated_lines_never_pass_the_schema_by)
{
	uint32_t state = 0x5eed;
	size_t kinds[ANSWER_BROKEN + 1] = { 0 };

	for (int i = 0; i < MUTATIONS; i++) {
		const struct line_case *from = &cases[next_random(&state) % (sizeof(cases) / sizeof(cases[0]))];
		const struct protocol_method *method = protocol_method_by_name(from->method);
		char line[LINE_ROOM];
		size_t len = strlen(from->line);
		struct answer got;

		memcpy(line, from->line, len);
		for (uint32_t n = next_random(&state) % 4; n > 0; n--)
			len = mutate(line, len, &state);
		protocol_read_answer(bytes_from((const uint8_t *)line, len), ID, method, &got);
		ck_assert(got.kind <= ANSWER_BROKEN && memchr(got.reason, '\0', sizeof(got.reason)) != NULL);
		ck_assert(protocol_text_is_plain(bytes_of_text(got.reason)));
		ck_assert(got.kind != ANSWER_GIVEN || protocol_object_is_right(&method->gives, got.result, NULL));
		kinds[got.kind]++;
		answer_release(&got);
	}
	for (size_t kind = 0; kind <= ANSWER_BROKEN; kind++)
		ck_assert_msg(kinds[kind] > 100, "kind %zu came %zu times only", kind, kinds[kind]);
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("lines");
	Suite *suite = suite_create("protocol_codec");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(all, lines_of_the_table, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(all, what_would_exhaust_a_parser_is_refused_before_it);
	tcase_add_test(all, bytes_that_are_no_text);
	tcase_add_test(all, a_long_reason_is_cut_where_a_character_ends);
	tcase_add_test(all, a_request_is_one_line);
	tcase_add_test(all, a_request_beyond_a_line_is_not_made);
	tcase_add_test(all, mutated_lines_never_pass_the_schema_by);
	tcase_set_timeout(all, 120);
	suite_add_tcase(suite, all);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
