/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a run's folder as hostile: sizes bounded, forms canonical, claims compared. */
#include "conformance/certificate/bundle.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/canonical_json.h"
#include "conformance/core/file.h"
#include "conformance/core/report_build.h"
#include "reference-impl/base/text.h"
#include "reference-impl/crypto/crypto.h"

enum { FILE_MAX = 1 << 30, SENTENCES_MAX = 64 };

static enum result complain(struct bundle_complaint *complaint, enum result result, const char *where, const char *says)
{
	(void)snprintf(complaint->says, sizeof(complaint->says), "%.300s: %.400s", where, says);
	return result;
}

enum result bundle_path(const char *dir, const char *file, char ret_path[BUNDLE_PATH_MAX])
{
	return (size_t)snprintf(ret_path, BUNDLE_PATH_MAX, "%s/%s", dir, file) < BUNDLE_PATH_MAX ? RESULT_OK : RESULT_TOO_LARGE;
}

enum result bundle_load(const char *dir, const char *file, size_t max_len, json_t **ret_object, struct bundle_complaint *ret_complaint)
{
	char path[BUNDLE_PATH_MAX];
	struct json_complaint why;
	enum result result = bundle_path(dir, file, path);

	if (result != RESULT_OK)
		return complain(ret_complaint, result, dir, "the path is too long");
	result = canonical_json_load(path, max_len, true, ret_object, &why);
	return result == RESULT_OK ? RESULT_OK : complain(ret_complaint, result, path, why.says);
}

static enum result sha256_text(struct bytes bytes, char ret_sha256[65])
{
	struct crypto_sha256 digest;
	struct writer w = writer_over((struct buffer){ (uint8_t *)ret_sha256, 65 });
	enum result result = crypto_sha256(bytes, &digest);

	if (result != RESULT_OK)
		return result;
	text_write_hex(&w, BYTES_OF(digest.at));
	writer_u8(&w, 0);
	return RESULT_OK;
}

enum result bundle_sha256(const char *dir, const char *file, char ret_sha256[65], struct bundle_complaint *ret_complaint)
{
	char path[BUNDLE_PATH_MAX];
	struct buffer content;
	enum result result = bundle_path(dir, file, path);

	if (result == RESULT_OK)
		result = file_load(path, FILE_MAX, &content);
	if (result != RESULT_OK)
		return complain(ret_complaint, result, path, result == RESULT_IO ? strerror(errno) : result_sentence(result));
	result = sha256_text(bytes_of_buffer(content), ret_sha256);
	free(content.at);
	return result == RESULT_OK ? RESULT_OK : complain(ret_complaint, result, path, result_sentence(result));
}

enum result bundle_judge(const char *dir, struct judge_answer *ret_answer, struct bundle_complaint *ret_complaint)
{
	char path[BUNDLE_PATH_MAX];
	enum result result = bundle_path(dir, "transcript.jsonl", path);

	if (result == RESULT_OK)
		result = judge_ask(path, ret_answer);
	if (result != RESULT_OK)
		return complain(ret_complaint, result, "assay-judge", "could not be run beside this program; rebuild the suite");
	if (ret_answer->exit != 0)
		return complain(ret_complaint, RESULT_REFUSED, path, ret_answer->says[0] != '\0' ? ret_answer->says : "the judge refused it");
	return RESULT_OK;
}

static const char *text_of(const json_t *object, const char *field)
{
	const char *text = json_string_value(json_object_get(object, field));

	return text != NULL ? text : "";
}

/* The report that these verdicts make, with what they cannot know taken from the one that is there. */
static json_t *make_again(const json_t *report, const json_t *verdicts)
{
	const json_t *claimed = json_object_get(report, "run"), *because = json_object_get(claimed, "practice_because"), *one;
	const char *sentences[SENTENCES_MAX];
	struct report_run run = { .id = text_of(claimed, "id"), .started = text_of(claimed, "started"), .practice_because = sentences };
	json_t *made;
	size_t index;

	json_array_foreach(because, index, one)
		if (json_is_string(one) && run.practice_because_count < SENTENCES_MAX)
			sentences[run.practice_because_count++] = json_string_value(one);
	made = report_build(verdicts, NULL, &run);
	json_array_foreach(json_object_get(made, "requirements"), index, one)
		(void)json_object_set((json_t *)(uintptr_t)one, "detection",
				      json_object_get(json_array_get(json_object_get(report, "requirements"), index), "detection"));
	return made;
}

/* Every member of one that the other does not have like that; NULL if there is none. */
static const char *first_difference(const json_t *one, const json_t *other)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)one, name, value)
		if (!json_equal(value, json_object_get(other, name)))
			return name;
	return NULL;
}

enum result bundle_report_follows(const json_t *report, const json_t *verdicts, struct bundle_complaint *ret_complaint)
{
	json_t *made = make_again(report, verdicts);
	enum result result = RESULT_OK;
	const char *where;

	if (made == NULL)
		return complain(ret_complaint, RESULT_MALFORMED, "assay-judge", "its verdicts cannot be scored");
	where = first_difference(made, report);
	if (where == NULL)
		where = first_difference(report, made);
	if (where != NULL)
		result = complain(ret_complaint, RESULT_REFUSED, where, "the report says something else than the transcript shows");
	json_decref(made);
	return result;
}

enum result bundle_forms_follow(const char *dir, const json_t *report, char ret_sha256[REPORT_FORM_COUNT][65],
				struct bundle_complaint *ret_complaint)
{
	for (unsigned int form = 0; form < REPORT_FORM_COUNT; form++) {
		const char *file = report_form_file((enum report_form)form);
		char *text = NULL, is[65];
		size_t len = 0;
		enum result result = report_form_text(report, (enum report_form)form, &text, &len);

		if (result == RESULT_OK)
			result = sha256_text(bytes_from(text, len), ret_sha256[form]);
		free(text);
		if (result != RESULT_OK)
			return complain(ret_complaint, result, file, result_sentence(result));
		result = bundle_sha256(dir, file, is, ret_complaint);
		if (result != RESULT_OK)
			return result;
		if (strcmp(is, ret_sha256[form]) != 0)
			return complain(ret_complaint, RESULT_REFUSED, file, "is not what follows from report.json");
	}
	return RESULT_OK;
}
