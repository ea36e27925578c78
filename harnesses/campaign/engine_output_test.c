/* SPDX-License-Identifier: Apache-2.0 */
/* What engines print, and what something that wants to be taken for it prints. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "harnesses/campaign/engine_output.h"

static const struct engine_counts untouched = { 1, 2, 3, 4 };

static struct engine_counts after_line(const char *line)
{
	struct engine_counts counts = untouched;

	engine_output_libfuzzer(bytes_of_text(line), &counts);
	return counts;
}

#define must_count(counts, e, c, k)                                  \
	do {                                                         \
		struct engine_counts got_ = (counts);                \
		ck_assert_uint_eq(got_.executions, e);               \
		ck_assert_uint_eq(got_.edges, c);                    \
		ck_assert_uint_eq(got_.corpus, k);                   \
	} while (0)

START_TEST(reads_libfuzzer)
{
	must_count(after_line("#4096\tpulse  cov: 301 ft: 900 corp: 80/12Kb lim: 128 exec/s: 2048 rss: 50Mb"), 4096, 301, 80);
	must_count(after_line("#2\tINITED cov: 7 ft: 8 corp: 1/1b exec/s: 0 rss: 30Mb"), 2, 7, 1);
	must_count(after_line("stat::number_of_executed_units: 69986"), 69986, 2, 3);
}
END_TEST

START_TEST(takes_nothing_that_is_not_a_status)
{
	static const char *const lines[] = {
		"", "#", "# 12 cov: 9", "#x cov: 9", "    #3 0x55 in f x.c:1 cov: 9", "INFO: #9 cov: 9 corp: 9/9b",
		"stat::number_of_executed_units:", "stat::number_of_executed_units: -4", "stat::number_of_executed_units: 99999999999999999999",
		"#99999999999999999999 pulse cov: 1 corp: 1/1b",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		must_count(after_line(lines[i]), 1, 2, 3);
	must_count(after_line("#5 NEW cov: many corp: /"), 5, 2, 3);
	must_count(after_line("#5 NEW cov:"), 5, 2, 3);
}
END_TEST

START_TEST(reads_afl)
{
	struct engine_counts counts = untouched;
	static const char stats[] = "start_time        : 1\nexecs_done        : 37833\nexecs_per_sec     : 9441.73\n"
				    "corpus_count      : 89\nedges_found       : 331\nafl_banner        : execs_done : 4\n";
	static const char plot[] = "# relative_time, cycles_done, cur_item, corpus_count, pending_total, total_execs, edges_found\n"
				   "1, 0, 0, 5, 1, 100, 20\n6, 0, 0, 9, 1, 900, 25\n11, 0, 0, 99, 1, 99";

	ck_assert(engine_output_afl_stats(bytes_of_text(stats), &counts));
	must_count(counts, 37833, 331, 89);
	engine_output_afl_plot(bytes_of_text(plot), &counts);
	must_count(counts, 900, 25, 9);
}
END_TEST

START_TEST(reads_afl_while_it_runs)
{
	struct engine_counts counts = untouched;

	engine_output_afl_line(bytes_of_text("[*] Fuzzing test case #84 (87 total, 2 crashes saved, perf_score=450)..."), &counts);
	engine_output_afl_queued(bytes_of_text("id:000129,src:000025,time:29876,execs:188012,op:havoc,rep:2,+cov"), &counts);
	must_count(counts, 188012, 2, 87);
	ck_assert_uint_eq(counts.failing, 2);
	engine_output_afl_queued(bytes_of_text("id:000003,time:0,execs:0,orig:a,execs:7"), &counts);
	engine_output_afl_queued(bytes_of_text(",execs:"), &counts);
	engine_output_afl_line(bytes_of_text("Fuzzing test case #1 (x total, y"), &counts);
	must_count(counts, 188012, 2, 87);
}
END_TEST

START_TEST(takes_nothing_from_a_torn_file)
{
	static const char *const texts[] = { "", "\n\n", "execs_done", "execs_done :", "execs_done : x", ",,,,\n,,,,\n", "# total_execs\n", "# total_execs\n7" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct engine_counts counts = untouched;

		ck_assert(!engine_output_afl_stats(bytes_of_text(texts[i]), &counts));
		engine_output_afl_plot(bytes_of_text(texts[i]), &counts);
		must_count(counts, 1, 2, 3);
	}
}
END_TEST

/* Every cut and every changed byte of good text, of exactly its length: what matters is that nothing else is read. */
START_TEST(survives_any_text)
{
	static const char good[] = "#4096\tpulse cov: 301 corp: 80/12Kb\nexecs_done : 5\n# total_execs, edges_found\n4, 5\n\"a\\x41\"";

	for (size_t len = 0; len < sizeof(good); len++)
		for (unsigned int changed = 0; changed < 2 * len; changed++) {
			char *text = malloc(len);
			struct engine_counts counts = untouched;

			memcpy(text, good, len);
			text[changed / 2] = changed % 2 == 0 ? '\0' : '\n';
			engine_output_libfuzzer(bytes_from(text, len), &counts);
			(void)engine_output_afl_stats(bytes_from(text, len), &counts);
			engine_output_afl_plot(bytes_from(text, len), &counts);
			(void)engine_output_is_token(bytes_from(text, len));
			free(text);
		}
}
END_TEST

START_TEST(knows_tokens)
{
	static const char *const good[] = { "\"a\"", "\"\\x3d\\xB8\"", "name=\"x y\"", "\"\\\\\"", "\"\\\"\"", "a_1=\"\\x00\"" };
	static const char *const bad[] = { "", "\"\"", "\"", "a", "# \"a\"", "\"a", "a=", "\"\\n\"", "\"\\x4\"", "\"\\\"", "\"a\"b\"", "\"\t\"", "a@2=\"x\"" };
	char longest[128 + 4];

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(engine_output_is_token(bytes_of_text(good[i])), "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!engine_output_is_token(bytes_of_text(bad[i])), "%s", bad[i]);
	memset(longest, 'a', sizeof(longest));
	longest[0] = longest[129] = '"';
	ck_assert(engine_output_is_token(bytes_from(longest, 130)));
	longest[129] = 'a';
	longest[130] = '"';
	ck_assert(!engine_output_is_token(bytes_from(longest, 131)));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("engine_output");
	TCase *tests = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, reads_libfuzzer);
	tcase_add_test(tests, takes_nothing_that_is_not_a_status);
	tcase_add_test(tests, reads_afl);
	tcase_add_test(tests, reads_afl_while_it_runs);
	tcase_add_test(tests, takes_nothing_from_a_torn_file);
	tcase_add_test(tests, survives_any_text);
	tcase_add_test(tests, knows_tokens);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0 ? 1 : 0;
}
