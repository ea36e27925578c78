/* SPDX-License-Identifier: Apache-2.0 */
/* A requirement's fields, and what must hold between them. */

#include <stdio.h>
#include <string.h>

#include "conformance/scoring/crosswalk_clause.h"
#include "conformance/scoring/gate.h"
#include "conformance/scoring/requirement_file.h"

static const char *const severities[] = { "low", "medium", "high", "critical", NULL };
static const char *const evidences[] = { "measured", "examined", "declared", NULL };
static const char *const relations[] = { "satisfies", "supports", "evidence-only", NULL };

static const struct field fields[] = {
	{ "statement", FIELD_TEXT, NULL },
	{ "rationale", FIELD_TEXT, NULL },
	{ "severity", FIELD_TEXT, severities },
	{ "weight", FIELD_WEIGHT, NULL },
	{ "gate", FIELD_NAME_OR_NULL, gate_names },
	{ "mandatory", FIELD_BOOLEAN, NULL },
	{ "absent_if", FIELD_NAME_OR_NULL, NULL },
	{ "evidence", FIELD_TEXT, evidences },
	{ "remedy", FIELD_TEXT, NULL },
	{ "crosswalk", FIELD_LIST, NULL },
};

static const struct field clause_fields[] = {
	{ "scheme", FIELD_TEXT, NULL },
	{ "clause", FIELD_TEXT, NULL },
	{ "relation", FIELD_TEXT, relations },
};

static const char *text_of(const json_t *object, const char *field)
{
	return json_string_value(json_object_get(object, field));
}

static bool same_clause(const json_t *a, const json_t *b)
{
	return strcmp(text_of(a, "scheme"), text_of(b, "scheme")) == 0 &&
	       strcmp(text_of(a, "clause"), text_of(b, "clause")) == 0;
}

static enum result clause_holds(const char *file, const json_t *crosswalk, size_t at, struct fault *ret_fault)
{
	json_t *entry = json_array_get(crosswalk, at);
	enum result result =
		fields_hold(file, entry, clause_fields, sizeof(clause_fields) / sizeof(clause_fields[0]), ret_fault);

	if (result != RESULT_OK)
		return result;
	if (crosswalk_clause_of(text_of(entry, "scheme"), text_of(entry, "clause")) == NULL)
		return fault_say(ret_fault, file, "clause", text_of(entry, "clause"),
				 "take a verified clause from conformance/scoring/crosswalk_clause.c or leave it out");
	for (size_t i = 0; i < at; i++)
		if (same_clause(json_array_get(crosswalk, i), entry))
			return fault_say(ret_fault, file, "clause", text_of(entry, "clause"),
					 "name a clause once");
	return RESULT_OK;
}

enum result requirement_file_holds(const char *file, json_t *requirement, struct fault *ret_fault)
{
	enum result result = fields_hold(file, requirement, fields, sizeof(fields) / sizeof(fields[0]), ret_fault);
	const json_t *crosswalk = json_object_get(requirement, "crosswalk");

	if (result != RESULT_OK)
		return result;
	if (text_of(requirement, "gate") != NULL && strcmp(text_of(requirement, "evidence"), "declared") == 0)
		return fault_say(ret_fault, file, "gate", text_of(requirement, "gate"),
				 "a declaration opens no gate: write null, or other evidence");
	if (json_is_true(json_object_get(requirement, "mandatory")) && text_of(requirement, "absent_if") != NULL)
		return fault_say(ret_fault, file, "absent_if", text_of(requirement, "absent_if"),
				 "what is mandatory may not be absent: write null, or mandatory false");
	for (size_t i = 0; result == RESULT_OK && i < json_array_size(crosswalk); i++)
		result = clause_holds(file, crosswalk, i, ret_fault);
	return result;
}
