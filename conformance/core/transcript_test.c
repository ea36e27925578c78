/* SPDX-License-Identifier: Apache-2.0 */
/* What is written is read back; what was changed, cut off or put in is refused with its line. */

#include "conformance/core/transcript_read.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "conformance/core/file.h"

static char path[64];
static const char seed[] = "00000000000000000000000000000000000000000000000000000000000000aa";

static void in_a_folder_of_its_own(void)
{
	(void)snprintf(path, sizeof(path), "/tmp/assay-transcript-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(path));
	(void)strncat(path, "/t", sizeof(path) - strlen(path) - 1);
}

static void leave_the_folder(void)
{
	(void)unlink(path);
	*strrchr(path, '/') = '\0';
	(void)rmdir(path);
}

static struct transcript *begin(void)
{
	json_t *head = json_pack("{s:s}", "suite", "x");
	struct transcript *t;

	ck_assert_int_eq(transcript_create(path, head, &t, NULL), RESULT_OK);
	json_decref(head);
	return t;
}

static enum result append(struct transcript *t, const char *bytes)
{
	json_t *params = json_pack("{s:s}", "bytes", bytes);
	struct answer answer = { .kind = ANSWER_GIVEN, .result = json_pack("{s:s}", "back", bytes), .ms = 3 };
	struct transcript_entry entry = { 0, 0, "a_check", "rig.power", params, &answer };
	uint64_t seq;
	enum result result = transcript_append(t, &entry, &seq);

	json_decref(params);
	answer_release(&answer);
	return result;
}

/* A kilobyte in base64, and short text. */
static const char *long_text(void)
{
	static char text[1025];

	memset(text, 'A', 1024);
	return text;
}

static void write_three(void)
{
	struct transcript *t = begin();

	ck_assert_int_eq(append(t, "short"), RESULT_OK);
	ck_assert_int_eq(append(t, long_text()), RESULT_OK);
	ck_assert_int_eq(append(t, long_text()), RESULT_OK);
	ck_assert_int_eq(transcript_end(t, true, seed), RESULT_OK);
	transcript_close(t);
}

static struct buffer content(void)
{
	struct buffer loaded;

	ck_assert_int_eq(file_load(path, TRANSCRIPT_FILE_MAX, &loaded), RESULT_OK);
	return loaded;
}

START_TEST(answers_come_back_with_their_blobs)
{
	struct transcript_reading reading;
	struct buffer all;
	struct answer answer;
	json_t *line, *used = json_object();

	write_three();
	all = content();
	ck_assert_int_eq(transcript_read(bytes_of_buffer(all), TRANSCRIPT_WHOLE, &reading, NULL), RESULT_OK);
	ck_assert_uint_eq(reading.count, 6); /* head, record, one blob, two records, end */
	line = transcript_line_json(&reading, 4);
	ck_assert_int_eq(transcript_answer(&reading, 4, line, used, &answer), RESULT_OK);
	ck_assert_str_eq(json_string_value(json_object_get(answer.result, "back")), long_text());
	ck_assert_uint_eq(answer.ms, 3);
	ck_assert_uint_eq(json_object_size(used), 1);
	answer_release(&answer);
	json_decref(line);
	json_decref(used);
	transcript_reading_release(&reading);
	free(all.at);
}
END_TEST

START_TEST(every_changed_byte_is_noticed)
{
	struct transcript_reading reading;
	struct complaint why;
	struct buffer all;

	write_three();
	all = content();
	for (size_t i = 0; i < all.len; i++) {
		all.at[i] ^= 1;
		ck_assert_msg(transcript_read(bytes_of_buffer(all), TRANSCRIPT_WHOLE, &reading, &why) != RESULT_OK, "byte %zu", i);
		ck_assert_msg(strncmp(why.text, "line ", 5) == 0, "%s", why.text);
		all.at[i] ^= 1;
	}
	free(all.at);
}
END_TEST

START_TEST(a_cut_off_end_is_no_transcript_and_can_be_continued)
{
	struct transcript_reading reading;
	struct transcript *t;
	struct buffer all;

	write_three();
	all = content();
	for (size_t len = 0; len < all.len; len++)
		ck_assert(transcript_read(bytes_from(all.at, len), TRANSCRIPT_WHOLE, &reading, NULL) != RESULT_OK);
	ck_assert_int_eq(transcript_continue(path, &t, NULL), RESULT_REFUSED);
	ck_assert_int_eq(file_store(path, bytes_from(all.at, all.len - 300), 0644), RESULT_OK);
	free(all.at);
	ck_assert_int_eq(transcript_continue(path, &t, NULL), RESULT_OK);
	ck_assert_int_eq(append(t, long_text()), RESULT_OK);
	ck_assert_int_eq(transcript_end(t, true, seed), RESULT_OK);
	transcript_close(t);
	all = content();
	ck_assert_int_eq(transcript_read(bytes_of_buffer(all), TRANSCRIPT_WHOLE, &reading, NULL), RESULT_OK);
	transcript_reading_release(&reading);
	free(all.at);
}
END_TEST

/* A full disk, played by the limit on a file's size. */
START_TEST(a_line_that_does_not_fit_is_taken_back)
{
	struct transcript_reading reading;
	struct transcript *t = begin();
	struct buffer all;
	struct rlimit was;
	enum result result = RESULT_OK;

	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &was), 0);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 5000, was.rlim_max }), 0);
	for (int i = 0; i < 100 && result == RESULT_OK; i++)
		result = append(t, "short");
	ck_assert_int_eq(result, RESULT_IO);
	ck_assert_ptr_nonnull(transcript_failure(t));
	ck_assert_int_eq(append(t, "x"), RESULT_IO);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &was), 0);
	(void)!transcript_end(t, true, seed);
	transcript_close(t);
	all = content();
	ck_assert_int_eq(transcript_read(bytes_of_buffer(all), TRANSCRIPT_WHOLE, &reading, NULL), RESULT_OK);
	ck_assert(json_is_false(json_object_get(reading.end, "complete")));
	transcript_reading_release(&reading);
	free(all.at);
}
END_TEST

static const struct {
	const char *text, *says;
} hostile[] = {
	{ "", "head or end is missing" },
	{ "{}\n", "seq or prev" },
	{ "[]\n", "not a JSON object" },
	{ "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "no end" },
	{ "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n", "nested too deeply" },
	{ "{\"head\":{},\"prev\":\"" TRANSCRIPT_NO_LINE_BEFORE "\",\"seq\":1}\n", "seq or prev" },
	{ "{\"head\":{},\"prev\":\"" TRANSCRIPT_NO_LINE_BEFORE "\",\"seq\":0 }\n", "canonical" },
	{ "{\"head\":{},\"prev\":\"" TRANSCRIPT_NO_LINE_BEFORE "\",\"seq\":0.0}\n", "canonical" },
	{ "{\"head\":[],\"prev\":\"" TRANSCRIPT_NO_LINE_BEFORE "\",\"seq\":0}\n", "a head has" },
	{ "{\"blob\":\"a\",\"prev\":\"" TRANSCRIPT_NO_LINE_BEFORE "\",\"seq\":0}\n", "not a head" },
};

START_TEST(hostile_text_is_refused_in_words)
{
	struct transcript_reading reading;
	struct complaint why = { "" };

	ck_assert_int_ne(transcript_read(bytes_of_text(hostile[_i].text), TRANSCRIPT_WHOLE, &reading, &why), RESULT_OK);
	ck_assert_msg(strstr(why.text, hostile[_i].says) != NULL, "%s", why.text);
}
END_TEST

START_TEST(what_cannot_come_back_is_not_held)
{
	json_t *deep = json_object(), *real = json_pack("{s:[f]}", "a", 1.5), *blob = json_pack("{s:{s:s}}", "a", "$blob", "x");

	ck_assert(transcript_can_hold(deep));
	for (int i = 0; i < 20; i++)
		deep = json_pack("[o]", deep);
	ck_assert(!transcript_can_hold(deep));
	ck_assert(!transcript_can_hold(real));
	ck_assert(!transcript_can_hold(blob));
	json_decref(deep);
	json_decref(real);
	json_decref(blob);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("transcript");
	TCase *tests = tcase_create("transcript");
	SRunner *runner;
	int failures;

	tcase_add_checked_fixture(tests, in_a_folder_of_its_own, leave_the_folder);
	tcase_add_test(tests, answers_come_back_with_their_blobs);
	tcase_add_test(tests, every_changed_byte_is_noticed);
	tcase_add_test(tests, a_cut_off_end_is_no_transcript_and_can_be_continued);
	tcase_add_test(tests, a_line_that_does_not_fit_is_taken_back);
	tcase_add_loop_test(tests, hostile_text_is_refused_in_words, 0, sizeof(hostile) / sizeof(hostile[0]));
	tcase_add_test(tests, what_cannot_come_back_is_not_held);
	tcase_set_timeout(tests, 120);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
