/* SPDX-License-Identifier: Apache-2.0 */
/* Asking the judge, and writing down what follows from its answer. */

#include "conformance/core/certify_report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/canonical_json.h"
#include "conformance/core/file.h"
#include "conformance/core/judge_process.h"
#include "conformance/core/report_build.h"
#include "conformance/core/report_forms.h"
#include "conformance/core/target.h"

enum { PRACTICE_SENTENCES_MAX = 64, DETECTION_MAX_LEN = 16 * 1024 * 1024 };

/* What `assay prove` left beside the programs; a report without it says so. */
static json_t *load_detection(void)
{
	char bin[TARGET_PATH_LEN], path[TARGET_PATH_LEN + 32];
	struct json_complaint why;
	json_t *detection;

	if (target_bin(bin) != RESULT_OK)
		return NULL;
	(void)snprintf(path, sizeof(path), "%s/../detection.json", bin);
	return canonical_json_load(path, DETECTION_MAX_LEN, false, &detection, &why) == RESULT_OK ? detection : NULL;
}

static json_t *build(const struct certify_reporting *reporting, const json_t *verdicts)
{
	const char *sentences[PRACTICE_SENTENCES_MAX];
	struct report_run run = { .id = reporting->id, .started = reporting->started, .practice_because = sentences };
	json_t *detection = load_detection(), *report;
	const json_t *sentence;
	size_t index;

	json_array_foreach(reporting->practice_because, index, sentence)
		if (run.practice_because_count < PRACTICE_SENTENCES_MAX)
			sentences[run.practice_because_count++] = json_string_value(sentence);
	report = report_build(verdicts, detection, &run);
	json_decref(detection);
	return report;
}

static enum result write_form(const struct certify_reporting *reporting, enum report_form form, const json_t *report)
{
	char path[CERTIFY_PATH_LEN], *text = NULL;
	size_t len = 0;
	enum result result = report_form_text(report, form, &text, &len);

	if (result == RESULT_OK)
		result = certify_folder_file(reporting->folder, report_form_file(form), path) ? file_store(path, bytes_from(text, len), 0644) :
												 RESULT_TOO_LARGE;
	free(text);
	return result;
}

static enum result write_files(const struct certify_reporting *reporting, const json_t *report, struct complaint *ret_why)
{
	char path[CERTIFY_PATH_LEN];
	enum result result = RESULT_TOO_LARGE;

	if (certify_folder_file(reporting->folder, "report.json", path))
		result = canonical_json_store(path, report);
	for (unsigned int form = 0; form < REPORT_FORM_COUNT && result == RESULT_OK; form++)
		result = write_form(reporting, (enum report_form)form, report);
	if (result != RESULT_OK)
		complain(ret_why, "%s: the report cannot be written: %s", reporting->folder->path,
			 result == RESULT_IO ? strerror(errno) : result_sentence(result));
	return result;
}

enum result certify_report_make(const struct certify_reporting *reporting, json_t **ret_report, struct complaint *ret_why)
{
	struct judge_answer answer = { 0 };
	char path[CERTIFY_PATH_LEN];
	json_t *report;
	enum result result;

	if (!certify_folder_file(reporting->folder, "transcript.jsonl", path))
		return RESULT_TOO_LARGE;
	result = judge_ask(path, &answer);
	if (result != RESULT_OK || answer.verdicts == NULL) {
		complain(ret_why, "the judge gave no verdicts: %s", answer.says);
		return result == RESULT_OK ? RESULT_MALFORMED : result;
	}
	report = build(reporting, answer.verdicts);
	json_decref(answer.verdicts);
	if (report == NULL) {
		complain(ret_why, "the judge's verdicts make no report");
		return RESULT_INTERNAL;
	}
	result = write_files(reporting, report, ret_why);
	if (result == RESULT_OK)
		*ret_report = report;
	else
		json_decref(report);
	return result;
}
