/* SPDX-License-Identifier: Apache-2.0 */
/* One field after the other is held against a table; the first that differs is told. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/scoring/field.h"

enum { NAME_MAX_LEN = 64, TEXT_MAX_LEN = 1000, WEIGHT_MAX = 100 };

enum result fault_say(struct fault *ret_fault, const char *file, const char *field, const char *value,
		      const char *way_out)
{
	snprintf(ret_fault->text, sizeof(ret_fault->text), "%s: field \"%s\" is %.200s; %s", file, field, value,
		 way_out);
	return RESULT_MALFORMED;
}

/* 1 to 64 of them. */
static bool is_name(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return len > 0 && len <= NAME_MAX_LEN && text[len] == '\0';
}

/* The JSON text of a value, for a message. */
static enum result say_value(struct fault *ret_fault, const char *file, const char *field, const json_t *value,
			     const char *way_out)
{
	char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_SORT_KEYS);
	enum result result = fault_say(ret_fault, file, field, text == NULL ? "unreadable" : text, way_out);

	free(text);
	return result;
}

static bool is_plain_text(const char *text)
{
	size_t len = strlen(text);

	if (len == 0 || len > TEXT_MAX_LEN)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return false;
	return true;
}

static bool is_one_of(const char *text, const char *const *words)
{
	for (; words != NULL && *words != NULL; words++)
		if (strcmp(text, *words) == 0)
			return true;
	return words == NULL;
}

/* NULL if the value is of its kind, else what to write instead. */
static const char *kind_amiss(enum field_kind kind, const json_t *value)
{
	const char *text = json_string_value(value);

	if (json_is_null(value) && (kind == FIELD_TEXT_OR_NULL || kind == FIELD_NAME_OR_NULL))
		return NULL;
	switch (kind) {
	case FIELD_TEXT:
	case FIELD_TEXT_OR_NULL:
		return text != NULL && is_plain_text(text) ? NULL : "write a text of 1 to 1000 bytes on one line";
	case FIELD_NAME:
	case FIELD_NAME_OR_NULL:
		return text != NULL && is_name(text) ? NULL : "write lower-case letters, digits and underscores";
	case FIELD_WEIGHT:
		return json_is_integer(value) && json_integer_value(value) >= 1 &&
				       json_integer_value(value) <= WEIGHT_MAX
			       ? NULL
			       : "write a whole number from 1 to 100";
	case FIELD_BOOLEAN:
		return json_is_boolean(value) ? NULL : "write true or false";
	case FIELD_LIST:
		return json_is_array(value) ? NULL : "write a list";
	}
	return "this kind of field is not known to the reader";
}

static enum result not_one_of(const char *file, const struct field *field, const json_t *value,
			      struct fault *ret_fault)
{
	char way_out[FAULT_LEN / 2] = "write one of";
	size_t used = strlen(way_out);

	for (const char *const *word = field->words; *word != NULL && used < sizeof(way_out); word++)
		used += (size_t)snprintf(way_out + used, sizeof(way_out) - used, "%s %s",
					 word == field->words ? "" : ",", *word);
	return say_value(ret_fault, file, field->name, value, way_out);
}

static enum result field_holds(const char *file, const json_t *object, const struct field *field,
			       struct fault *ret_fault)
{
	const json_t *value = json_object_get(object, field->name);
	const char *amiss;

	if (value == NULL)
		return fault_say(ret_fault, file, field->name, "missing", "every field is written, null where it may be");
	amiss = kind_amiss(field->kind, value);
	if (amiss != NULL)
		return say_value(ret_fault, file, field->name, value, amiss);
	if (json_is_string(value) && !is_one_of(json_string_value(value), field->words))
		return not_one_of(file, field, value, ret_fault);
	return RESULT_OK;
}

static bool is_known(const char *name, const struct field *fields, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(name, fields[i].name) == 0)
			return true;
	return false;
}

enum result fields_hold(const char *file, json_t *object, const struct field *fields, size_t count,
			struct fault *ret_fault)
{
	const char *name;
	json_t *value;

	if (!json_is_object(object))
		return say_value(ret_fault, file, "(the whole)", object, "write an object");
	json_object_foreach(object, name, value)
		if (!is_known(name, fields, count))
			return fault_say(ret_fault, file, name, "not known here", "remove it or mend its spelling");
	for (size_t i = 0; i < count; i++) {
		enum result result = field_holds(file, object, &fields[i], ret_fault);

		if (result != RESULT_OK)
			return result;
	}
	return RESULT_OK;
}

enum result field_file_read(const char *file, json_t **ret_object, struct fault *ret_fault)
{
	json_error_t error;
	json_t *object = json_load_file(file, JSON_REJECT_DUPLICATES, &error);

	if (object == NULL) {
		snprintf(ret_fault->text, sizeof(ret_fault->text), "%s: line %d: %s; write one JSON object", file,
			 error.line, error.text);
		return RESULT_MALFORMED;
	}
	*ret_object = object;
	return RESULT_OK;
}
