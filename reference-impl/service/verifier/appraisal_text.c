/* SPDX-License-Identifier: Apache-2.0 */
/* One line for each check: verdict, part, check; then what was seen and expected, if they tell something. */

#include <stdio.h>

#include "reference-impl/service/verifier/appraisal_report.h"

static const char *verdict_of(const struct finding *f)
{
	if (f->reason == REASON_NONE)
		return "ok  ";
	return appraisal_reason_is_warning(f->reason) ? "WARN" : "FAIL";
}

static const char *part_of(enum appraisal_part part)
{
	static const char *const names[] = { "token", "chain", "release" };

	return names[(size_t)part < sizeof(names) / sizeof(names[0]) ? part : PART_TOKEN];
}

static void write_line(struct writer *w, const char *label, const char *text)
{
	if (text[0] == '\0')
		return;
	writer_text(w, label);
	writer_text(w, text);
	writer_text(w, "\n");
}

static void write_place(struct writer *w, const struct finding *f, const struct appraisal_files *files)
{
	const char *file = f->part == PART_TOKEN ? files->token : f->part == PART_CHAIN ? files->chain : NULL;
	char text[64] = "";

	if (f->has_offset)
		snprintf(text, sizeof(text), ", offset %zu", f->offset);
	if (!file && !f->has_offset)
		return;
	writer_text(w, "        where    ");
	writer_text(w, file ? file : part_of(f->part));
	writer_text(w, text);
	writer_text(w, "\n");
}

static void write_finding(struct writer *w, const struct finding *f, const struct appraisal_files *files)
{
	bool is_good = f->reason == REASON_NONE;

	writer_text(w, verdict_of(f));
	writer_text(w, "  ");
	writer_text(w, part_of(f->part));
	writer_text(w, ": ");
	writer_text(w, f->check);
	writer_text(w, "\n");
	write_line(w, "        seen     ", f->seen);
	write_line(w, "        expected ", f->expected);
	if (is_good)
		return;
	writer_text(w, "        reason   ");
	writer_text(w, appraisal_reason_sentence(f->reason));
	writer_text(w, " (");
	writer_text(w, appraisal_reason_name(f->reason));
	writer_text(w, ")\n");
	write_place(w, f, files);
}

void appraisal_write_text(struct writer *w, const struct appraisal *appraisal, const struct appraisal_files *files)
{
	const struct finding *first = appraisal_first_bad(appraisal);
	size_t bad = 0;
	char text[96];

	for (size_t i = 0; i < appraisal->count; i++) {
		write_finding(w, &appraisal->findings[i], files);
		bad += appraisal->findings[i].reason != REASON_NONE;
	}
	writer_text(w, "\nverdict: ");
	writer_text(w, appraisal_status_name(appraisal_status(appraisal)));
	snprintf(text, sizeof(text), ", %zu checks, %zu not as expected", appraisal->count, bad);
	writer_text(w, text);
	if (first) {
		writer_text(w, "; first: ");
		writer_text(w, first->check);
	}
	writer_text(w, "\n");
}
