/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSONTestSuite through the protocol's reader: what must not be JSON is not read as it from any
 * adapter, and what is JSON gets as far as the question whether it is an answer.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/protocol_codec.h"
#include "reference-impl/base/vectors_fixture.h"

struct tally {
	size_t accepted, refused, free_accepted, free_refused, scalars, duplicates, nul;
};

/* Was it read as JSON? Then the complaint is about what the JSON is. */
static bool is_json(struct bytes line)
{
	static const char *const LATER[] = { "the line is not a JSON object", "\"jsonrpc\" is not" };
	struct answer answer;

	protocol_read_answer(line, 1, NULL, &answer);
	ck_assert_int_eq(answer.kind, ANSWER_BROKEN);
	return strncmp(answer.reason, LATER[0], strlen(LATER[0])) == 0 || strncmp(answer.reason, LATER[1], strlen(LATER[1])) == 0;
}

/* White space apart, does it begin as an array or object does? Nothing else can be a message. */
static bool is_scalar(struct bytes text)
{
	size_t at = 0;

	while (at < text.len && strchr(" \t\r\n", text.at[at]))
		at++;
	return at == text.len || (text.at[at] != '[' && text.at[at] != '{');
}

/* What RFC 8259 allows and the protocol does not. */
static bool is_stricter_here(const char *file, struct bytes text, struct tally *tally)
{
	bool is_duplicate = strncmp(file, "y_object_duplicated_key", 23) == 0;
	bool is_nul = strstr(file, "null_escape") || strstr(file, "escaped_null") || strstr(file, "u+0000") || strstr(file, "U+0000") ||
		      memmem(text.at, text.len, "\\u0000", 6);

	tally->scalars += is_scalar(text);
	tally->duplicates += is_duplicate;
	tally->nul += is_nul;
	return is_scalar(text) || is_duplicate || is_nul;
}

static void run_file(const char *folder, const char *file, const char *expected, struct tally *tally)
{
	char relative[256], path[VECTORS_PATH_MAX];
	struct buffer content;
	bool taken;

	snprintf(relative, sizeof(relative), "json/%s/%s", folder, file);
	ck_assert(vectors_path(relative, path));
	content = vectors_read(path);
	taken = is_json(bytes_of_buffer(content));
	if (strcmp(expected, "EITHER") == 0) {
		tally->free_accepted += taken;
		tally->free_refused += !taken;
	} else if (strcmp(expected, "REJECT") == 0) {
		ck_assert_msg(!taken, "%s is read as JSON", file);
		tally->refused++;
	} else if (!taken) {
		ck_assert_msg(is_stricter_here(file, bytes_of_buffer(content), tally), "%s is not read as JSON", file);
	} else {
		tally->accepted++;
	}
	free(content.at);
}

START_TEST(lines_have_their_verdicts)
{
	char path[VECTORS_PATH_MAX], line[1024];
	struct tally tally = { 0 };
	FILE *names;

	if (!vectors_path("json/names.csv", path))
		return;
	names = fopen(path, "r");
	ck_assert_ptr_nonnull(names);
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), names));
	while (fgets(line, sizeof(line), names)) {
		char *rest = line;
		const char *folder = strsep(&rest, ","), *file = strsep(&rest, ",");

		/* Between them stand a set and a size. */
		(void)strsep(&rest, ",");
		(void)strsep(&rest, ",");
		ck_assert_ptr_nonnull(rest);
		run_file(folder, file, strtok(rest, "\r\n"), &tally);
	}
	fclose(names);
	ck_assert(tally.accepted > 0 && tally.refused > 0);
	printf("vectors: json: %zu accepted, %zu refused, as expected; %zu of free choice, of which %zu are accepted; apart: %zu scalars, "
	       "%zu duplicate keys, %zu NUL in texts, which the protocol refuses\n",
	       tally.accepted, tally.refused, tally.free_accepted + tally.free_refused, tally.free_accepted, tally.scalars,
	       tally.duplicates, tally.nul);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("protocol vectors");
	TCase *tests = tcase_create("lines");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, lines_have_their_verdicts);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
