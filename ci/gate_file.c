/* SPDX-License-Identifier: Apache-2.0 */
/* A baseline is held against the report's own schema: without its additions it is one that lacks its run. */
#include "ci/gate_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "reports/report_store.h"
#include "reports/schema.h"

static const char detection_schema[] =
	"{'type':'object','required':['suite','defects'],'properties':{'suite':{'type':'string','maxLength':64},"
	"'defects':{'type':'array','maxItems':10000,'items':{'type':'object','required':['defect','seen_by','caught'],"
	"'properties':{'defect':{'type':'string','maxLength':256},'seen_by':{'type':'string','maxLength':256},"
	"'caught':{'type':'boolean'}}}}}}";

static const char additions_schema[] =
	"{'type':'object','required':['detection','accepted'],'properties':{'detection':{'type':'array','maxItems':10000,"
	"'items':{'type':'object','additionalProperties':false,'required':['defect','seen_by','caught'],'properties':{"
	"'defect':{'type':'string','maxLength':256},'seen_by':{'type':'string','maxLength':256},'caught':{'type':'boolean'}}}},"
	"'accepted':{'type':'array','items':{'type':'object','additionalProperties':false,'required':['reason','suite'],"
	"'properties':{'reason':{'type':'string','maxLength':1024},'suite':{'type':'string','maxLength':64}}}}}}";

/* The schemas above are written with single quotes to be readable here. */
static enum result fits_schema(const char *quoted, const json_t *value, const char *path,
			       struct report_complaint *ret_complaint)
{
	struct schema_fault fault = { "" };
	char text[1024];
	json_t *schema;
	enum result result;

	snprintf(text, sizeof(text), "%s", quoted);
	for (char *c = text; *c != '\0'; c++)
		if (*c == '\'')
			*c = '"';
	schema = json_loads(text, 0, NULL);
	result = schema == NULL ? RESULT_INTERNAL : schema_holds(schema, value, &fault);
	json_decref(schema);
	if (result != RESULT_OK)
		snprintf(ret_complaint->says, REPORT_COMPLAINT_LEN, "%s: %s", path, fault.text);
	return result;
}

static enum result found(const char *path, const char *way_out, struct report_complaint *ret_complaint)
{
	if (access(path, F_OK) == 0 || errno != ENOENT)
		return RESULT_OK;
	snprintf(ret_complaint->says, REPORT_COMPLAINT_LEN, "%s: there is none; %s", path, way_out);
	return RESULT_NOT_FOUND;
}

/* The report's schema asks for a run; what stands in for it is thrown away again. */
static enum result is_report_without_run(const json_t *baseline, const char *path, struct report_complaint *ret_complaint)
{
	struct report_complaint why = { "" };
	json_t *report = json_copy((json_t *)(uintptr_t)baseline);
	enum result result;

	json_object_del(report, "detection");
	json_object_del(report, "accepted");
	json_object_set_new(report, "run",
			    json_pack("{s:s, s:s, s:s, s:[], s:b, s:[], s:[], s:s, s:s, s:{}, s:{}, s:[]}", "id", "", "started", "", "kind",
				      "official", "practice_because", "complete", 1, "repeated", "spent", "seed", "", "transcript", "",
				      "records", "notes", "roots"));
	result = report_holds(report, &why);
	json_decref(report);
	if (result != RESULT_OK)
		snprintf(ret_complaint->says, REPORT_COMPLAINT_LEN,
			 "%s: %.500s; remove it and write it anew with assay gate --accept \"REASON\"", path, why.says);
	return result;
}

static enum result baseline_holds(const json_t *baseline, const char *path, struct report_complaint *ret_complaint)
{
	enum result result;

	if (json_integer_value(json_object_get(baseline, "schema")) > REPORT_SCHEMA_VERSION) {
		snprintf(ret_complaint->says, REPORT_COMPLAINT_LEN,
			 "%s: written by a newer version of the suite; use that version", path);
		return RESULT_UNSUPPORTED;
	}
	if (json_object_get(baseline, "run") != NULL) {
		snprintf(ret_complaint->says, REPORT_COMPLAINT_LEN,
			 "%s: a whole report; remove it and write a baseline with assay gate --accept \"REASON\"", path);
		return RESULT_MALFORMED;
	}
	result = fits_schema(additions_schema, baseline, path, ret_complaint);
	return result != RESULT_OK ? result : is_report_without_run(baseline, path, ret_complaint);
}

enum result gate_baseline_load(const char *path, json_t **ret_baseline, struct report_complaint *ret_complaint)
{
	json_t *baseline = NULL;
	enum result result = found(path, "write it with assay gate --accept \"REASON\"", ret_complaint);

	if (result == RESULT_OK)
		result = report_json_load(path, &baseline, ret_complaint);
	if (result != RESULT_OK)
		return result;
	result = baseline_holds(baseline, path, ret_complaint);
	if (result == RESULT_OK)
		*ret_baseline = baseline;
	else
		json_decref(baseline);
	return result;
}

enum result gate_detection_load(const char *path, json_t **ret_detection, struct report_complaint *ret_complaint)
{
	json_t *detection = NULL;
	enum result result = found(path, "make it with make prove", ret_complaint);

	if (result == RESULT_OK)
		result = report_json_load(path, &detection, ret_complaint);
	if (result != RESULT_OK)
		return result;
	result = fits_schema(detection_schema, detection, path, ret_complaint);
	if (result == RESULT_OK)
		*ret_detection = detection;
	else
		json_decref(detection);
	return result;
}

bool gate_detection_fits(const json_t *detection, const json_t *report)
{
	const json_t *digest = json_object_get(json_object_get(report, "suite"), "digest");

	return detection != NULL && json_equal(json_object_get(detection, "suite"), digest);
}

/* Rows without what changes from run to run. */
static json_t *rows_of(const json_t *detection)
{
	json_t *rows = json_array(), *row;
	size_t index;

	json_array_foreach(json_object_get(detection, "defects"), index, row)
		json_array_append_new(rows, json_pack("{s:O, s:O, s:O}", "defect", json_object_get(row, "defect"), "seen_by",
						      json_object_get(row, "seen_by"), "caught",
						      json_object_get(row, "caught")));
	return rows;
}

static json_t *copied_list(const json_t *from, const char *field)
{
	const json_t *list = json_object_get(from, field);

	return list == NULL ? json_array() : json_deep_copy(list);
}

json_t *gate_baseline_made(const json_t *report, const json_t *detection, const json_t *before, const char *reason)
{
	const json_t *digest = json_object_get(json_object_get(report, "suite"), "digest");
	json_t *entry = json_pack("{s:s, s:O}", "reason", reason, "suite", digest);
	json_t *baseline, *accepted;

	if (entry == NULL)
		return NULL;
	baseline = json_deep_copy(report);
	accepted = copied_list(before, "accepted");
	json_array_append_new(accepted, entry);
	json_object_del(baseline, "run");
	json_object_set_new(baseline, "accepted", accepted);
	json_object_set_new(baseline, "detection",
			    gate_detection_fits(detection, report) ? rows_of(detection) : copied_list(before, "detection"));
	return baseline;
}

static enum result write_readably(const json_t *baseline, FILE *out)
{
	if (json_dumpf(baseline, out, JSON_SORT_KEYS | JSON_INDENT(1)) != 0 || fputc('\n', out) == EOF)
		return RESULT_IO;
	return RESULT_OK;
}

enum result gate_baseline_store(const char *path, const json_t *baseline)
{
	return report_store(baseline, path, write_readably);
}
