/* SPDX-License-Identifier: Apache-2.0 */
/* A good device that differs in what no requirement speaks about: every check must pass. */
#include <string.h>

#include "ci/prove_certify.h"
#include "ci/prove_patch.h"
#include "ci/prove_work.h"

enum { VARIANT_LIMIT_S = 1800 };

struct tally {
	const struct prove_place *place;
	const struct prove_certify_order *order; /* of the whole run */
	const json_t *report;
	json_t *alarms;
	json_int_t passed;
	uint32_t cpu_ms;
};

static bool is_good(const char *verdict)
{
	return strcmp(verdict, "pass") == 0 || strcmp(verdict, "absent") == 0;
}

/* Error means that the bench broke and nothing was learned, as on a machine that is too busy: once more, alone. */
static struct prove_row ask_again(struct tally *tally, const char *check)
{
	struct prove_certify_order order = *tally->order;
	struct prove_row row = { .verdict = "error" };
	struct complaint why = { "" };
	char folder[PROVE_PATH_LEN];
	json_t *report = NULL;

	if (!prove_path(folder, "%.900s-again-%.60s", tally->order->folder, check))
		return row;
	order.folder = folder;
	order.checks[0] = check;
	if (prove_certify(tally->place, &order, &report, &tally->cpu_ms, &why) == RESULT_OK) {
		row = prove_row_of(report, check);
		row.verdict = is_good(row.verdict) ? "pass" : "error";
	}
	json_decref(report);
	return row;
}

static void count(void *context, const char *check, const char *verdict)
{
	struct tally *tally = context;
	struct prove_row row = prove_row_of(tally->report, check);

	if (strcmp(verdict, "error") == 0)
		row = ask_again(tally, check);
	if (is_good(row.verdict)) {
		tally->passed++;
		return;
	}
	json_array_append_new(tally->alarms, json_pack("{s:s, s:s, s:s}", "check", check, "verdict", verdict, "shown", row.shown));
}

/* The overlay of the variant; none for the reference itself. False sets broken. */
static bool find_overlay(const struct prove_place *place, const struct prove_subject *subject, char overlay[PROVE_PATH_LEN],
			 json_t *result)
{
	struct prove_patch patch;
	struct complaint why = { "" };
	char root[PROVE_PATH_LEN];

	overlay[0] = '\0';
	if (subject->path[0] == '\0') {
		json_object_set_new(result, "story", json_string("the reference device as it is"));
		return true;
	}
	if (prove_patch_read(subject->path, &patch, &why) != RESULT_OK) {
		prove_broken(result, "%s", why.text);
		return false;
	}
	json_object_set_new(result, "story", json_string(patch.variant));
	return prove_path(root, "%s/overlay", place->build) && prove_overlay(place, subject->name, root, result) &&
	       prove_path(overlay, "%.900s/%s/bin", root, subject->name);
}

void prove_variant(const struct prove_place *place, const struct prove_subject *subject, json_t *result)
{
	char run[PROVE_PATH_LEN], overlay[PROVE_PATH_LEN];
	struct prove_certify_order order = { .target = "reference", .folder = run, .limit_s = VARIANT_LIMIT_S };
	struct tally tally = { .place = place, .order = &order, .alarms = json_array() };
	struct complaint why = { "" };
	json_t *report = NULL;

	json_object_set_new(result, "alarms", tally.alarms);
	if (!prove_path(run, "%s/variants/%s", place->out, subject->name) || !find_overlay(place, subject, overlay, result))
		return;
	order.overlay = overlay[0] == '\0' ? NULL : overlay;
	if (prove_certify(place, &order, &report, &tally.cpu_ms, &why) != RESULT_OK) {
		prove_broken(result, "%s", why.text);
		return;
	}
	tally.report = report;
	prove_each_check(report, count, &tally);
	json_object_set_new(result, "passed", json_integer(tally.passed));
	prove_add_cpu(result, tally.cpu_ms);
	json_decref(report);
}
