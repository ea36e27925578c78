/* SPDX-License-Identifier: Apache-2.0 */
/* What is no report is refused before anything is shown, with the place where it went wrong. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reports/report_file.h"
#include "reports/report_fixture.h"
#include "reports/schema.h"

static char path[64];

static void put(const char *text, size_t len)
{
	int fd;
	FILE *out;

	strcpy(path, "/tmp/assay-report-XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	out = fdopen(fd, "w");
	fwrite(text, 1, len, out);
	fclose(out);
}

static enum result load(const char *text, struct report_complaint *complaint)
{
	json_t *report = NULL;
	enum result result;

	put(text, strlen(text));
	result = report_load(path, &report, complaint);
	ck_assert_int_eq(report != NULL, result == RESULT_OK);
	json_decref(report);
	unlink(path);
	return result;
}

START_TEST(a_report_comes_back_as_it_was)
{
	json_t *report = report_fixture(), *again = NULL;
	struct report_complaint complaint = { "" };

	strcpy(path, "/tmp/assay-report-XXXXXX");
	ck_assert_int_ge(mkstemp(path), 0);
	ck_assert_int_eq(report_store(report, path, report_write_json), RESULT_OK);
	ck_assert_msg(report_load(path, &again, &complaint) == RESULT_OK, "%s", complaint.says);
	ck_assert(json_equal(report, again));
	unlink(path);
	json_decref(report);
	json_decref(again);
}
END_TEST

/* One change to a good report, given as field, new JSON value (NULL: removed), and words of the complaint. */
static const struct {
	const char *field, *value, *says;
} spoiled[] = {
	{ "total", NULL, "\"total\" is missing" },
	{ "total", "\"2000\"", "total: not of type integer" },
	{ "total", "20.5", "total: not of type integer" },
	{ "total", "-1", "total: too small" },
	{ "total", "10001", "total: too large" },
	{ "level", "\"diamond\"", "level: not one of" },
	{ "exit", "3", "exit: not one of" },
	{ "properties", "[]", "properties: too few" },
	{ "requirements", "{}", "requirements: not of type array" },
	{ "requirements", "[{}]", "requirements[0]: the field" },
	{ "gates", "[{\"name\":\"a\",\"promise\":\"b\",\"from\":\"c\",\"state\":\"held\"}]", "gates[0].from" },
	{ "colour", "1", "\"colour\" is not known" },
	{ "\\u001b[2J", "1", "?[2J" },
	{ "suite", "{\"version\":\"1\",\"digest\":\"d\",\"more\":1}", "suite: the field \"more\"" },
	{ "run", "{}", "run: the field" },
};

START_TEST(a_spoiled_report_is_refused)
{
	json_t *report = report_fixture(), *change = NULL;
	struct report_complaint complaint = { "" };
	char text[256], *whole;

	snprintf(text, sizeof(text), "{\"%s\":%s}", spoiled[_i].field, spoiled[_i].value == NULL ? "0" : spoiled[_i].value);
	change = json_loads(text, 0, NULL);
	ck_assert_ptr_nonnull(change);
	json_object_update(report, change);
	if (spoiled[_i].value == NULL)
		json_object_del(report, spoiled[_i].field);
	whole = json_dumps(report, 0);
	ck_assert_int_eq(load(whole, &complaint), RESULT_MALFORMED);
	ck_assert_msg(strstr(complaint.says, spoiled[_i].says) != NULL, "%s", complaint.says);
	ck_assert_msg(strstr(complaint.says, path) == complaint.says, "%s", complaint.says);
	ck_assert_ptr_null(strchr(complaint.says, '\033'));
	free(whole);
	json_decref(change);
	json_decref(report);
}
END_TEST

START_TEST(what_is_no_json_is_refused)
{
	static const char *const texts[] = { "", "[]", "null", "{", "{\"schema\":1,\"schema\":1}", "{\"a\":\"\xff\"}" };
	struct report_complaint complaint = { "" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ck_assert_int_eq(load(texts[i], &complaint), RESULT_MALFORMED);
	ck_assert_int_eq(load("{\"schema\":2}", &complaint), RESULT_UNSUPPORTED);
	ck_assert_ptr_nonnull(strstr(complaint.says, "newer version"));
}
END_TEST

START_TEST(depth_is_bounded_before_the_parser)
{
	enum { DEPTH = 200000 };
	char *text = malloc(DEPTH + 8);
	struct report_complaint complaint = { "" };

	memcpy(text, "{\"a\":", 5);
	memset(text + 5, '[', DEPTH);
	text[5 + DEPTH] = '\0';
	ck_assert_int_eq(load(text, &complaint), RESULT_MALFORMED);
	ck_assert_ptr_nonnull(strstr(complaint.says, "nested too deeply"));
	free(text);
}
END_TEST

START_TEST(a_missing_file_is_named)
{
	struct report_complaint complaint = { "" };
	json_t *report = NULL;

	ck_assert_int_eq(report_load("/nowhere/report.json", &report, &complaint), RESULT_IO);
	ck_assert_ptr_nonnull(strstr(complaint.says, "/nowhere/report.json: No such file"));
}
END_TEST

START_TEST(a_keyword_that_is_not_understood_refuses)
{
	json_t *schema = json_pack("{s:s}", "pattern", "x"), *value = json_string("x");
	struct schema_fault fault = { "" };

	ck_assert_int_eq(schema_holds(schema, value, &fault), RESULT_UNSUPPORTED);
	ck_assert_ptr_nonnull(strstr(fault.text, "pattern"));
	json_decref(schema);
	json_decref(value);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("report_file");
	TCase *tcase = tcase_create("reading");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, a_report_comes_back_as_it_was);
	tcase_add_loop_test(tcase, a_spoiled_report_is_refused, 0, sizeof(spoiled) / sizeof(spoiled[0]));
	tcase_add_test(tcase, what_is_no_json_is_refused);
	tcase_add_test(tcase, depth_is_bounded_before_the_parser);
	tcase_add_test(tcase, a_missing_file_is_named);
	tcase_add_test(tcase, a_keyword_that_is_not_understood_refuses);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
