/* SPDX-License-Identifier: Apache-2.0 */
/* Rows are copied from the results as they are; what is added is who proved which check. */
#include "ci/prove_detection.h"

#include <errno.h>
#include <string.h>

#include "ci/prove_page.h"
#include "ci/prove_text.h"
#include "conformance/core/canonical_json.h"
#include "conformance/suite.h"
#include "reports/model.h"
#include "reports/report_store.h"

static void copy(json_t *to, const json_t *from, const char *field)
{
	json_t *value = json_object_get(from, field);

	if (value != NULL)
		json_object_set(to, field, value);
}

static void add_defect(json_t *defects, const json_t *result)
{
	const char *broken = json_string_value(json_object_get(result, "broken"));
	json_t *row;
	size_t index;

	if (broken != NULL)
		json_array_append_new(defects, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:[], s:O, s:O, s:O}", "defect",
							 model_text(result, "name"), "class", "", "kind", "", "requirement", "", "eye", "",
							 "seen_by", "", "says", "", "shown", broken, "caught", 0, "real", "", "others",
							 "seconds", json_object_get(result, "seconds"), "cpu_ms",
							 json_object_get(result, "cpu_ms"), "slow", json_object_get(result, "slow")));
	json_array_foreach(json_object_get(result, "rows"), index, row) {
		json_t *copied = json_deep_copy(row);

		copy(copied, result, "others");
		copy(copied, result, "seconds");
		copy(copied, result, "cpu_ms");
		copy(copied, result, "slow");
		json_array_append_new(defects, copied);
	}
}

/* What the suite said of the first lie that it saw through. */
static const char *refusal(const json_t *result)
{
	const json_t *rows = json_object_get(result, "rows"), *row;
	size_t index;

	json_array_foreach(rows, index, row)
		if (json_is_true(json_object_get(row, "lie")))
			return model_text(row, "shown");
	return model_text(result, "broken");
}

static void add_cheat(json_t *cheats, const json_t *result)
{
	bool earned = !json_is_false(json_object_get(result, "earned"));
	json_t *cheat = json_pack("{s:s, s:b, s:s}", "cheat", model_text(result, "name"), "earned", (int)earned, "says", refusal(result));

	copy(cheat, result, "story");
	copy(cheat, result, "target");
	copy(cheat, result, "rows");
	copy(cheat, result, "seconds");
	json_array_append_new(cheats, cheat);
}

static void add_variant(json_t *variants, const json_t *result)
{
	json_t *variant = json_pack("{s:s}", "variant", model_text(result, "name"));
	json_t *alarms = json_deep_copy(json_object_get(result, "alarms"));

	if (json_object_get(result, "broken") != NULL)
		json_array_append_new(alarms, json_pack("{s:s, s:s, s:s}", "check", "", "verdict", "error", "shown", model_text(result, "broken")));
	json_object_set_new(variant, "alarms", alarms);
	copy(variant, result, "story");
	copy(variant, result, "passed");
	copy(variant, result, "seconds");
	json_array_append_new(variants, variant);
}

static void add_guard(json_t *guards, const json_t *result)
{
	const char *broken = model_text(result, "broken");
	json_t *guard = json_pack("{s:s, s:b, s:s}", "guard", model_text(result, "name"), "clean", (int)json_is_true(json_object_get(result, "clean")),
				  "says", broken[0] != '\0' ? broken : model_text(result, "says"));

	copy(guard, result, "seconds");
	json_array_append_new(guards, guard);
}

static bool a_defect_proves(const json_t *detection, const char *check)
{
	const json_t *rows = json_object_get(detection, "defects"), *row;
	size_t index;

	json_array_foreach(rows, index, row)
		if (strcmp(model_text(row, "seen_by"), check) == 0 && json_is_true(json_object_get(row, "caught")))
			return true;
	return false;
}

/* The check said no to a lie that it would have to see through. */
static bool a_cheat_proves(const json_t *detection, const char *check)
{
	const json_t *cheats = json_object_get(detection, "cheats"), *cheat, *row;
	size_t i, j;

	json_array_foreach(cheats, i, cheat)
		json_array_foreach(json_object_get(cheat, "rows"), j, row)
			if (strcmp(model_text(row, "check"), check) == 0 && json_is_true(json_object_get(row, "lie")) &&
			    strcmp(model_text(row, "verdict"), "fail") == 0)
				return true;
	return false;
}

json_t *prove_detection(const json_t *results, bool full)
{
	json_t *defects = json_array(), *cheats = json_array(), *variants = json_array(), *guards = json_array(), *unproven = json_array();
	json_t *detection = json_pack("{s:i, s:s, s:b, s:o, s:o, s:o, s:o, s:o}", "schema", 1, "suite", suite_digest, "full", (int)full, "defects",
				      defects, "cheats", cheats, "variants", variants, "guards", guards, "unproven", unproven);
	const json_t *result;
	size_t index;

	json_array_foreach(results, index, result) {
		if (strcmp(model_text(result, "subject"), "defect") == 0)
			add_defect(defects, result);
		else if (strcmp(model_text(result, "subject"), "cheat") == 0)
			add_cheat(cheats, result);
		else if (strcmp(model_text(result, "subject"), "guard") == 0)
			add_guard(guards, result);
		else
			add_variant(variants, result);
	}
	for (size_t i = 0; i < every_check_count; i++)
		if (!a_defect_proves(detection, every_check[i].name) && !a_cheat_proves(detection, every_check[i].name))
			json_array_append_new(unproven, json_string(every_check[i].name));
	return detection;
}

/* Rows of one defect stand side by side. */
static bool same_as_before(const json_t *rows, size_t index, const char *field)
{
	return index > 0 && strcmp(model_text(json_array_get(rows, index), field), model_text(json_array_get(rows, index - 1), field)) == 0;
}

static bool seen_earlier(const json_t *rows, size_t index, const char *field)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(model_text(json_array_get(rows, i), field), model_text(json_array_get(rows, index), field)) == 0)
			return true;
	return false;
}

static void tally_defects(const json_t *rows, struct prove_tally *tally)
{
	bool all_caught = true;
	const json_t *row;
	size_t index;

	json_array_foreach(rows, index, row) {
		bool caught = json_is_true(json_object_get(row, "caught"));

		if (!same_as_before(rows, index, "defect")) {
			tally->defects++;
			tally->slow += json_is_true(json_object_get(row, "slow"));
			all_caught = true;
		}
		tally->eyes++;
		tally->eyes_caught += caught;
		all_caught = all_caught && caught;
		if (index + 1 == json_array_size(rows) || !same_as_before(rows, index + 1, "defect"))
			tally->defects_caught += all_caught;
		tally->classes += !seen_earlier(rows, index, "class");
	}
}

struct prove_tally prove_detection_tally(const json_t *detection)
{
	const json_t *cheats = json_object_get(detection, "cheats"), *variants = json_object_get(detection, "variants"), *row;
	const json_t *guards = json_object_get(detection, "guards");
	struct prove_tally tally = { .cheats = json_array_size(cheats), .variants = json_array_size(variants), .guards = json_array_size(guards),
				     .unproven = json_array_size(json_object_get(detection, "unproven")) };
	size_t index;

	tally_defects(json_object_get(detection, "defects"), &tally);
	json_array_foreach(cheats, index, row)
		tally.cheats_earned += json_is_true(json_object_get(row, "earned"));
	json_array_foreach(variants, index, row)
		tally.variants_alarmed += json_array_size(json_object_get(row, "alarms")) > 0;
	json_array_foreach(guards, index, row)
		tally.guards_alarmed += !json_is_true(json_object_get(row, "clean"));
	return tally;
}

bool prove_detection_is_red(const json_t *detection, bool whole)
{
	struct prove_tally tally = prove_detection_tally(detection);

	return tally.defects_caught < tally.defects || tally.cheats_earned > 0 || tally.variants_alarmed > 0 || tally.guards_alarmed > 0 ||
	       (whole && tally.unproven > 0);
}

enum result prove_detection_store(const struct prove_place *place, const json_t *detection, struct complaint *ret_why)
{
	char path[PROVE_PATH_LEN], matrix[PROVE_PATH_LEN], page[PROVE_PATH_LEN];
	enum result result;

	if (!prove_path(path, "%s/detection.json", place->build) || !prove_path(matrix, "%s/matrix.txt", place->out) ||
	    !prove_path(page, "%s/index.html", place->out))
		return RESULT_TOO_LARGE;
	result = canonical_json_store(path, detection);
	if (result == RESULT_OK)
		result = report_store(detection, matrix, prove_text_matrix);
	if (result == RESULT_OK)
		result = report_store(detection, page, prove_page);
	if (result != RESULT_OK)
		complain(ret_why, "%s, %s and %s can't be written: %s", path, matrix, page, strerror(errno));
	return result;
}
