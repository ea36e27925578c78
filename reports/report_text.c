/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person sees at the end of a run: first what broke, why and what to do about it, then
 * the seven properties as bars, then what it is worth, and last, once more and in a line each,
 * what did not pass. Thirty passes are one number.
 */
#include <string.h>

#include "reports/model.h"
#include "reports/report.h"
#include "reports/report_text_closing.h"
#include "reports/terminal.h"

enum { BAR_CELLS = 24, INDENT = 16 };

static void put_heading(const struct terminal *t, const json_t *report)
{
	const json_t *target = json_object_get(report, "target"), *run = json_object_get(report, "run");

	terminal_put(t, PAINT_BOLD, model_text(target, "name"));
	fputs("  ", t->out);
	terminal_put(t, PAINT_NONE, model_text(target, "profile_title"));
	fputs(" profile, ", t->out);
	terminal_put(t, PAINT_NONE, model_text(run, "kind"));
	fputs(" run ", t->out);
	terminal_put(t, PAINT_NONE, model_text(run, "id"));
	fputs("\n\n", t->out);
}

static void put_checks(const struct terminal *t, const json_t *checks)
{
	const json_t *check;
	size_t index;

	json_array_foreach(checks, index, check) {
		const char *name = model_text(check, "name"), *verdict = model_text(check, "verdict");

		if (!verdict_is_bad(verdict))
			continue;
		fprintf(t->out, "%*s", INDENT, "");
		terminal_put(t, PAINT_DIM, name);
		fputs(": ", t->out);
		terminal_put_wrapped(t, model_text(check, "says"), INDENT + strlen(name) + 2, INDENT);
	}
}

static void put_failure(const struct terminal *t, const json_t *requirement)
{
	const char *verdict = model_text(requirement, "verdict");

	fputs("  ", t->out);
	terminal_put(t, paint_of_verdict(verdict), verdict);
	fprintf(t->out, "%*s", INDENT - 2 - (int)strlen(verdict), "");
	terminal_put_wrapped(t, model_text(requirement, "statement"), INDENT, INDENT);
	fprintf(t->out, "%*s", INDENT, "");
	terminal_put(t, PAINT_DIM, model_text(requirement, "slug"));
	fprintf(t->out, ", %s, weight %lld\n", model_text(requirement, "severity"), model_number(requirement, "weight"));
	put_checks(t, model_list(requirement, "checks"));
	if (strcmp(verdict, "fail") == 0) {
		fprintf(t->out, "%*sRemedy: ", INDENT, "");
		terminal_put_wrapped(t, model_text(requirement, "remedy"), INDENT + 8, INDENT + 8);
	}
	fputc('\n', t->out);
}

/* Worst verdicts first. */
static void put_failures(const struct terminal *t, const json_t *report)
{
	const json_t *requirement;
	size_t index;

	for (size_t v = 0; v < MODEL_VERDICTS; v++) {
		if (!verdict_is_bad(model_verdicts[v]))
			continue;
		json_array_foreach(model_list(report, "requirements"), index, requirement)
			if (strcmp(model_text(requirement, "verdict"), model_verdicts[v]) == 0)
				put_failure(t, requirement);
	}
}

static size_t cells(long long part, long long whole)
{
	return whole == 0 ? 0 : (size_t)((part * BAR_CELLS + whole / 2) / whole);
}

static void put_property(const struct terminal *t, const json_t *property)
{
	long long of = model_number(property, "of"), debt = model_number(property, "debt");
	long long score = model_number(property, "score");
	size_t earned = cells(model_number(property, "points"), of), owed = of == 0 ? BAR_CELLS : cells(debt, of);
	char title[MODEL_TITLE_LEN];

	if (earned + owed > BAR_CELLS)
		owed = BAR_CELLS - earned;
	model_title(model_text(property, "name"), title);
	fprintf(t->out, "  %-32s ", title);
	terminal_repeat(t, PAINT_GREEN, "\u2588", earned);
	terminal_repeat(t, PAINT_RED, "\u2591", BAR_CELLS - earned - owed);
	terminal_repeat(t, PAINT_DIM, "\u00b7", owed);
	if (property_is_unchecked(property)) {
		terminal_put(t, PAINT_DIM, "  no checks yet");
	} else {
		fprintf(t->out, " %3lld.%02lld", score / 100, score % 100);
		if (debt > 0)
			fprintf(t->out, "  (%lld.%02lld not yet checked)", debt * 100 / of, debt * 10000 / of % 100);
	}
	fputc('\n', t->out);
}

/* A component shows the properties that it is asked about. */
static void put_properties(const struct terminal *t, const json_t *report)
{
	const json_t *property;
	size_t index;

	json_array_foreach(model_list(report, "properties"), index, property)
		if (strcmp(model_text(report, "level"), "component") != 0 || model_number(property, "of") > 0)
			put_property(t, property);
	fputc('\n', t->out);
}

static void put_gates(const struct terminal *t, const json_t *report)
{
	const json_t *gate;
	size_t index;

	fprintf(t->out, "  Gates         %zu held, %zu broken, %zu unproven\n", model_gates(report, "held"),
		model_gates(report, "broken"), model_gates(report, "unproven"));
	json_array_foreach(model_list(report, "gates"), index, gate) {
		if (strcmp(model_text(gate, "state"), "broken") != 0)
			continue;
		fputs("                ", t->out);
		terminal_put(t, PAINT_RED, "broken");
		fputs(": ", t->out);
		terminal_put_wrapped(t, model_text(gate, "promise"), 24, 24);
	}
}

static void put_counts(const struct terminal *t, const json_t *report)
{
	static const size_t order[MODEL_VERDICTS] = { 5, 4, 0, 1, 2, 3, 6 };
	bool first = true;

	fputs("  Requirements  ", t->out);
	for (size_t i = 0; i < MODEL_VERDICTS; i++) {
		/* What was earned is said first, and debt last. */
		size_t v = order[i];
		size_t count = model_count(report, model_verdicts[v]);

		if (count == 0)
			continue;
		fprintf(t->out, "%s%zu ", first ? "" : ", ", count);
		terminal_put(t, paint_of_verdict(model_verdicts[v]), model_verdict_words[v]);
		first = false;
	}
	fputc('\n', t->out);
}

static void put_detection(const struct terminal *t, const json_t *report)
{
	long long caught, seeded;

	if (model_detection(report, &caught, &seeded))
		fprintf(t->out, "  Detection     the checks have caught %lld of %lld bad devices\n", caught, seeded);
	else
		fputs("  Detection     not proven for this suite\n", t->out);
}

static void put_worth(const struct terminal *t, const json_t *report)
{
	long long total = model_number(report, "total");
	const char *level = model_level(report), *reason = model_text(report, "level_reason");
	bool none = strcmp(model_text(report, "level"), "none") == 0;

	fprintf(t->out, "  Points        %lld.%02lld of 100\n  Level         ", total / 100, total % 100);
	terminal_put(t, PAINT_BOLD, none ? "no level" : level);
	if (reason[0] != '\0')
		fputs(none ? ": " : "; for the next: ", t->out);
	terminal_put_wrapped(t, reason, 16 + strlen(level) + 2, 16);
}

/* One line an entry, the first behind its label of 16 columns. */
static void put_list(const struct terminal *t, const char *label, const json_t *list)
{
	const json_t *entry;
	size_t index;

	json_array_foreach(list, index, entry) {
		fputs(index == 0 ? label : "                ", t->out);
		terminal_put_wrapped(t, json_string_value(entry), 16, 16);
	}
}

static void put_run(const struct terminal *t, const json_t *report)
{
	const json_t *run = json_object_get(report, "run");

	if (!model_is_complete(report))
		fputs("  Incomplete    the run was cut off; what it did not see counts as not run\n", t->out);
	put_list(t, "  Practice      ", model_list(run, "practice_because"));
	put_list(t, "  Repeated      ", model_list(run, "repeated"));
	put_list(t, "  Endorsed by   ", model_list(run, "roots"));
	put_list(t, "  Used up       ", model_list(run, "spent"));
}

enum result report_write_text(const json_t *report, FILE *out)
{
	struct terminal t = terminal_on(out);

	put_heading(&t, report);
	put_failures(&t, report);
	put_properties(&t, report);
	put_counts(&t, report);
	put_gates(&t, report);
	put_detection(&t, report);
	put_worth(&t, report);
	put_run(&t, report);
	report_text_put_closing(&t, report);
	return fflush(out) == 0 && !ferror(out) ? RESULT_OK : RESULT_IO;
}

enum result report_write_result(const json_t *report, FILE *out)
{
	struct terminal t = terminal_on(out);

	put_counts(&t, report);
	put_worth(&t, report);
	report_text_put_closing(&t, report);
	return fflush(out) == 0 && !ferror(out) ? RESULT_OK : RESULT_IO;
}
