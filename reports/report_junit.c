/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JUnit XML, as far as its readers agree. Nothing but pass and proven absence is a success: not-run and
 * inconclusive are errors there, since many a reader counts what is skipped as good.
 */
#include <string.h>

#include "reports/character.h"
#include "reports/model.h"
#include "reports/report.h"

struct counts {
	size_t tests, failures, errors, skipped;
};

static void count_verdict(struct counts *counts, const char *verdict)
{
	counts->tests++;
	if (verdict[0] == '\0')
		counts->skipped++;
	else if (strcmp(verdict, "fail") == 0)
		counts->failures++;
	else if (verdict_is_bad(verdict))
		counts->errors++;
}

static bool is_of(const json_t *requirement, const char *property)
{
	return property == NULL || strcmp(model_text(requirement, "property"), property) == 0;
}

/* Over one property, or all if NULL. */
static struct counts count_cases(const json_t *report, const char *property)
{
	struct counts counts = { 0 };
	const json_t *requirement, *check;
	size_t r, c;

	json_array_foreach(model_list(report, "requirements"), r, requirement) {
		if (!is_of(requirement, property))
			continue;
		if (json_array_size(model_list(requirement, "checks")) == 0)
			count_verdict(&counts, "");
		json_array_foreach(model_list(requirement, "checks"), c, check)
			count_verdict(&counts, model_text(check, "verdict"));
	}
	return counts;
}

static void put_counts(FILE *out, const struct counts *counts)
{
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n", counts->tests, counts->failures,
		counts->errors, counts->skipped);
}

static void put_attribute(FILE *out, const char *name, const char *text)
{
	fprintf(out, " %s=\"", name);
	put_escaped(out, text);
	fputc('"', out);
}

static void put_element(FILE *out, const char *name, const json_t *requirement, const json_t *check)
{
	fprintf(out, "      <%s", name);
	put_attribute(out, "type", model_text(check, "verdict"));
	put_attribute(out, "message", model_text(check, "says"));
	fputc('>', out);
	put_escaped(out, model_text(requirement, "statement"));
	fputs(" Remedy: ", out);
	put_escaped(out, model_text(requirement, "remedy"));
	fprintf(out, "</%s>\n", name);
}

static void put_case(FILE *out, const json_t *requirement, const json_t *check)
{
	const char *verdict = model_text(check, "verdict");

	fputs("    <testcase", out);
	put_attribute(out, "classname", model_text(requirement, "slug"));
	put_attribute(out, "name", model_text(check, "name"));
	if (!verdict_is_bad(verdict)) {
		fputs("/>\n", out);
		return;
	}
	fputs(">\n", out);
	put_element(out, strcmp(verdict, "fail") == 0 ? "failure" : "error", requirement, check);
	fputs("    </testcase>\n", out);
}

static void put_debt(FILE *out, const json_t *requirement)
{
	fputs("    <testcase", out);
	put_attribute(out, "classname", model_text(requirement, "slug"));
	put_attribute(out, "name", "(no check)");
	fputs(">\n      <skipped message=\"no check in this version of the suite\"/>\n    </testcase>\n", out);
}

static void put_suite(FILE *out, const json_t *report, const char *property)
{
	struct counts counts = count_cases(report, property);
	const json_t *requirement, *check;
	size_t r, c;

	if (counts.tests == 0)
		return;
	fputs("  <testsuite", out);
	put_attribute(out, "name", property);
	put_counts(out, &counts);
	json_array_foreach(model_list(report, "requirements"), r, requirement) {
		if (!is_of(requirement, property))
			continue;
		if (json_array_size(model_list(requirement, "checks")) == 0)
			put_debt(out, requirement);
		json_array_foreach(model_list(requirement, "checks"), c, check)
			put_case(out, requirement, check);
	}
	fputs("  </testsuite>\n", out);
}

enum result report_write_junit(const json_t *report, FILE *out)
{
	struct counts counts = count_cases(report, NULL);
	const json_t *property;
	size_t index;

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites", out);
	put_attribute(out, "name", model_text(json_object_get(report, "target"), "name"));
	put_counts(out, &counts);
	json_array_foreach(model_list(report, "properties"), index, property)
		put_suite(out, report, model_text(property, "name"));
	fputs("</testsuites>\n", out);
	return fflush(out) == 0 && !ferror(out) ? RESULT_OK : RESULT_IO;
}
