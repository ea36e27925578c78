/* SPDX-License-Identifier: Apache-2.0 */
/* What an envelope's words are worth by themselves: time, trust, and the files that it names. */
#include "conformance/certificate/verify.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/certificate/dsse.h"
#include "conformance/certificate/lab.h"
#include "conformance/certificate/statement.h"
#include "conformance/core/canonical_json.h"
#include "conformance/core/file.h"

enum { HOUR = 3600, DAY = 24 * HOUR, PATH_LEN = 128 };

static char dir[PATH_LEN], lab_dir[PATH_LEN], root[PATH_LEN];
static time_t now;

static const char *at(const char *file)
{
	static char path[2 * PATH_LEN];

	(void)snprintf(path, sizeof(path), "%s/%s", dir, file);
	return path;
}

static const char firmware_digest[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
static const char *firmware = firmware_digest;

static json_t *report_of_suite(const char *digest)
{
	return json_pack("{s:i, s:{s:s}, s:{s:s, s:[s]}, s:{s:s, s:s, s:b, s:[s]}, s:[], s:[], s:[], s:i, s:s}", "exit", 0, "suite", "digest", digest,
			 "target", "name", "acme", "firmware", firmware, "run", "id", "run-1", "seed", "00", "complete", 1, "roots", "beef", "requirements",
			 "properties", "gates", "total", 2000, "level", "none");
}

static void store_statement(const struct lab *lab, const json_t *statement)
{
	struct dsse_chain chain = { .certificates = { lab->signer }, .count = 1 };
	struct crypto_p256_key key;
	struct lab_complaint why;
	char *text = canonical_json_text(statement);
	json_t *envelope;

	ck_assert_int_eq(lab_signer_key(lab, &key, &why), RESULT_OK);
	envelope = dsse_seal(DSSE_IN_TOTO, bytes_of_text(text), &key, &chain);
	crypto_p256_release(&key);
	ck_assert_int_eq(canonical_json_store(at("certificate.json"), envelope), RESULT_OK);
	json_decref(envelope);
	free(text);
}

/* A bundle that was signed at `issued`; its transcript is one that no judge would take. */
static void make_bundle(time_t issued, const char *suite)
{
	struct statement_facts facts = { .lab = "Test lab", .practice = true, .verdicts_sha256 = "", .issued = issued };
	char transcript[65], report_sha256[65];
	struct ledger_complaint ledger_why;
	struct bundle_complaint why;
	struct lab_complaint lab_why;
	struct lab lab;
	json_t *report = report_of_suite(suite), *statement;

	ck_assert_int_eq(canonical_json_store(at("report.json"), report), RESULT_OK);
	ck_assert_int_eq(file_store(at("transcript.jsonl"), bytes_of_text("{}\n"), 0644), RESULT_OK);
	for (unsigned int form = 0; form < REPORT_FORM_COUNT; form++) {
		const char *file = report_form_file((enum report_form)form);

		ck_assert_int_eq(file_store(at(file), bytes_of_text(file), 0644), RESULT_OK);
		ck_assert_int_eq(bundle_sha256(dir, file, facts.form_sha256[form], &why), RESULT_OK);
	}
	facts.repeats = 2;
	ck_assert_int_eq(ledger_begin(lab_dir, "acme", "run-1", &facts.place, &ledger_why), RESULT_OK);
	ck_assert_int_eq(bundle_sha256(dir, "transcript.jsonl", transcript, &why), RESULT_OK);
	ck_assert_int_eq(bundle_sha256(dir, "report.json", report_sha256, &why), RESULT_OK);
	facts.transcript_sha256 = transcript;
	facts.report_sha256 = report_sha256;
	statement = statement_build(report, &facts);
	ck_assert_ptr_nonnull(statement);
	ck_assert_int_eq(lab_open(lab_dir, &lab, &lab_why), RESULT_OK);
	store_statement(&lab, statement);
	lab_release(&lab);
	json_decref(statement);
	json_decref(report);
}

static void set_up(void)
{
	struct lab_complaint why;

	ck_assert_ptr_nonnull(mkdtemp(strcpy(dir, "/tmp/assay-verify-XXXXXX")));
	(void)snprintf(lab_dir, sizeof(lab_dir), "%.90s/lab", dir);
	(void)snprintf(root, sizeof(root), "%.100s/root.pem", lab_dir);
	now = time(NULL);
	ck_assert_int_eq(lab_make(lab_dir, "Test lab", true, &why), RESULT_OK);
}

static void tear_down(void)
{
	static const char *const files[] = { "lab/lab.json", "lab/root.key", "lab/root.pem", "lab/signer.key", "lab/signer.pem",
					     "lab/ledger.jsonl", "lab/ledger.head", "report.html", "junit.xml", "report.json", "transcript.jsonl", "certificate.json" };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		(void)unlink(at(files[i]));
	(void)rmdir(lab_dir);
	(void)rmdir(dir);
}

static struct verify_result verify_at(time_t today, bool authentic_only)
{
	struct verify_order order = { .dir = dir, .trust = root, .lab = lab_dir, .today = today, .authentic_only = authentic_only };
	struct verify_result result;

	verify_bundle(&order, &result);
	return result;
}

static enum verify_answer authentic_at(time_t today)
{
	return verify_at(today, true).authentic;
}

START_TEST(holds_from_its_issue_until_it_expires)
{
	struct verify_result late;

	make_bundle(now, "cafe");
	ck_assert_int_eq(authentic_at(now), VERIFY_GOOD);
	ck_assert_int_eq(authentic_at(now + 364 * DAY), VERIFY_GOOD);
	late = verify_at(now + 367 * DAY, true);
	ck_assert_int_eq(late.authentic, VERIFY_REFUSED);
	ck_assert_ptr_nonnull(strstr(late.authentic_says, "does not hold today: expired"));
	ck_assert_int_eq(verify_at(now + 367 * DAY, false).rejudged, VERIFY_REFUSED);
}
END_TEST

/* Within the signer's own validity, which began when the lab was made. */
START_TEST(does_not_hold_before_its_issue)
{
	make_bundle(now + DAY, "cafe");
	ck_assert_int_eq(authentic_at(now + HOUR), VERIFY_REFUSED);
	ck_assert_int_eq(authentic_at(now + DAY - 1), VERIFY_REFUSED);
	ck_assert_int_eq(authentic_at(now + DAY), VERIFY_GOOD);
}
END_TEST

START_TEST(outlives_neither_its_signer_nor_its_root)
{
	make_bundle(now + (time_t)(LAB_SIGNER_DAYS - 1) * DAY, "cafe");
	ck_assert_int_eq(authentic_at(now + (time_t)(LAB_SIGNER_DAYS - 1) * DAY), VERIFY_GOOD);
	ck_assert_int_eq(authentic_at(now + (time_t)(LAB_SIGNER_DAYS + 2) * DAY), VERIFY_REFUSED);
	ck_assert_int_eq(authentic_at(now + (time_t)(LAB_ROOT_DAYS + 2) * DAY), VERIFY_REFUSED);
}
END_TEST

START_TEST(needs_the_suite_that_judged)
{
	struct verify_result result;

	make_bundle(now, "cafe");
	result = verify_at(now, false);
	ck_assert_int_eq(result.authentic, VERIFY_GOOD);
	ck_assert_int_eq(result.rejudged, VERIFY_NEEDS_SUITE);
	ck_assert_ptr_nonnull(strstr(result.rejudged_says, "needs suite: cafe"));
}
END_TEST

START_TEST(names_the_file_that_is_another)
{
	static const char *const files[] = { "report.json", "transcript.jsonl", "report.html", "junit.xml" };

	for (size_t i = 0; i < 4; i++) {
		struct verify_result result;

		make_bundle(now, "cafe");
		ck_assert_int_eq(file_store(at(files[i]), bytes_of_text("{\"level\":\"gold\"}\n"), 0644), RESULT_OK);
		result = verify_at(now, true);
		ck_assert_int_eq(result.authentic, VERIFY_REFUSED);
		ck_assert_ptr_nonnull(strstr(result.authentic_says, files[i]));
		(void)unlink(at(files[i]));
		ck_assert_int_eq(authentic_at(now), VERIFY_REFUSED);
	}
}
END_TEST

START_TEST(tells_what_its_reader_should_weigh)
{
	struct verify_result result;

	make_bundle(now, "cafe");
	make_bundle(now, "cafe");
	result = verify_at(now, true);
	ck_assert_ptr_nonnull(strstr(result.noted, "1 runs of this target before it, 1 of them abandoned"));
	ck_assert_ptr_nonnull(strstr(result.noted, "2 checks made again after a kill"));
	ck_assert_ptr_nonnull(strstr(result.noted, "endorsement root beef"));
}
END_TEST

/* Its own lab's ledger has lost the run that it names: chain and head hold all the same. */
START_TEST(misses_its_line_in_the_ledger)
{
	struct verify_result result;

	make_bundle(now, "cafe");
	make_bundle(now, "cafe");
	ck_assert_int_eq(authentic_at(now), VERIFY_GOOD);
	(void)unlink(at("lab/ledger.jsonl"));
	(void)unlink(at("lab/ledger.head"));
	result = verify_at(now, true);
	ck_assert_int_eq(result.authentic, VERIFY_REFUSED);
	ck_assert_ptr_nonnull(strstr(result.authentic_says, "the ledger was cut off"));
	ck_assert_str_eq(result.noted, "");
}
END_TEST

START_TEST(a_subject_that_no_digest_names_is_not_signed_for)
{
	static const char *const odd[] = { "", "00", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeefG",
					   "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00" };
	struct statement_facts facts = { .lab = "Test lab", .transcript_sha256 = "", .report_sha256 = "", .verdicts_sha256 = "" };

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		json_t *report;

		firmware = odd[i];
		report = report_of_suite("cafe");
		ck_assert_ptr_null(statement_build(report, &facts));
		json_decref(report);
	}
	firmware = firmware_digest;
}
END_TEST

static const struct {
	const char *issued, *expires;
	bool current; /* on 2026-11-20 */
} dates[] = {
	{ "2026-11-19T00:00:00Z", "2026-11-21T00:00:00Z", true },
	{ "2026-11-20T00:00:00Z", "2026-11-20T00:00:00Z", true },
	{ "2026-11-20T00:00:01Z", "2026-11-21T00:00:00Z", false },
	{ "2026-11-18T00:00:00Z", "2026-11-19T23:59:59Z", false },
	{ "2026-11-21T00:00:00Z", "2026-11-19T00:00:00Z", false },
	{ "2026-11-19T00:00:00", "2026-11-21T00:00:00Z", false },
	{ "2026-11-19T00:00:00Z", "2026-11-21T00:00:00Z ", false },
	{ "2026-11-19", "2026-11-21T00:00:00Z", false },
	{ "", "2026-11-21T00:00:00Z", false },
	{ "2026-11-19T00:00:00Z", "never", false },
};

START_TEST(a_date_that_is_none_never_holds)
{
	static const time_t day = 1795132800; /* 2026-11-20T00:00:00Z */
	json_t *statement = json_pack("{s:{s:s, s:s}}", "predicate", "issued", dates[_i].issued, "expires", dates[_i].expires);

	ck_assert_int_eq(statement_is_current(statement, day), dates[_i].current);
	(void)json_object_del(json_object_get(statement, "predicate"), "expires");
	ck_assert(!statement_is_current(statement, day));
	json_decref(statement);
}
END_TEST

START_TEST(better_levels_hold_longer)
{
	ck_assert_int_eq(statement_months("none"), 12);
	ck_assert_int_eq(statement_months("component"), 12);
	ck_assert_int_eq(statement_months("bronze"), 12);
	ck_assert_int_eq(statement_months("silver"), 18);
	ck_assert_int_eq(statement_months("gold"), 24);
	ck_assert_int_eq(statement_months("platinum"), 24);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("verify");
	TCase *bundle = tcase_create("bundle"), *statement = tcase_create("statement");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(bundle, set_up, tear_down);
	tcase_add_test(bundle, holds_from_its_issue_until_it_expires);
	tcase_add_test(bundle, does_not_hold_before_its_issue);
	tcase_add_test(bundle, outlives_neither_its_signer_nor_its_root);
	tcase_add_test(bundle, needs_the_suite_that_judged);
	tcase_add_test(bundle, names_the_file_that_is_another);
	tcase_add_test(bundle, tells_what_its_reader_should_weigh);
	tcase_add_test(bundle, misses_its_line_in_the_ledger);
	tcase_add_test(statement, a_subject_that_no_digest_names_is_not_signed_for);
	tcase_add_loop_test(statement, a_date_that_is_none_never_holds, 0, sizeof(dates) / sizeof(dates[0]));
	tcase_add_test(statement, better_levels_hold_longer);
	suite_add_tcase(suite, bundle);
	suite_add_tcase(suite, statement);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
