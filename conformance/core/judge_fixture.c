/* SPDX-License-Identifier: Apache-2.0 */
/* The little suite, and its way through run and judge. */

#include "conformance/core/judge_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/check_boot.h"
#include "conformance/check_cut.h"
#include "conformance/check_image.h"
#include "conformance/core/file.h"
#include "conformance/core/transcript.h"

static void run_older(struct bench *b)
{
	struct image older = kit_image(b, .security_version = newest(b)), newer = kit_image(b, .security_version = newest(b) + 1);

	given_runs(b, older, "the older image runs first");
	given_runs(b, newer, "a newer image runs");
	must_not_run(b, older, "the older image is refused");
	must_run(b, newer, "the newer image still runs");
}

static void run_good(struct bench *b)
{
	struct image image = kit_image(b, .security_version = newest(b));

	must_run(b, image, "a good image runs");
	must_still_run(b, image, "it still runs");
}

static void run_foreign(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b)), holder = kit_image(b, .security_version = newest(b));
	struct image foreign = image_forged(b, good, (struct forge_order){ .act = FORGE_NOTHING }, true);

	given_runs(b, good, "the good image runs");
	given_runs(b, holder, "another runs");
	must_not_run(b, foreign, "a foreign signature is refused");
}

static void run_altered(struct bench *b)
{
	must_refuse_alterations(b, kit_image(b, .security_version = newest(b)), kit_image(b, .security_version = newest(b)),
				"an altered image is refused");
}

static void run_nameless(struct bench *b)
{
	struct image image = kit_image(b, .security_version = newest(b)), nameless = kit_image(b, .without_security_version = true);

	given_runs(b, image, "the good image runs");
	must_not_run(b, nameless, "an image without a version is refused");
}

static void run_unsigned(struct bench *b)
{
	struct image image = kit_image(b, .security_version = newest(b)), unsigned_one = kit_image(b, .security_version = newest(b), .key = KEY_NONE);

	given_runs(b, image, "the good image runs");
	must_not_run(b, unsigned_one, "an unsigned image is refused");
}

/* No twin of the maker's: what runs is what ran before. */
static void run_alone(struct bench *b)
{
	must_not_run(b, kit_image(b, .without_security_version = true), "an image without a version is refused");
}

static void run_reverts(struct bench *b)
{
	struct image image = kit_image(b, .security_version = newest(b));

	given_runs(b, image, "a good image runs");
	must_revert(b, kit_image(b, .security_version = newest(b), .script = SCRIPT_NEVER_CONFIRM), image, "it gives way");
}

/* Ends with an image on trial, which gives way at the next reset. */
static void run_trial(struct bench *b)
{
	given_runs(b, kit_image(b, .security_version = newest(b)), "a good image runs");
	must_run(b, kit_image(b, .security_version = newest(b), .script = SCRIPT_NEVER_CONFIRM), "an image on trial runs");
}

/* Of what runs when a check begins: it stays. */
static void run_keeps(struct bench *b)
{
	must_still_run(b, running(b), "what ran in the beginning still runs");
}

static void run_cuts(struct bench *b)
{
	(void)for_each_cut(b, &(struct cut_recipe){ .says = "the device survives power cuts" });
}

static void run_without_claim(struct bench *b)
{
	given_that(b, true, "nothing is claimed");
}

static const char *const needs_storage[] = { "rig.storage", NULL };

static const struct check older = { .requirement = "renewable_security/never_older", .run = run_older };
static const struct check good = { .requirement = "renewable_security/good_images_run", .run = run_good, .firmware = FIRMWARE_ANY };
static const struct check foreign = { .requirement = "hardware_root_of_trust/trusts_only_its_keys", .run = run_foreign };
static const struct check altered = { .requirement = "hardware_root_of_trust/covers_every_byte", .run = run_altered };
static const struct check cuts = { .requirement = "renewable_security/power_cut_leaves_old_or_new", .run = run_cuts };
static const struct check empty = { .requirement = "renewable_security/boot_loops_end", .run = run_without_claim };
static const struct check storage = { .requirement = "renewable_security/recovery_is_reachable", .run = run_good, .needs = needs_storage };
static const struct check pair = { .requirement = "renewable_security/never_older", .run = run_good, .units = 2 };

static const struct check nameless = { .requirement = "renewable_security/never_older", .run = run_nameless };
static const struct check unsigned_one = { .requirement = "renewable_security/never_older", .run = run_unsigned };
static const struct check alone = { .requirement = "renewable_security/never_older", .run = run_alone };
static const struct check reverts = { .requirement = "renewable_security/failing_image_reverts", .run = run_reverts };
static const struct check keeps = { .requirement = "renewable_security/good_images_run", .run = run_keeps };
static const struct check trial = { .requirement = "renewable_security/good_images_run", .run = run_trial };

static const struct check_entry entries[] = {
	{ "alone", "renewable_security", &alone },	   { "nameless", "renewable_security", &nameless },
	{ "unsigned", "renewable_security", &unsigned_one },
	{ "altered", "hardware_root_of_trust", &altered }, { "cuts", "renewable_security", &cuts },
	{ "empty", "renewable_security", &empty },	   { "foreign", "hardware_root_of_trust", &foreign },
	{ "good", "renewable_security", &good },	   { "older", "renewable_security", &older },
	{ "keeps", "renewable_security", &keeps },	   { "pair", "renewable_security", &pair },
	{ "reverts", "renewable_security", &reverts },	   { "storage", "renewable_security", &storage },
	{ "trial", "renewable_security", &trial },
};
const struct check_set fake_checks = { entries, sizeof(entries) / sizeof(entries[0]) };
static const char fake_suite[] = "0000000000000000000000000000000000000000000000000000000000000000";

char transcript_path[64];

void in_a_folder_of_its_own(void)
{
	(void)snprintf(transcript_path, sizeof(transcript_path), "/tmp/assay-judge-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(transcript_path));
	(void)strncat(transcript_path, "/transcript", sizeof(transcript_path) - strlen(transcript_path) - 1);
}

void leave_the_folder(void)
{
	(void)unlink(transcript_path);
	*strrchr(transcript_path, '/') = '\0';
	(void)rmdir(transcript_path);
}

struct run_order fake_order(struct fake *fake, const json_t *selected)
{
	return (struct run_order){ .devices = fake_devices(fake), .set = fake_checks, .suite = fake_suite, .version = "test", .facts = fake_facts(),
				   .target_sha256 = fake_suite, .seed = { { 7 } }, .selected = selected, .id = "test",
				   .started = "2026-11-20T00:00:00Z", .transcript = transcript_path, .jobs = 1 };
}

void run_fake(struct fake *fake, const json_t *selected)
{
	struct run_order order = fake_order(fake, selected);
	struct run_result result = { 0 };
	struct complaint why = { "" };

	ck_assert_msg(run_device(&order, &result, &why) == RESULT_OK, "%s", why.text);
	json_decref(result.practice_because);
	json_decref(order.facts);
}

json_t *judge_file(void)
{
	struct judge_order order = { fake_checks, fake_suite };
	struct complaint why = { "" };
	struct buffer content;
	json_t *verdicts = NULL;

	ck_assert_int_eq(file_load(transcript_path, TRANSCRIPT_FILE_MAX, &content), RESULT_OK);
	ck_assert_msg(judge_transcript(&order, bytes_of_buffer(content), &verdicts, &why) == RESULT_OK, "%s", why.text);
	free(content.at);
	return verdicts;
}

static const json_t *row_of(const json_t *verdicts, const char *name)
{
	const json_t *row;
	size_t index;

	json_array_foreach(json_object_get(verdicts, "checks"), index, row)
		if (strcmp(json_string_value(json_object_get(row, "name")), name) == 0)
			return row;
	ck_abort_msg("no row %s", name);
	return NULL;
}

static bool has_note(const json_t *row, const char *says)
{
	const json_t *note_of_row;
	size_t index;

	json_array_foreach(json_object_get(row, "notes"), index, note_of_row)
		if (strstr(json_string_value(note_of_row), says) != NULL)
			return true;
	return false;
}

void expect(const json_t *verdicts, const char *name, const char *verdict, const char *says)
{
	const json_t *row = row_of(verdicts, name);
	const char *is = json_string_value(json_object_get(row, "verdict")), *said = json_string_value(json_object_get(row, "says"));

	ck_assert_msg(strcmp(is, verdict) == 0, "%s: %s instead of %s: %s", name, is, verdict, said);
	ck_assert_msg(strstr(said, says) != NULL || has_note(row, says), "%s says \"%s\", not \"%s\"", name, said, says);
}

void expect_not_pass(const json_t *verdicts, const char *name)
{
	const json_t *row = row_of(verdicts, name);

	ck_assert_str_ne(json_string_value(json_object_get(row, "verdict")), "pass");
	ck_assert_str_ne(json_string_value(json_object_get(row, "verdict")), "absent");
}

json_t *judged(enum fake_flaw flaw, const json_t *selected)
{
	struct fake fake;

	fake_init(&fake, flaw);
	run_fake(&fake, selected);
	return judge_file();
}
