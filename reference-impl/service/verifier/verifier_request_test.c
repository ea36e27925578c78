/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: what is asked is understood, everything else is wrong usage; times are RFC 3339. */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/service/verifier/verifier_request.h"

#define NONCE "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF"

static enum verifier_answer read_line(const char *line, struct verifier_request *request)
{
	static char room[2048];
	char *argv[64];
	int argc = 0;

	ck_assert_uint_lt(strlen(line), sizeof(room));
	memcpy(room, line, strlen(line) + 1);
	for (char *word = strtok(room, " "); word && argc < 63; word = strtok(NULL, " "))
		argv[argc++] = word;
	argv[argc] = NULL;
	return verifier_request_read(argc, argv, request);
}

START_TEST(a_whole_line_is_understood)
{
	struct verifier_request r;

	ck_assert_int_eq(read_line("v --nonce " NONCE " --roots r --releases a --releases b --chain c --device-key k --time 2026-11-21T13:00:00Z --json t", &r), VERIFIER_GO);
	ck_assert_uint_eq(r.nonce_len, 32);
	ck_assert_uint_eq(r.nonce[31], 0xff);
	ck_assert_uint_eq(r.release_count, 2);
	ck_assert_str_eq(r.releases[1], "b");
	ck_assert_str_eq(r.roots, "r");
	ck_assert_str_eq(r.chain, "c");
	ck_assert_str_eq(r.device_key, "k");
	ck_assert_str_eq(r.token, "t");
	ck_assert(r.has_time && r.time == 1795266000 && r.as_json && !r.allows_other_debug);
	ck_assert_int_eq(read_line("v --nonce " NONCE " --roots r --releases a --chain c", &r), VERIFIER_GO);
	ck_assert_str_eq(r.token, "-");
	ck_assert(!r.has_time && !r.as_json && !r.device_key);
}
END_TEST

static const char *const wrong[] = {
	"v",
	"v --nonce 00 --roots r --releases a --chain c",
	"v --nonce " NONCE "0 --roots r --releases a --chain c",
	"v --nonce x0112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF --roots r --releases a --chain c",
	"v --nonce " NONCE " --releases a --chain c",
	"v --nonce " NONCE " --roots r --chain c",
	"v --nonce " NONCE " --roots r --releases a",
	"v --nonce " NONCE " --roots r --releases a --chain c t u",
	"v --nonce " NONCE " --roots r --roots s --releases a --chain c",
	"v --nonce " NONCE " --roots r --releases a --chain c --time yesterday",
	"v --nonce " NONCE " --roots r --releases a --chain c --strict",
	"v --roots r --releases a --chain c t",
	"v --nonce",
};

START_TEST(everything_else_is_wrong_usage)
{
	struct verifier_request r;

	ck_assert_msg(read_line(wrong[_i], &r) == VERIFIER_WRONG_USAGE, "%s", wrong[_i]);
}
END_TEST

START_TEST(help_is_no_wrong_usage)
{
	struct verifier_request r;

	ck_assert_int_eq(read_line("v --help", &r), VERIFIER_HELP_WAS_ASKED);
}
END_TEST

static const struct {
	const char *text;
	int64_t seconds; /* -1: none */
} times[] = {
	{ "1970-01-01T00:00:00Z", 0 },
	{ "2026-11-21T13:00:00Z", 1795266000 },
	{ "2026-11-21t13:00:00z", 1795266000 },
	{ "2026-11-21 13:00:00Z", 1795266000 },
	{ "2026-11-21T14:00:00+01:00", 1795266000 },
	{ "2026-11-21T07:30:00-05:30", 1795266000 },
	{ "2026-11-21T13:00:00.75Z", 1795266000 },
	{ "2028-02-29T00:00:00Z", 1835395200 },
	{ "9999-12-31T23:59:59Z", 253402300799 },
	{ "2026-02-29T00:00:00Z", -1 },
	{ "2026-13-01T00:00:00Z", -1 },
	{ "2026-00-01T00:00:00Z", -1 },
	{ "2026-11-31T00:00:00Z", -1 },
	{ "2026-11-21T24:00:00Z", -1 },
	{ "2026-11-21T13:60:00Z", -1 },
	{ "2026-11-21T13:00:61Z", -1 },
	{ "2026-11-21T13:00:00", -1 },
	{ "2026-11-21T13:00:00.Z", -1 },
	{ "2026-11-21T13:00:00+1:00", -1 },
	{ "2026-11-21T13:00:00+24:00", -1 },
	{ "2026-11-21T13:00:00+01:60", -1 },
	{ "2026-11-21T13:00:00Zx", -1 },
	{ "2026-11-21", -1 },
	{ "20261121T130000Z", -1 },
	{ "-026-11-21T13:00:00Z", -1 },
	{ "", -1 },
};

START_TEST(a_time_is_rfc_3339)
{
	int64_t seconds = -1;

	ck_assert_msg(verifier_time_read(times[_i].text, &seconds) == (times[_i].seconds >= 0), "%s", times[_i].text);
	ck_assert_msg(seconds == times[_i].seconds, "%s: %lld", times[_i].text, (long long)seconds);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("verifier request");
	TCase *tests = tcase_create("request");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, a_whole_line_is_understood);
	tcase_add_loop_test(tests, everything_else_is_wrong_usage, 0, sizeof(wrong) / sizeof(wrong[0]));
	tcase_add_test(tests, help_is_no_wrong_usage);
	tcase_add_loop_test(tests, a_time_is_rfc_3339, 0, sizeof(times) / sizeof(times[0]));
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
