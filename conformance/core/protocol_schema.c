/* SPDX-License-Identifier: Apache-2.0 */
/* The strict reader of protocol.json: an unknown or missing field is a mistake, not a default. */

#include "conformance/core/protocol_schema.h"

#include <string.h>

struct reading {
	const char *path;
	const char *method; /* where we are, for the complaint */
	struct complaint *why;
};

static const struct {
	const char *name, *constant;
	enum protocol_type type;
} types[] = {
	{ "integer", "PROTOCOL_INTEGER", PROTOCOL_INTEGER },
	{ "boolean", "PROTOCOL_BOOLEAN", PROTOCOL_BOOLEAN },
	{ "text", "PROTOCOL_TEXT", PROTOCOL_TEXT },
	{ "bytes", "PROTOCOL_BYTES", PROTOCOL_BYTES },
	{ "texts", "PROTOCOL_TEXTS", PROTOCOL_TEXTS },
	{ "byte_list", "PROTOCOL_BYTE_LIST", PROTOCOL_BYTE_LIST },
	{ "regions", "PROTOCOL_REGIONS", PROTOCOL_REGIONS },
};
enum { TYPE_COUNT = sizeof(types) / sizeof(types[0]) };

bool protocol_type_from_name(const char *name, enum protocol_type *ret_type)
{
	for (size_t i = 0; i < TYPE_COUNT; i++) {
		if (strcmp(types[i].name, name) == 0) {
			*ret_type = types[i].type;
			return true;
		}
	}
	return false;
}

const char *protocol_type_constant(enum protocol_type type)
{
	return types[type].constant;
}

/* Lower case, digits and '_', from a letter on: what becomes a C name. */
static bool is_name(const char *text, bool with_dot)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";

	if (text[0] == '\0' || strchr(letters, text[0]) == NULL)
		return false;
	return strspn(text, with_dot ? "abcdefghijklmnopqrstuvwxyz0123456789_." : "abcdefghijklmnopqrstuvwxyz0123456789_") ==
	       strlen(text);
}

/* Is each member of the object one of `known` (NULL-terminated)? */
static bool knows_all(struct reading *r, json_t *object, const char *const known[], const char *of)
{
	const char *key;
	json_t *value;

	json_object_foreach (object, key, value) {
		size_t i = 0;

		while (known[i] != NULL && strcmp(known[i], key) != 0)
			i++;
		if (known[i] == NULL) {
			complain(r->why, "%s: %s: field \"%s\" of %s is not known; remove it, or teach it to conformance/core/protocol_schema.c",
				 r->path, r->method, key, of);
			return false;
		}
	}
	return true;
}

static const char *text_of(struct reading *r, const json_t *object, const char *field)
{
	const char *text = json_string_value(json_object_get(object, field));

	if (text == NULL || text[0] == '\0') {
		complain(r->why, "%s: %s: field \"%s\" must be a text that is not empty", r->path, r->method, field);
		return NULL;
	}
	return text;
}

static bool values_are_right(struct reading *r, const json_t *field, enum protocol_type type)
{
	const json_t *values = json_object_get(field, "values");

	if (values == NULL)
		return true;
	if (type != PROTOCOL_TEXT || json_array_size(values) == 0) {
		complain(r->why, "%s: %s: \"values\" is a list of texts, and only a field of type text has one", r->path, r->method);
		return false;
	}
	for (size_t i = 0; i < json_array_size(values); i++) {
		const char *value = json_string_value(json_array_get(values, i));

		if (value == NULL || !is_name(value, true)) {
			complain(r->why, "%s: %s: value \"%s\" must be made of a-z, 0-9, '_' and '.'", r->path, r->method,
				 value == NULL ? "?" : value);
			return false;
		}
	}
	return true;
}

static bool field_is_right(struct reading *r, json_t *field)
{
	static const char *const known[] = { "name", "type", "optional", "values", NULL };
	const json_t *optional = json_object_get(field, "optional");
	const char *name, *type_name;
	enum protocol_type type;

	if (!json_is_object(field) || !knows_all(r, field, known, "a field"))
		return false;
	name = text_of(r, field, "name");
	type_name = name == NULL ? NULL : text_of(r, field, "type");
	if (type_name == NULL)
		return false;
	if (!is_name(name, false)) {
		complain(r->why, "%s: %s: field name \"%s\" must be made of a-z, 0-9 and '_'", r->path, r->method, name);
		return false;
	}
	if (!protocol_type_from_name(type_name, &type)) {
		complain(r->why, "%s: %s: field \"%s\" has type \"%s\", which is none of \"types\"", r->path, r->method, name, type_name);
		return false;
	}
	if (optional != NULL && !json_is_boolean(optional)) {
		complain(r->why, "%s: %s: \"optional\" of \"%s\" must be true or false", r->path, r->method, name);
		return false;
	}
	return values_are_right(r, field, type);
}

static bool is_named_twice(const json_t *list, size_t index)
{
	const char *name = json_string_value(json_object_get(json_array_get(list, index), "name"));

	for (size_t i = 0; i < index; i++) {
		if (strcmp(name, json_string_value(json_object_get(json_array_get(list, i), "name"))) == 0)
			return true;
	}
	return false;
}

/* Every request carries these two besides what is listed. */
static bool is_reserved(const json_t *field)
{
	const char *name = json_string_value(json_object_get(field, "name"));

	return strcmp(name, "unit") == 0 || strcmp(name, "deadline_ms") == 0;
}

static bool fields_are_right(struct reading *r, const json_t *fields, const char *side)
{
	if (!json_is_array(fields)) {
		complain(r->why, "%s: %s: \"%s\" must be a list of fields", r->path, r->method, side);
		return false;
	}
	for (size_t i = 0; i < json_array_size(fields); i++) {
		if (!field_is_right(r, json_array_get(fields, i)))
			return false;
		if (is_named_twice(fields, i) || (strcmp(side, "takes") == 0 && is_reserved(json_array_get(fields, i)))) {
			complain(r->why, "%s: %s: field %zu of \"%s\" has a name that is taken", r->path, r->method, i, side);
			return false;
		}
	}
	return true;
}

static bool method_is_right(struct reading *r, json_t *method)
{
	static const char *const known[] = { "name", "story", "takes", "gives", NULL };
	static const char *const planes[] = { "rig.", "device.", "kit." };
	const char *name = text_of(r, method, "name");
	bool of_a_plane = false;

	if (name == NULL)
		return false;
	r->method = name;
	for (size_t i = 0; i < PLANE_COUNT; i++)
		of_a_plane |= strncmp(name, planes[i], strlen(planes[i])) == 0 && is_name(name + strlen(planes[i]), false);
	if (!of_a_plane) {
		complain(r->why, "%s: method \"%s\" must be named rig., device. or kit. and a verb", r->path, name);
		return false;
	}
	return knows_all(r, method, known, "a method") && text_of(r, method, "story") != NULL &&
	       fields_are_right(r, json_object_get(method, "takes"), "takes") &&
	       fields_are_right(r, json_object_get(method, "gives"), "gives");
}

static bool methods_are_right(struct reading *r, const json_t *methods)
{
	if (json_array_size(methods) == 0) {
		complain(r->why, "%s: \"methods\" must be a list with at least one method", r->path);
		return false;
	}
	for (size_t i = 0; i < json_array_size(methods); i++) {
		r->method = "methods";
		if (!method_is_right(r, json_array_get(methods, i)))
			return false;
		if (is_named_twice(methods, i)) {
			complain(r->why, "%s: method \"%s\" is there twice", r->path, r->method);
			return false;
		}
	}
	return true;
}

/* The types' sentences are for the port guide; their set is fixed, since each needs code. */
static bool types_are_right(struct reading *r, const json_t *sentences)
{
	for (size_t i = 0; i < TYPE_COUNT; i++) {
		if (!json_is_string(json_object_get(sentences, types[i].name))) {
			complain(r->why, "%s: \"types\" must describe \"%s\"", r->path, types[i].name);
			return false;
		}
	}
	if (json_object_size(sentences) != TYPE_COUNT) {
		complain(r->why, "%s: \"types\" describes a type that conformance/core/protocol.h does not have", r->path);
		return false;
	}
	return true;
}

static bool head_is_right(struct reading *r, json_t *root)
{
	static const char *const known[] = { "protocol", "version", "line_max", "about", "types", "methods", NULL };

	if (!json_is_object(root) || !knows_all(r, root, known, "the protocol"))
		return false;
	if (text_of(r, root, "protocol") == NULL || text_of(r, root, "about") == NULL)
		return false;
	if (json_integer_value(json_object_get(root, "version")) != PROTOCOL_VERSION) {
		complain(r->why, "%s: \"version\" must be %d, as conformance/core/protocol.h has it", r->path, PROTOCOL_VERSION);
		return false;
	}
	if (json_integer_value(json_object_get(root, "line_max")) != PROTOCOL_LINE_MAX) {
		complain(r->why, "%s: \"line_max\" must be %d, as conformance/core/protocol.h has it", r->path, PROTOCOL_LINE_MAX);
		return false;
	}
	return types_are_right(r, json_object_get(root, "types"));
}

json_t *protocol_schema_load(const char *path, struct complaint *ret_why)
{
	struct reading r = { path, "the protocol", ret_why };
	json_error_t error;
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

	if (root == NULL) {
		complain(ret_why, "%s:%d: %s", path, error.line, error.text);
		return NULL;
	}
	if (head_is_right(&r, root) && methods_are_right(&r, json_object_get(root, "methods")))
		return root;
	json_decref(root);
	return NULL;
}
