/* SPDX-License-Identifier: Apache-2.0 */
/* One function a keyword, in a table; the schema's keys choose among them. */
#include "reports/schema.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { PATH_LEN = 256 };

/* A value, the schema it must fit and the words that lead to it. */
struct place {
	const json_t *schema, *value;
	char path[PATH_LEN];
	struct schema_fault *ret_fault;
};

typedef enum result keyword(const struct place *place, const json_t *of);

static enum result value_holds(const struct place *place);

static enum result say(const struct place *place, const char *what)
{
	snprintf(place->ret_fault->text, SCHEMA_FAULT_LEN, "%s: %s", place->path[0] == '\0' ? "(the whole)" : place->path,
		 what);
	return RESULT_MALFORMED;
}

static struct place place_below(const struct place *place, const json_t *schema, const json_t *value)
{
	struct place below = { .schema = schema, .value = value, .ret_fault = place->ret_fault };

	return below;
}

static enum result member_holds(const struct place *place, const json_t *schema, const char *name, const json_t *value)
{
	struct place below = place_below(place, schema, value);

	if (snprintf(below.path, PATH_LEN, "%s%s%.100s", place->path, place->path[0] == '\0' ? "" : ".", name) >= PATH_LEN)
		below.path[PATH_LEN - 1] = '\0';
	return value_holds(&below);
}

static bool is_of_type(const json_t *value, const char *type)
{
	static const struct {
		const char *name;
		json_type type;
	} types[] = {
		{ "object", JSON_OBJECT }, { "array", JSON_ARRAY },  { "string", JSON_STRING },
		{ "integer", JSON_INTEGER }, { "null", JSON_NULL },
	};

	if (strcmp(type, "boolean") == 0)
		return json_is_boolean(value);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(type, types[i].name) == 0)
			return json_typeof(value) == types[i].type;
	return false;
}

static enum result type_holds(const struct place *place, const json_t *of)
{
	char what[128];

	if (json_is_string(of) && is_of_type(place->value, json_string_value(of)))
		return RESULT_OK;
	for (size_t i = 0; i < json_array_size(of); i++)
		if (is_of_type(place->value, json_string_value(json_array_get(of, i))))
			return RESULT_OK;
	snprintf(what, sizeof(what), "not of type %s",
		 json_string_value(json_is_array(of) ? json_array_get(of, 0) : of));
	return say(place, what);
}

static enum result enum_holds(const struct place *place, const json_t *of)
{
	for (size_t i = 0; i < json_array_size(of); i++)
		if (json_equal(json_array_get(of, i), place->value))
			return RESULT_OK;
	return say(place, "not one of the words allowed here");
}

static enum result required_holds(const struct place *place, const json_t *of)
{
	char what[160];

	if (!json_is_object(place->value))
		return RESULT_OK;
	for (size_t i = 0; i < json_array_size(of); i++) {
		const char *name = json_string_value(json_array_get(of, i));

		if (json_object_get(place->value, name) != NULL)
			continue;
		snprintf(what, sizeof(what), "the field \"%s\" is missing", name);
		return say(place, what);
	}
	return RESULT_OK;
}

static enum result properties_hold(const struct place *place, const json_t *of)
{
	enum result result = RESULT_OK;
	const char *name;
	json_t *schema;

	json_object_foreach((json_t *)(uintptr_t)of, name, schema) {
		const json_t *value = json_object_get(place->value, name);

		if (result == RESULT_OK && value != NULL)
			result = member_holds(place, schema, name, value);
	}
	return result;
}

/* Members that `properties` does not name: refused where this is false, else held against it. */
static enum result others_hold(const struct place *place, const json_t *of)
{
	const json_t *known = json_object_get(place->schema, "properties");
	enum result result = RESULT_OK;
	const char *name;
	json_t *value;
	char what[160];

	if (!json_is_object(place->value))
		return RESULT_OK;
	json_object_foreach((json_t *)(uintptr_t)place->value, name, value) {
		if (result != RESULT_OK || json_object_get(known, name) != NULL)
			continue;
		if (json_is_object(of)) {
			result = member_holds(place, of, name, value);
			continue;
		}
		snprintf(what, sizeof(what), "the field \"%.100s\" is not known", name);
		result = say(place, what);
	}
	return result;
}

static enum result items_hold(const struct place *place, const json_t *of)
{
	for (size_t i = 0; i < json_array_size(place->value); i++) {
		struct place below = place_below(place, of, json_array_get(place->value, i));
		enum result result;

		if (snprintf(below.path, PATH_LEN, "%s[%zu]", place->path, i) >= PATH_LEN)
			below.path[PATH_LEN - 1] = '\0';
		result = value_holds(&below);
		if (result != RESULT_OK)
			return result;
	}
	return RESULT_OK;
}

static enum result min_items_hold(const struct place *place, const json_t *of)
{
	if (json_is_array(place->value) && (json_int_t)json_array_size(place->value) < json_integer_value(of))
		return say(place, "too few entries");
	return RESULT_OK;
}

static enum result max_items_hold(const struct place *place, const json_t *of)
{
	if ((json_int_t)json_array_size(place->value) > json_integer_value(of))
		return say(place, "too many entries");
	return RESULT_OK;
}

static enum result minimum_holds(const struct place *place, const json_t *of)
{
	if (json_is_integer(place->value) && json_integer_value(place->value) < json_integer_value(of))
		return say(place, "too small");
	return RESULT_OK;
}

static enum result maximum_holds(const struct place *place, const json_t *of)
{
	if (json_is_integer(place->value) && json_integer_value(place->value) > json_integer_value(of))
		return say(place, "too large");
	return RESULT_OK;
}

/* Counts bytes, which are never fewer than characters. */
static enum result max_length_holds(const struct place *place, const json_t *of)
{
	if ((json_int_t)json_string_length(place->value) > json_integer_value(of))
		return say(place, "too long");
	return RESULT_OK;
}

static enum result says_nothing(const struct place *place, const json_t *of)
{
	(void)place;
	(void)of;
	return RESULT_OK;
}

static const struct {
	const char *name;
	keyword *holds;
} keywords[] = {
	{ "$schema", says_nothing },
	{ "additionalProperties", others_hold },
	{ "description", says_nothing },
	{ "enum", enum_holds },
	{ "items", items_hold },
	{ "maxItems", max_items_hold },
	{ "maxLength", max_length_holds },
	{ "maximum", maximum_holds },
	{ "minItems", min_items_hold },
	{ "minimum", minimum_holds },
	{ "properties", properties_hold },
	{ "required", required_holds },
	{ "title", says_nothing },
	{ "type", type_holds },
};

static keyword *keyword_of(const char *name)
{
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (strcmp(name, keywords[i].name) == 0)
			return keywords[i].holds;
	return NULL;
}

static enum result value_holds(const struct place *place)
{
	enum result result = RESULT_OK;
	const char *name;
	json_t *of;

	json_object_foreach((json_t *)(uintptr_t)place->schema, name, of) {
		keyword *holds = keyword_of(name);

		if (holds == NULL) {
			snprintf(place->ret_fault->text, SCHEMA_FAULT_LEN, "the schema's keyword \"%.100s\" is not understood",
				 name);
			return RESULT_UNSUPPORTED;
		}
		result = holds(place, of);
		if (result != RESULT_OK)
			return result;
	}
	return result;
}

enum result schema_holds(const json_t *schema, const json_t *value, struct schema_fault *ret_fault)
{
	struct place whole = { .schema = schema, .value = value, .ret_fault = ret_fault };

	return value_holds(&whole);
}
