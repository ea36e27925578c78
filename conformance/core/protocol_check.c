/* SPDX-License-Identifier: Apache-2.0 */
/* One predicate for each type of the schema, and the walk over an object's fields. */

#include "conformance/core/protocol_check.h"

#include <string.h>

#include "conformance/core/protocol_line.h"

static struct bytes bytes_of_string(const json_t *value)
{
	return bytes_from((const uint8_t *)json_string_value(value), json_string_length(value));
}

bool protocol_is_text(const json_t *value)
{
	return json_is_string(value) && protocol_text_is_plain(bytes_of_string(value));
}

static bool is_integer(const json_t *value)
{
	return json_is_integer(value) && json_integer_value(value) >= 0 &&
	       (uint64_t)json_integer_value(value) <= PROTOCOL_INTEGER_MAX;
}

static bool is_bytes(const json_t *value)
{
	return json_is_string(value) && protocol_base64_is_canonical(bytes_of_string(value));
}

static bool is_list_of(const json_t *value, size_t max, bool (*is_right)(const json_t *))
{
	if (!json_is_array(value) || json_array_size(value) > max)
		return false;
	for (size_t i = 0; i < json_array_size(value); i++) {
		if (!is_right(json_array_get(value, i)))
			return false;
	}
	return true;
}

static bool is_region(const json_t *value)
{
	return json_is_object(value) && json_object_size(value) == 4 && protocol_is_text(json_object_get(value, "name")) &&
	       protocol_is_text(json_object_get(value, "kind")) && is_integer(json_object_get(value, "offset")) &&
	       is_integer(json_object_get(value, "length"));
}

static bool is_of_type(const json_t *value, enum protocol_type type)
{
	switch (type) {
	case PROTOCOL_INTEGER:
		return is_integer(value);
	case PROTOCOL_BOOLEAN:
		return json_is_boolean(value);
	case PROTOCOL_TEXT:
		return protocol_is_text(value);
	case PROTOCOL_BYTES:
		return is_bytes(value);
	case PROTOCOL_TEXTS:
		return is_list_of(value, PROTOCOL_TEXTS_MAX, protocol_is_text);
	case PROTOCOL_BYTE_LIST:
		return is_list_of(value, PROTOCOL_BYTE_LIST_MAX, is_bytes);
	case PROTOCOL_REGIONS:
		return is_list_of(value, PROTOCOL_REGIONS_MAX, is_region);
	}
	return false;
}

static bool is_one_of(const json_t *value, const char *const *values)
{
	for (size_t i = 0; values[i] != NULL; i++) {
		if (strcmp(json_string_value(value), values[i]) == 0)
			return true;
	}
	return false;
}

static bool field_is_right(const struct protocol_field *field, const json_t *value, struct complaint *ret_why)
{
	static const char *const wanted[] = { "a whole number from 0 to 2^53-1", "true or false",
		"a text of at most 1024 bytes without control characters", "canonical base64",
		"a list of at most 64 texts", "a list of at most 16 byte strings in canonical base64",
		"a list of at most 64 regions {name, offset, length, kind}" };

	if (value == NULL && field->optional)
		return true;
	if (value == NULL) {
		complain(ret_why, "field \"%s\" is missing", field->name);
		return false;
	}
	if (!is_of_type(value, field->type)) {
		complain(ret_why, "field \"%s\" is not %s", field->name, wanted[field->type]);
		return false;
	}
	if (field->values != NULL && !is_one_of(value, field->values)) {
		complain(ret_why, "field \"%s\" is none of the words that the protocol lists", field->name);
		return false;
	}
	return true;
}

bool protocol_object_is_right(const struct protocol_fields *fields, const json_t *object, struct complaint *ret_why)
{
	size_t present = 0;

	if (!json_is_object(object)) {
		complain(ret_why, "the result is not an object");
		return false;
	}
	for (size_t i = 0; i < fields->count; i++) {
		const json_t *value = json_object_get(object, fields->at[i].name);

		if (!field_is_right(&fields->at[i], value, ret_why))
			return false;
		present += value != NULL;
	}
	if (present != json_object_size(object)) {
		complain(ret_why, "the result holds a field that the protocol does not list");
		return false;
	}
	return true;
}
