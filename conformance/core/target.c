/* SPDX-License-Identifier: Apache-2.0 */
/* From a name or a path to a checked target. */

#include "conformance/core/target.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "conformance/core/command_line.h"
#include "conformance/core/file.h"
#include "conformance/core/target_fields.h"

enum { FILE_MAX = 1 << 20 };

static bool is_plain_name(const char *text)
{
	return text[0] != '\0' && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(text);
}

/* Sets target->file to the path of target.json as far as the argument tells it. */
static enum result name_file(const char *name_or_path, struct target *target, struct complaint *ret_why)
{
	char folder[TARGET_PATH_LEN], path[2 * TARGET_PATH_LEN];
	struct stat is;

	if (strlen(name_or_path) >= TARGET_PATH_LEN)
		return RESULT_TOO_LARGE;
	if (!is_plain_name(name_or_path)) {
		bool whole = stat(name_or_path, &is) == 0 && S_ISREG(is.st_mode);

		snprintf(path, sizeof(path), "%s%s", name_or_path, whole ? "" : "/target.json");
	} else if (target_folder(folder) == RESULT_OK) {
		snprintf(path, sizeof(path), "%s/%s/target.json", folder, name_or_path);
	} else {
		complain(ret_why, "the folder conformance/targets can't be found; set ASSAY_HOME to the folder that it is in");
		return RESULT_NOT_FOUND;
	}
	if (strlen(path) >= sizeof(target->file))
		return RESULT_TOO_LARGE;
	strcpy(target->file, path);
	return RESULT_OK;
}

/* What is not there may have been meant otherwise. */
static void complain_of_absence(const char *name_or_path, const struct target *target, int error, struct complaint *ret_why)
{
	char pattern[TARGET_PATH_LEN + 16], near[COMMAND_NEAR_LEN] = "";

	if (is_plain_name(name_or_path) && target_folder(pattern) == RESULT_OK) {
		strcat(pattern, "/*/target.json");
		command_near_file(name_or_path, pattern, near);
	}
	complain(ret_why, "%s: %s%s; `assay list targets` shows what there is", target->file, strerror(error), near);
}

/* Absolute, without links, so that the programs may be looked up in it from anywhere. */
static enum result name_folder(const char *name_or_path, struct target *target, struct complaint *ret_why)
{
	char *real = realpath(target->file, NULL);
	char *slash = real == NULL ? NULL : strrchr(real, '/');
	bool fits = slash != NULL && slash - real < TARGET_PATH_LEN;

	if (fits) {
		*slash = '\0';
		strcpy(target->folder, real);
	} else {
		complain_of_absence(name_or_path, target, real == NULL ? errno : ENAMETOOLONG, ret_why);
	}
	free(real);
	return fits ? RESULT_OK : RESULT_NOT_FOUND;
}

static enum result load_json(struct target *target, struct complaint *ret_why)
{
	struct buffer content;
	json_error_t error;
	enum result result = file_load(target->file, FILE_MAX, &content);

	if (result != RESULT_OK) {
		complain(ret_why, "%s: %s", target->file, result == RESULT_IO ? strerror(errno) : result_sentence(result));
		return result;
	}
	result = crypto_sha256(bytes_of_buffer(content), &target->digest);
	target->json = json_loadb((const char *)content.at, content.len, JSON_REJECT_DUPLICATES, &error);
	free(content.at);
	if (json_is_object(target->json))
		return result;
	complain(ret_why, "%s:%d: %s", target->file, error.line, target->json == NULL ? error.text : "it must be one JSON object");
	return RESULT_MALFORMED;
}

static enum result load_all(const char *name_or_path, struct target *target, struct complaint *ret_why)
{
	enum result result = name_file(name_or_path, target, ret_why);

	if (result == RESULT_OK)
		result = name_folder(name_or_path, target, ret_why);
	if (result == RESULT_OK && target_bin(target->bin) != RESULT_OK) {
		complain(ret_why, "the folder of the suite's programs can't be found; set ASSAY_BIN to it");
		result = RESULT_NOT_FOUND;
	}
	if (result == RESULT_OK)
		result = load_json(target, ret_why);
	if (result == RESULT_OK && !target_fields_read(target, ret_why))
		result = RESULT_MALFORMED;
	return result;
}

enum result target_load(const char *name_or_path, struct target *ret_target, struct complaint *ret_why)
{
	struct target *target = calloc(1, sizeof(*target));
	enum result result;

	if (target == NULL)
		return RESULT_IO;
	complain(ret_why, "%.200s: the path is too long", name_or_path);
	result = load_all(name_or_path, target, ret_why);
	if (result == RESULT_OK)
		*ret_target = *target;
	else
		target_release(target);
	free(target);
	return result;
}

void target_release(struct target *target)
{
	for (enum plane plane = PLANE_RIG; plane < PLANE_COUNT; plane++)
		transport_address_release(&target->programs[plane]);
	for (size_t i = 0; i < target->root_count; i++)
		free(target->roots[i]);
	json_decref(target->json);
	memset(target, 0, sizeof(*target));
}

const char *target_setting(const struct target *target, const char *name)
{
	return json_string_value(json_object_get(json_object_get(target->json, "settings"), name));
}

bool target_claims(const struct target *target, const char *word)
{
	for (size_t i = 0; i < target->claim_count; i++) {
		if (strcmp(target->claims[i], word) == 0)
			return true;
	}
	return false;
}
