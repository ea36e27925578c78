/* SPDX-License-Identifier: Apache-2.0 */
/* A profile's fields; its properties and slugs are resolved to a sorted list of slugs. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/requirement.h"
#include "conformance/scoring/requirement_file.h"

enum { MEASURABLE_PERCENT = 60 };

static const char *const kinds[] = { "device", "component", NULL };

static const struct field fields[] = {
	{ "title", FIELD_TEXT, NULL },
	{ "kind", FIELD_TEXT, kinds },
	{ "contains", FIELD_LIST, NULL },
	{ "mandatory_methods", FIELD_LIST, NULL },
};

static bool holds_text(const json_t *list, const char *text)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *entry = json_string_value(json_array_get(list, i));

		if (entry != NULL && strcmp(entry, text) == 0)
			return true;
	}
	return false;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A new list with the texts of `list` in the order of strcmp. */
static json_t *sorted(const json_t *list)
{
	size_t count = json_array_size(list);
	const char **texts = calloc(count + 1, sizeof(*texts));
	json_t *made = json_array();

	if (texts == NULL || made == NULL)
		abort();
	for (size_t i = 0; i < count; i++)
		texts[i] = json_string_value(json_array_get(list, i));
	qsort(texts, count, sizeof(*texts), compare_texts);
	for (size_t i = 0; i < count; i++)
		json_array_append_new(made, json_string(texts[i]));
	free(texts);
	return made;
}

/* Is the slug named by the word, itself or by its property? */
static bool means(const char *word, const char *slug)
{
	size_t len = strlen(word);

	return strncmp(slug, word, len) == 0 && (slug[len] == '\0' || slug[len] == '/');
}

/* Adds what one word of `contains` stands for; a word that stands for nothing new is a fault. */
static enum result add_word(const char *file, const json_t *word, json_t *requirements, json_t *slugs,
			    struct fault *ret_fault)
{
	const char *name = json_string_value(word);
	size_t before = json_array_size(slugs);
	const char *slug;
	json_t *requirement;

	if (name == NULL)
		return fault_say(ret_fault, file, "contains", "not a list of texts", "name properties or slugs");
	json_object_foreach(requirements, slug, requirement) {
		if (!means(name, slug))
			continue;
		if (holds_text(slugs, slug))
			return fault_say(ret_fault, file, "contains", slug, "name it once, alone or by its property");
		json_array_append_new(slugs, json_string(slug));
	}
	if (json_array_size(slugs) == before)
		return fault_say(ret_fault, file, "contains", name,
				 "write a folder or <folder>/<file> of conformance/requirements, without .json");
	return RESULT_OK;
}

static bool is_method(const json_t *methods, const char *name)
{
	for (size_t i = 0; i < json_array_size(methods); i++) {
		const json_t *known = json_object_get(json_array_get(methods, i), "name");

		if (json_is_string(known) && strcmp(json_string_value(known), name) == 0)
			return true;
	}
	return false;
}

static enum result methods_hold(const char *file, const json_t *named, const json_t *methods,
				struct fault *ret_fault)
{
	for (size_t i = 0; i < json_array_size(named); i++) {
		const char *name = json_string_value(json_array_get(named, i));

		if (name == NULL || !is_method(methods, name))
			return fault_say(ret_fault, file, "mandatory_methods", name == NULL ? "not a text" : name,
					 "write a method of conformance/protocol.json");
		for (size_t j = 0; j < i; j++)
			if (strcmp(json_string_value(json_array_get(named, j)), name) == 0)
				return fault_say(ret_fault, file, "mandatory_methods", name, "name it once");
	}
	return RESULT_OK;
}

enum result profile_file_holds(const char *file, json_t *profile, const struct profile_choice *choice,
			       json_t **ret_slugs, struct fault *ret_fault)
{
	enum result result = fields_hold(file, profile, fields, sizeof(fields) / sizeof(fields[0]), ret_fault);
	json_t *words = json_object_get(profile, "contains");
	json_t *slugs = json_array();

	if (result == RESULT_OK)
		result = methods_hold(file, json_object_get(profile, "mandatory_methods"), choice->methods, ret_fault);
	for (size_t i = 0; result == RESULT_OK && i < json_array_size(words); i++)
		result = add_word(file, json_array_get(words, i), choice->requirements, slugs, ret_fault);
	if (result == RESULT_OK && json_array_size(slugs) == 0)
		result = fault_say(ret_fault, file, "contains", "empty", "name at least one property or slug");
	if (result == RESULT_OK)
		*ret_slugs = sorted(slugs);
	json_decref(slugs);
	return result;
}

enum result profile_is_measurable(const char *file, json_t *slugs, json_t *requirements, struct fault *ret_fault)
{
	for (unsigned int p = 0; p < PROPERTY_COUNT; p++) {
		const char *property = property_name((enum property)p);
		json_int_t whole = 0, measured = 0;

		for (size_t i = 0; i < json_array_size(slugs); i++) {
			const char *slug = json_string_value(json_array_get(slugs, i));
			const json_t *requirement = json_object_get(requirements, slug);
			const json_t *evidence = json_object_get(requirement, "evidence");
			json_int_t weight = json_integer_value(json_object_get(requirement, "weight"));

			if (!means(property, slug))
				continue;
			whole += weight;
			if (strcmp(json_string_value(evidence), evidence_name(EVIDENCE_MEASURED)) == 0)
				measured += weight;
		}
		if (measured * 100 < whole * MEASURABLE_PERCENT)
			return fault_say(ret_fault, file, "contains", property,
					 "less than 60 % of this property's weight is measured: add measured "
					 "requirements or lower the other weights");
	}
	return RESULT_OK;
}
