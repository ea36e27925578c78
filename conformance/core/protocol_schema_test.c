/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of protocol_schema.h: a mistake in protocol.json breaks the build with the place named; what is right is written out. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/core/protocol_schema.h"
#include "conformance/core/protocol_write.h"

static const char *const right =
	"{\"protocol\":\"p\",\"version\":1,\"line_max\":8388608,\"about\":\"a\",\"types\":{\"integer\":\"i\",\"boolean\":\"b\",\"text\":\"t\","
	"\"bytes\":\"b\",\"texts\":\"t\",\"byte_list\":\"b\",\"regions\":\"r\"},\"methods\":[{\"name\":\"rig.try\",\"story\":\"Tries.\","
	"\"takes\":[{\"name\":\"register\",\"type\":\"text\",\"values\":[\"a.b\",\"c\"]}],"
	"\"gives\":[{\"name\":\"count\",\"type\":\"integer\",\"optional\":true}]}]}";

static json_t *load(const char *text, struct complaint *ret_why)
{
	char path[] = "/tmp/schema-XXXXXX";
	int fd = mkstemp(path);
	json_t *schema;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	schema = protocol_schema_load(path, ret_why);
	unlink(path);
	return schema;
}

static const struct {
	const char *from, *to, *says;
} mistakes[] = {
	{ "\"about\":\"a\"", "\"about\":\"a\",\"more\":1", "field \"more\" of the protocol is not known" },
	{ "\"about\":\"a\"", "\"about\":\"\"", "field \"about\" must be a text" },
	{ "\"version\":1", "\"version\":2", "\"version\" must be 1" },
	{ "\"line_max\":8388608", "\"line_max\":1", "\"line_max\" must be 8388608" },
	{ "\"regions\":\"r\"", "\"ranges\":\"r\"", "must describe \"regions\"" },
	{ "\"regions\":\"r\"", "\"regions\":\"r\",\"x\":\"y\"", "a type that" },
	{ "rig.try", "rag.try", "method \"rag.try\" must be named" },
	{ "rig.try", "rig.Try", "must be named" },
	{ "\"story\":\"Tries.\"", "\"story\":\"Tries.\",\"more\":1", "rig.try: field \"more\" of a method is not known" },
	{ "\"story\":\"Tries.\",", "", "rig.try: field \"story\"" },
	{ "\"type\":\"integer\"", "\"type\":\"number\"", "rig.try: field \"count\" has type \"number\"" },
	{ "\"type\":\"integer\"", "\"type\":\"integer\",\"max\":1", "field \"max\" of a field" },
	{ "\"optional\":true", "\"optional\":1", "\"optional\" of \"count\"" },
	{ "\"optional\":true", "\"values\":[\"a\"]", "only a field of type text" },
	{ "[\"a.b\",\"c\"]", "[]", "\"values\" is a list" },
	{ "[\"a.b\",\"c\"]", "[\"a b\"]", "value \"a b\"" },
	{ "\"name\":\"register\"", "\"name\":\"unit\"", "has a name that is taken" },
	{ "\"name\":\"register\"", "\"name\":\"Re\"", "field name \"Re\"" },
	{ "\"takes\":[", "\"takes\":7,\"given\":[", "field \"given\"" },
	{ "{\"name\":\"rig.try\"", "{\"name\":\"rig.try\",\"story\":\"s\",\"takes\":[],\"gives\":[]},{\"name\":\"rig.try\"", "there twice" },
	{ "{\"protocol\"", "[{\"protocol\"", "schema-" },
};

START_TEST(each_mistake_is_named)
{
	const char *found = strstr(right, mistakes[_i].from);
	struct complaint why = { "" };
	char text[2048];

	ck_assert_ptr_nonnull(found);
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(found - right), right, mistakes[_i].to, found + strlen(mistakes[_i].from));
	ck_assert_ptr_null(load(text, &why));
	ck_assert_msg(strstr(why.text, mistakes[_i].says) != NULL, "%s", why.text);
}
END_TEST

static void must_write(void (*write_it)(FILE *out, const json_t *schema), const char *piece)
{
	struct complaint why = { "" };
	json_t *schema = load(right, &why);
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	ck_assert_msg(schema != NULL, "%s", why.text);
	write_it(out, schema);
	fclose(out);
	ck_assert_msg(strstr(text, piece) != NULL, "%s is not in:\n%s", piece, text);
	free(text);
	json_decref(schema);
}

START_TEST(what_is_right_is_written_out)
{
	must_write(protocol_write_calls_h, "enum rig_try_register register_name;");
	must_write(protocol_write_calls_h, "RIG_TRY_REGISTER_A_B = 1,");
	must_write(protocol_write_calls_h, "\tbool has_count;\n\tuint64_t count;");
	must_write(protocol_write_calls_c, "return protocol_ask(&call, takes, ret_gives, ret_answer);");
	must_write(protocol_write_table_h, "METHOD_RIG_TRY,");
	must_write(protocol_write_table_c, "{ \"register\", PROTOCOL_TEXT, false, rig_try_register_values, ");
	must_write(protocol_write_guide, "| `rig.try` | Tries. | `register` text: a.b or c | `count` integer, optional |");
	must_write(protocol_write_dictionary, "\"\\\"rig.try\\\"\"");
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("schema");
	Suite *suite = suite_create("protocol_schema");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(all, each_mistake_is_named, 0, (int)(sizeof(mistakes) / sizeof(mistakes[0])));
	tcase_add_test(all, what_is_right_is_written_out);
	suite_add_tcase(suite, all);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
