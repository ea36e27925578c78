/* SPDX-License-Identifier: Apache-2.0 */
/* Plain words; the terminal gets no colour that it would have to be told to leave out. */
#include "ci/prove_text.h"

#include <stdbool.h>
#include <string.h>

#include "ci/prove_detection.h"
#include "conformance/suite.h"
#include "reports/character.h"
#include "reports/model.h"

enum { SHOWN_MAX = 300 };

static void put_shown(FILE *out, const char *text)
{
	char cut[SHOWN_MAX + 1];

	(void)snprintf(cut, sizeof(cut), "%s", text);
	put_plain(out, cut);
}

static bool all_caught(const json_t *result)
{
	const json_t *row;
	size_t index;

	json_array_foreach(json_object_get(result, "rows"), index, row)
		if (!json_is_true(json_object_get(row, "caught")))
			return false;
	return true;
}

static const char *word_for(const json_t *result)
{
	const char *subject = model_text(result, "subject");

	if (json_object_get(result, "broken") != NULL)
		return "BROKEN";
	if (strcmp(subject, "defect") == 0)
		return all_caught(result) ? "caught" : "MISSED";
	if (strcmp(subject, "cheat") == 0)
		return json_is_false(json_object_get(result, "earned")) ? "refused" : "EARNED";
	if (strcmp(subject, "guard") == 0)
		return json_is_true(json_object_get(result, "clean")) ? "clean" : "ALARM";
	return json_array_size(json_object_get(result, "alarms")) == 0 ? "clean" : "ALARM";
}

static void put_rows(FILE *out, const json_t *rows, const char *name, const char *good)
{
	const json_t *row;
	size_t index;

	json_array_foreach(rows, index, row) {
		if (good != NULL && json_is_true(json_object_get(row, good)))
			continue;
		fprintf(out, "           %s: ", model_text(row, name));
		if (good != NULL && model_text(row, "says")[0] != '\0')
			fprintf(out, "wanted \"%s\", got ", model_text(row, "says"));
		put_shown(out, model_text(row, "shown"));
		fputc('\n', out);
	}
}

void prove_text_result(FILE *out, const json_t *result, size_t done, size_t count)
{
	const char *subject = model_text(result, "subject"), *word = word_for(result);
	long long ms = model_number(result, "cpu_ms");

	fprintf(out, "%3zu/%zu %-8s %-7s %s, %lld s, %lld.%lld s of a core%s\n", done, count, word, subject, model_text(result, "name"),
		model_number(result, "seconds"), ms / 1000, ms % 1000 / 100, json_is_true(json_object_get(result, "slow")) ? ": slow" : "");
	if (json_object_get(result, "broken") != NULL || strcmp(subject, "guard") == 0) {
		fputs("           ", out);
		put_shown(out, model_text(result, json_object_get(result, "broken") != NULL ? "broken" : "says"));
		fputc('\n', out);
	} else if (strcmp(word, "MISSED") == 0) {
		put_rows(out, json_object_get(result, "rows"), "seen_by", "caught");
	} else if (strcmp(word, "ALARM") == 0) {
		put_rows(out, json_object_get(result, "alarms"), "check", NULL);
	} else if (strcmp(word, "EARNED") == 0) {
		put_rows(out, json_object_get(result, "rows"), "check", NULL);
	}
	fflush(out);
}

void prove_text_sum(FILE *out, const json_t *detection)
{
	struct prove_tally tally = prove_detection_tally(detection);
	const json_t *unproven = json_object_get(detection, "unproven"), *check;
	size_t index;

	fprintf(out, "\n  Bad devices  %zu of %zu caught for the stated reason, of %zu classes, by %zu of %zu eyes\n", tally.defects_caught,
		tally.defects, tally.classes, tally.eyes_caught, tally.eyes);
	fprintf(out, "  Cheats       %zu, of which %zu earned something\n", tally.cheats, tally.cheats_earned);
	fprintf(out, "  Good devices %zu, of which %zu raised an alarm\n", tally.variants, tally.variants_alarmed);
	fprintf(out, "  Guards       %zu, of which %zu found something in the code as it is\n", tally.guards, tally.guards_alarmed);
	fprintf(out, "  Checks       %zu, of which %zu were never made to fail\n", every_check_count, tally.unproven);
	json_array_foreach(unproven, index, check)
		fprintf(out, "               %s\n", json_string_value(check));
	if (tally.slow > 0)
		fprintf(out, "  Slow         %zu took more than 10 s of a core\n", tally.slow);
}

static bool is_among(const json_t *names, const char *name)
{
	const json_t *other;
	size_t index;

	json_array_foreach(names, index, other)
		if (strcmp(json_string_value(other), name) == 0)
			return true;
	return false;
}

static void put_killers(FILE *out, const json_t *detection, const char *check)
{
	const json_t *row, *cheat, *lie;
	size_t i, j;

	json_array_foreach(json_object_get(detection, "defects"), i, row) {
		if (strcmp(model_text(row, "seen_by"), check) == 0)
			fprintf(out, "    %-6s %s %-7s %s\n", json_is_true(json_object_get(row, "caught")) ? "caught" : "MISSED",
				model_text(row, "class"), model_text(row, "kind"), model_text(row, "defect"));
		else if (is_among(json_object_get(row, "others"), check))
			fprintf(out, "    also   %s %-7s %s\n", model_text(row, "class"), model_text(row, "kind"), model_text(row, "defect"));
	}
	json_array_foreach(json_object_get(detection, "cheats"), i, cheat)
		json_array_foreach(json_object_get(cheat, "rows"), j, lie)
			if (strcmp(model_text(lie, "check"), check) == 0 && json_is_true(json_object_get(lie, "lie")))
				fprintf(out, "    %-6s cheat       %s\n", model_text(lie, "verdict"), model_text(cheat, "cheat"));
}

enum result prove_text_matrix(const json_t *detection, FILE *out)
{
	const json_t *row;
	size_t index;

	fprintf(out, "Which bad devices each check has seen. Suite %s\n\n", model_text(detection, "suite"));
	for (size_t i = 0; i < every_check_count; i++) {
		fprintf(out, "%s/%s\n", every_check[i].property, every_check[i].name);
		put_killers(out, detection, every_check[i].name);
	}
	fputs("\nSeen by other eyes\n", out);
	json_array_foreach(json_object_get(detection, "defects"), index, row)
		if (strcmp(model_text(row, "eye"), "check") != 0)
			fprintf(out, "    %-6s %s %-7s %s by %s %s\n", json_is_true(json_object_get(row, "caught")) ? "caught" : "MISSED",
				model_text(row, "class"), model_text(row, "kind"), model_text(row, "defect"), model_text(row, "eye"),
				model_text(row, "seen_by"));
	return ferror(out) ? RESULT_IO : RESULT_OK;
}
