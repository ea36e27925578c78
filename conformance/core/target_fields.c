/* SPDX-License-Identifier: Apache-2.0 */
/* The form that target.json is; a complaint names file, field, value and what is expected. */

#include "conformance/core/target_fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/protocol_check.h"
#include "conformance/requirement.h"

enum { BOOT_MS_MAX = 3600000, VALUE_SHOWN = 80 };

static bool mistake(const struct target *target, const char *field, const char *wanted, struct complaint *ret_why)
{
	char *value = json_dumps(json_object_get(target->json, field), JSON_COMPACT | JSON_ENCODE_ANY | JSON_ENSURE_ASCII);

	if (value == NULL)
		complain(ret_why, "%s: field \"%s\" is missing: it must be %s", target->file, field, wanted);
	else
		complain(ret_why, "%s: field \"%s\" is %.*s%s: it must be %s", target->file, field, VALUE_SHOWN, value,
			 strlen(value) > VALUE_SHOWN ? "..." : "", wanted);
	free(value);
	return false;
}

static bool knows_all(const struct target *target, struct complaint *ret_why)
{
	static const char *const known[] = { "schema", "name", "title", "hardware", "firmware", "profile", "format", "claims", "programs",
		"boot_ms", "recovery_console", "download_console", "expendable", "units", "roots", "settings", "network" };
	const char *key;
	json_t *value;

	json_object_foreach (target->json, key, value) {
		size_t i = 0;

		while (i < sizeof(known) / sizeof(known[0]) && strcmp(known[i], key) != 0)
			i++;
		if (i == sizeof(known) / sizeof(known[0])) {
			complain(ret_why, "%s: field \"%.*s\" is not known; remove it, or put it under \"settings\"", target->file,
				 VALUE_SHOWN, key);
			return false;
		}
	}
	return true;
}

/* A plain text that is not empty. */
static bool read_text(const struct target *target, const char *field, const char **ret_text, struct complaint *ret_why)
{
	const json_t *value = json_object_get(target->json, field);

	if (!protocol_is_text(value) || json_string_length(value) == 0)
		return mistake(target, field, "a text on one line, not empty", ret_why);
	*ret_text = json_string_value(value);
	return true;
}

static bool read_text_or_null(const struct target *target, const char *field, const char **ret_text, struct complaint *ret_why)
{
	const json_t *value = json_object_get(target->json, field);

	if (value == NULL || json_is_null(value))
		return true;
	return read_text(target, field, ret_text, ret_why);
}

static bool read_number(const struct target *target, const char *field, uint32_t most, uint32_t *ret_number,
			struct complaint *ret_why)
{
	const json_t *value = json_object_get(target->json, field);
	char wanted[64];

	if (json_is_integer(value) && json_integer_value(value) >= 1 && json_integer_value(value) <= most) {
		*ret_number = (uint32_t)json_integer_value(value);
		return true;
	}
	snprintf(wanted, sizeof(wanted), "a whole number from 1 to %u", most);
	return mistake(target, field, wanted, ret_why);
}

static bool is_word(const char *text, const char *letters)
{
	return text != NULL && text[0] != '\0' && strlen(text) < 64 && strspn(text, letters) == strlen(text);
}

static bool read_name(struct target *target, struct complaint *ret_why)
{
	const char *folder = strrchr(target->folder, '/');
	const char *name = json_string_value(json_object_get(target->json, "name"));

	if (!is_word(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") || folder == NULL || strcmp(folder + 1, name) != 0)
		return mistake(target, "name", "the name of its folder, in a-z, 0-9, '-' and '_'", ret_why);
	target->name = name;
	return true;
}

static bool read_profile(struct target *target, struct complaint *ret_why)
{
	char wanted[256] = "one of conformance/profiles:";

	if (!read_text(target, "profile", &target->profile, ret_why))
		return false;
	if (profile_by_name(target->profile) != NULL)
		return true;
	for (size_t i = 0; i < every_profile_count; i++) {
		size_t used = strlen(wanted);

		snprintf(wanted + used, sizeof(wanted) - used, " %s", every_profile[i]->name);
	}
	return mistake(target, "profile", wanted, ret_why);
}

static bool read_claims(struct target *target, struct complaint *ret_why)
{
	const json_t *claims = json_object_get(target->json, "claims");

	if (claims == NULL)
		return true;
	if (!json_is_array(claims) || json_array_size(claims) > TARGET_CLAIMS_MAX)
		return mistake(target, "claims", "a list of at most 64 words", ret_why);
	for (size_t i = 0; i < json_array_size(claims); i++) {
		const char *word = json_string_value(json_array_get(claims, i));

		if (!is_word(word, "abcdefghijklmnopqrstuvwxyz0123456789-_."))
			return mistake(target, "claims", "a list of words in a-z, 0-9, '-', '_' and '.'", ret_why);
		target->claims[target->claim_count++] = word;
	}
	return true;
}

static bool read_program(struct target *target, const json_t *programs, enum plane plane, struct complaint *ret_why)
{
	const struct transport_places places = { target->bin, target->folder };
	const json_t *value = json_object_get(programs, plane_name(plane));
	struct complaint why;

	if (value == NULL && plane == PLANE_KIT)
		return true;
	if (!protocol_is_text(value))
		return mistake(target, "programs", "{\"rig\": TRANSPORT, \"device\": TRANSPORT}, and \"kit\" if there is one", ret_why);
	if (transport_parse(json_string_value(value), &places, &target->programs[plane], &why) != RESULT_OK) {
		complain(ret_why, "%s: programs.%s: %s", target->file, plane_name(plane), why.text);
		return false;
	}
	target->has_program[plane] = true;
	return true;
}

static bool read_programs(struct target *target, struct complaint *ret_why)
{
	const json_t *programs = json_object_get(target->json, "programs");
	size_t count = 0;

	for (enum plane plane = PLANE_RIG; plane < PLANE_COUNT; plane++) {
		if (!read_program(target, programs, plane, ret_why))
			return false;
		count += target->has_program[plane];
	}
	if (json_object_size(programs) != count)
		return mistake(target, "programs", "of \"rig\", \"device\" and \"kit\" alone", ret_why);
	return true;
}

/* A root is a file of the target's folder, or one that a build or a maker put elsewhere. */
static bool read_root(struct target *target, const char *text, struct complaint *ret_why)
{
	char path[2 * TARGET_PATH_LEN];
	const char *from = text, *place = target->folder;

	if (strncmp(text, "${BIN}/", 7) == 0) {
		from = text + 7;
		place = target->bin;
	}
	if (strncmp(text, "${TARGET}/", 10) == 0)
		from = text + 10;
	if (from[0] == '/' || from[0] == '\0' || strstr(from, "..") != NULL || strchr(from, '$') != NULL)
		return mistake(target, "roots", "a list of files below the target's folder or ${BIN}", ret_why);
	snprintf(path, sizeof(path), "%s/%s", place, from);
	target->roots[target->root_count] = strdup(path);
	if (target->roots[target->root_count] == NULL)
		return mistake(target, "roots", "what memory is there for", ret_why);
	target->root_count++;
	return true;
}

static bool read_roots(struct target *target, struct complaint *ret_why)
{
	const json_t *roots = json_object_get(target->json, "roots");

	if (roots == NULL)
		return true;
	if (!json_is_array(roots) || json_array_size(roots) > TARGET_ROOTS_MAX)
		return mistake(target, "roots", "a list of at most 16 files", ret_why);
	for (size_t i = 0; i < json_array_size(roots); i++) {
		const json_t *root = json_array_get(roots, i);

		if (!protocol_is_text(root))
			return mistake(target, "roots", "a list of files", ret_why);
		if (!read_root(target, json_string_value(root), ret_why))
			return false;
	}
	return true;
}

/* Always there once loaded, so that nobody asks twice. */
static bool read_settings(const struct target *target, struct complaint *ret_why)
{
	json_t *settings = json_object_get(target->json, "settings");
	const char *name;
	json_t *value;

	if (settings == NULL)
		return json_object_set_new(target->json, "settings", json_object()) == 0;
	if (!json_is_object(settings))
		return mistake(target, "settings", "an object of texts", ret_why);
	json_object_foreach (settings, name, value) {
		if (!protocol_is_text(value))
			return mistake(target, "settings", "an object of texts", ret_why);
	}
	return true;
}

static bool read_switches(struct target *target, struct complaint *ret_why)
{
	const json_t *expendable = json_object_get(target->json, "expendable");
	const json_t *network = json_object_get(target->json, "network");
	const char *word = network == NULL ? "none" : json_string_value(network);

	if (!json_is_boolean(expendable))
		return mistake(target, "expendable", "true if checks may use up the unit, else false", ret_why);
	target->expendable = json_is_true(expendable);
	if (word == NULL || (strcmp(word, "none") != 0 && strcmp(word, "host") != 0))
		return mistake(target, "network", "\"none\" (loopback of its own) or \"host\"", ret_why);
	target->network = word[0] == 'h' ? TARGET_NETWORK_HOST : TARGET_NETWORK_NONE;
	return true;
}

static bool read_schema(const struct target *target, struct complaint *ret_why)
{
	const json_t *schema = json_object_get(target->json, "schema");

	if (!json_is_integer(schema) || json_integer_value(schema) != 1)
		return mistake(target, "schema", "1", ret_why);
	return true;
}

bool target_fields_read(struct target *target, struct complaint *ret_why)
{
	return read_schema(target, ret_why) && knows_all(target, ret_why) && read_name(target, ret_why) &&
	       read_text(target, "title", &target->title, ret_why) && read_text(target, "hardware", &target->hardware, ret_why) &&
	       read_text(target, "firmware", &target->firmware, ret_why) && read_profile(target, ret_why) &&
	       read_text(target, "format", &target->format, ret_why) && read_claims(target, ret_why) && read_programs(target, ret_why) &&
	       read_number(target, "boot_ms", BOOT_MS_MAX, &target->boot_ms, ret_why) &&
	       read_text_or_null(target, "recovery_console", &target->recovery_console, ret_why) &&
	       read_text_or_null(target, "download_console", &target->download_console, ret_why) && read_switches(target, ret_why) &&
	       read_number(target, "units", TARGET_UNITS_MAX, &target->units, ret_why) && read_roots(target, ret_why) &&
	       read_settings(target, ret_why);
}
