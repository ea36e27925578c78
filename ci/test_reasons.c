/* SPDX-License-Identifier: Apache-2.0 */
/* Room is shared: the first programs get a few lines each, later ones their name, the rest a number. */
#include "ci/test_reasons.h"

#include <stdlib.h>

#include "ci/line.h"

enum { LINES_OF_ONE = 6, LINES_WITH_DETAIL = 16, DETAILS_OF_A_CASE = 3, LAST_LINES = 3, SHOWN_LEN = 160 };

enum result test_reasons_open(struct test_reasons *reasons)
{
	*reasons = (struct test_reasons){ 0 };
	reasons->kept = open_memstream(&reasons->text, &reasons->len);
	return reasons->kept ? RESULT_OK : RESULT_IO;
}

static void keep_line(struct test_reasons *reasons, struct bytes line)
{
	size_t len = line.len < SHOWN_LEN ? line.len : SHOWN_LEN;

	fprintf(reasons->kept, "    %.*s%s\n", (int)len, (const char *)line.at, len < line.len ? "..." : "");
	reasons->lines++;
}

static bool is_failed_case(struct bytes line)
{
	return line_starts(line, "not ok") || line_starts(line, "Bail out!") || line_has(line, ":F:") || line_has(line, ":E:");
}

/* False if the program named no case that failed. */
static bool keep_failed_cases(struct test_reasons *reasons, struct bytes text)
{
	unsigned first = reasons->lines, details = DETAILS_OF_A_CASE;

	while (text.len > 0 && reasons->lines - first < LINES_OF_ONE) {
		struct bytes line = line_next(&text);

		if (is_failed_case(line)) {
			keep_line(reasons, line);
			details = 0;
		} else if (!line_starts(line, "# ")) {
			details = DETAILS_OF_A_CASE;
		} else if (details < DETAILS_OF_A_CASE) {
			keep_line(reasons, line);
			details++;
		}
	}
	return reasons->lines > first;
}

static void keep_last_lines(struct test_reasons *reasons, struct bytes text)
{
	struct bytes last[LAST_LINES];
	size_t count = 0;

	while (text.len > 0) {
		struct bytes line = line_next(&text);

		if (line.len > 0)
			last[count++ % LAST_LINES] = line;
	}
	for (size_t i = count < LAST_LINES ? 0 : count - LAST_LINES; i < count; i++)
		keep_line(reasons, last[i % LAST_LINES]);
}

void test_reasons_add(struct test_reasons *reasons, const struct test_verdict *verdict, const struct test_child *child)
{
	struct bytes text = bytes_from(child->text, child->text_len);

	if (verdict->failed == 0)
		return;
	if (reasons->lines >= TEST_REASONS_LINES) {
		reasons->left_out++;
		return;
	}
	fprintf(reasons->kept, "  %s: %lu failed%s%s\n", child->program, verdict->failed, verdict->reason[0] ? "; " : "", verdict->reason);
	reasons->lines++;
	if (reasons->lines < LINES_WITH_DETAIL && !keep_failed_cases(reasons, text))
		keep_last_lines(reasons, text);
}

void test_reasons_print(struct test_reasons *reasons, FILE *out)
{
	fflush(reasons->kept);
	if (reasons->len == 0)
		return;
	fprintf(out, "failed, with all they wrote above:\n%s", reasons->text);
	if (reasons->left_out > 0)
		fprintf(out, "  and %u programs more\n", reasons->left_out);
}

void test_reasons_close(struct test_reasons *reasons)
{
	if (reasons->kept)
		fclose(reasons->kept);
	free(reasons->text);
	*reasons = (struct test_reasons){ 0 };
}
