/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts every line first and judges the counts afterwards, so that the order in which
 * a program says things does not matter.
 */
#include "ci/test_output.h"

#include "ci/line.h"

struct saw {
	unsigned long check_lines, checks, check_failures;
	unsigned long oks, not_oks, skips;
	unsigned long plans, planned;
	bool bailed;
};

/* Takes `words` off the front of *line, if they are there. */
static bool take_words(struct bytes *line, const char *words)
{
	return line_after(*line, words, line);
}

/* A decimal number at the front of *line, at most nine digits. */
static bool take_number(struct bytes *line, unsigned long *ret_number)
{
	unsigned long number = 0;
	size_t digits = 0;

	while (digits < line->len && digits < 9 && line->at[digits] >= '0' && line->at[digits] <= '9')
		number = number * 10 + (unsigned long)(line->at[digits++] - '0');
	if (digits == 0)
		return false;
	*line = bytes_from(line->at + digits, line->len - digits);
	*ret_number = number;
	return true;
}

static bool read_check_line(struct bytes line, struct saw *saw)
{
	unsigned long percent, checks, failures, errors;

	if (!take_number(&line, &percent) || !take_words(&line, "%: Checks: ") || !take_number(&line, &checks) ||
	    !take_words(&line, ", Failures: ") || !take_number(&line, &failures) ||
	    !take_words(&line, ", Errors: ") || !take_number(&line, &errors) || line.len != 0)
		return false;
	saw->check_lines++;
	saw->checks += checks;
	saw->check_failures += failures + errors;
	return true;
}

static bool has_skip_directive(struct bytes line)
{
	return line_has(line, "# SKIP") || line_has(line, "# skip");
}

static bool is_word_end(struct bytes rest)
{
	return rest.len == 0 || rest.at[0] == ' ';
}

static bool is_plan(struct bytes line, unsigned long *ret_planned)
{
	struct bytes rest;
	unsigned long planned;

	if (!line_after(line, "1..", &rest) || !take_number(&rest, &planned) || !is_word_end(rest))
		return false;
	*ret_planned = planned;
	return true;
}

static void read_tap_line(struct bytes line, struct saw *saw)
{
	struct bytes rest;

	if (line_after(line, "not ok", &rest) && is_word_end(rest)) {
		saw->not_oks++;
	} else if (line_after(line, "ok", &rest) && is_word_end(rest)) {
		saw->oks++;
		saw->skips += has_skip_directive(rest);
	} else if (is_plan(line, &saw->planned)) {
		saw->plans++;
	} else if (line_starts(line, "Bail out!")) {
		saw->bailed = true;
	}
}

static const char *complaint_about(const struct saw *saw)
{
	unsigned long taps = saw->oks + saw->not_oks;

	if (saw->bailed)
		return "it bailed out";
	if (saw->check_lines > 0 && saw->plans > 0)
		return "it tells counts in two ways, Check's closing line and TAP";
	if (taps + saw->plans + saw->check_lines == 0)
		return "it told no count of tests (neither Check's closing line nor TAP)";
	if (saw->plans != 1 && taps > 0)
		return "its TAP has no plan, or more than one";
	if (saw->plans > 0 && saw->planned != taps)
		return "its TAP plan and the number of its tests differ";
	if (saw->checks + taps == 0)
		return "it ran no test";
	if (saw->check_failures > saw->checks)
		return "it counts more failures than tests";
	if (saw->skips > 0)
		return "it skipped a test, and what was skipped was not tested";
	return NULL;
}

struct test_output test_output_read(struct bytes text)
{
	struct saw saw = { 0 };
	struct test_output out = { 0 };

	while (text.len > 0) {
		struct bytes line = line_next(&text);

		if (!read_check_line(line, &saw))
			read_tap_line(line, &saw);
	}
	/* In the output of a Check program, "ok" is just a word. */
	if (saw.check_lines > 0)
		saw.oks = saw.not_oks = saw.skips = 0;
	out.complaint = complaint_about(&saw);
	out.failed = saw.check_failures + saw.not_oks + saw.skips;
	out.passed = saw.oks - saw.skips;
	if (saw.checks > saw.check_failures)
		out.passed += saw.checks - saw.check_failures;
	return out;
}
