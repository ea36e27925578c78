/* SPDX-License-Identifier: Apache-2.0 */
/* The schema is compiled in, so that a report is judged by the program's own version of it. */
#include "reports/report_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "reports/embedded.h"
#include "reports/schema.h"

enum { DEPTH_MAX = 16 };

/* A complaint may quote the file; what could drive a terminal is taken out of it. */
static void make_printable(char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			*text = '?';
}

static enum result complain(struct report_complaint *ret_complaint, enum result result, const char *path, const char *why)
{
	snprintf(ret_complaint->says, REPORT_COMPLAINT_LEN, "%s: %s", path, why);
	make_printable(ret_complaint->says);
	return result;
}

/* The parser behind us recurses, so the depth of brackets is bounded before it sees them. */
static bool is_shallow(const char *text, size_t len)
{
	bool in_text = false;
	int depth = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (in_text && c == '\\')
			i++;
		else if (c == '"')
			in_text = !in_text;
		else if (!in_text && (c == '{' || c == '['))
			depth++;
		else if (!in_text && (c == '}' || c == ']'))
			depth--;
		if (depth > DEPTH_MAX)
			return false;
	}
	return true;
}

/* All of the stream, at most REPORT_MAX_LEN bytes, in memory that the caller frees. */
static enum result read_stream(FILE *in, char **ret_text, size_t *ret_len)
{
	size_t room = 65536, len = 0, got;
	char *text = malloc(room);

	while (text != NULL && (got = fread(text + len, 1, room - len, in)) > 0) {
		len += got;
		if (len > REPORT_MAX_LEN) {
			free(text);
			return RESULT_TOO_LARGE;
		}
		if (len == room) {
			char *more = realloc(text, room *= 2);

			if (more == NULL)
				free(text);
			text = more;
		}
	}
	if (text == NULL)
		return RESULT_IO;
	if (ferror(in)) {
		free(text);
		return RESULT_IO;
	}
	*ret_text = text;
	*ret_len = len;
	return RESULT_OK;
}

static enum result parse(const char *path, const char *text, size_t len, json_t **ret_object,
			 struct report_complaint *ret_complaint)
{
	json_error_t error;
	json_t *object;
	char why[256];

	if (!is_shallow(text, len))
		return complain(ret_complaint, RESULT_MALFORMED, path, "nested too deeply; this is no file of the suite");
	object = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
	if (json_is_object(object)) {
		*ret_object = object;
		return RESULT_OK;
	}
	snprintf(why, sizeof(why), "line %d: %.150s; take the file as the suite wrote it", error.line,
		 object == NULL ? error.text : "not an object");
	json_decref(object);
	return complain(ret_complaint, RESULT_MALFORMED, path, why);
}

enum result report_json_load(const char *path, json_t **ret_object, struct report_complaint *ret_complaint)
{
	FILE *in = fopen(path, "rbe");
	char *text = NULL;
	size_t len = 0;
	enum result result;

	if (in == NULL)
		return complain(ret_complaint, RESULT_IO, path, strerror(errno));
	result = read_stream(in, &text, &len);
	fclose(in);
	if (result != RESULT_OK)
		return complain(ret_complaint, result, path,
				result != RESULT_IO ? result_sentence(result) :
				errno == EISDIR	    ? "is a folder; give the report.json in it" :
						      strerror(errno));
	result = parse(path, text, len, ret_object, ret_complaint);
	free(text);
	return result;
}

static json_t *embedded_schema(void)
{
	return json_loadb((const char *)report_schema_json, report_schema_json_len, JSON_REJECT_DUPLICATES, NULL);
}

enum result report_holds(const json_t *report, struct report_complaint *ret_complaint)
{
	struct schema_fault fault = { "" };
	json_t *schema = embedded_schema();
	enum result result = schema == NULL ? RESULT_INTERNAL : schema_holds(schema, report, &fault);

	json_decref(schema);
	if (result == RESULT_OK)
		return result;
	snprintf(ret_complaint->says, REPORT_COMPLAINT_LEN, "%s", fault.text);
	make_printable(ret_complaint->says);
	return result;
}

enum result report_load(const char *path, json_t **ret_report, struct report_complaint *ret_complaint)
{
	struct report_complaint why = { "" };
	json_t *report = NULL;
	enum result result = report_json_load(path, &report, ret_complaint);

	if (result != RESULT_OK)
		return result;
	if (json_integer_value(json_object_get(report, "schema")) > REPORT_SCHEMA_VERSION)
		result = complain(ret_complaint, RESULT_UNSUPPORTED, path,
				  "written by a newer version of the suite; use that version to read it");
	else if ((result = report_holds(report, &why)) != RESULT_OK)
		result = complain(ret_complaint, result, path, why.says);
	if (result == RESULT_OK)
		*ret_report = report;
	else
		json_decref(report);
	return result;
}

enum result report_write_json(const json_t *report, FILE *out)
{
	if (json_dumpf(report, out, JSON_SORT_KEYS | JSON_COMPACT) != 0 || fputc('\n', out) == EOF)
		return RESULT_IO;
	return RESULT_OK;
}
