/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/tpm2/settings.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/canonical_json.h"

enum { TARGET_JSON_MAX_LEN = 65536 };

static bool run_path(char room[TPM2_PATH_LEN], const char *variable, const char *rest)
{
	const char *folder = getenv(variable);
	int len = folder ? snprintf(room, TPM2_PATH_LEN, "%s/%s", folder, rest) : -1;

	return len > 0 && len < TPM2_PATH_LEN;
}

bool tpm2_run_path(char room[TPM2_PATH_LEN], const char *format, ...)
{
	char rest[TPM2_PATH_LEN];
	va_list arguments;
	int len;

	va_start(arguments, format);
	len = vsnprintf(rest, sizeof(rest), format, arguments);
	va_end(arguments);
	return len > 0 && len < TPM2_PATH_LEN && run_path(room, "ASSAY_RUN_DIR", rest);
}

bool tpm2_authority_path(char room[TPM2_PATH_LEN], const char *file)
{
	char rest[TPM2_PATH_LEN];
	int len = snprintf(rest, sizeof(rest), "targets/tpm2/ca/%s", file);

	return len > 0 && len < TPM2_PATH_LEN && run_path(room, "ASSAY_BIN", rest);
}

/* Copies a text of the settings; false if it is there but no text, or too long. */
static bool take(const json_t *target, const char *name, char *room, size_t room_len)
{
	const json_t *value = json_object_get(json_object_get(target, "settings"), name);
	size_t len = json_string_length(value);

	if (!value)
		return true;
	if (!json_is_string(value) || len >= room_len)
		return false;
	memcpy(room, json_string_value(value), len + 1);
	return true;
}

static enum result read_target(const json_t *target, struct tpm2_settings *ret_settings, struct complaint *ret_why)
{
	const json_t *units = json_object_get(target, "units");

	if (!take(target, "tcti", ret_settings->tcti, sizeof(ret_settings->tcti)) ||
	    !take(target, "intermediates", ret_settings->intermediates, sizeof(ret_settings->intermediates))) {
		complain(ret_why, "target.json: settings: tcti and intermediates must be texts of less than %d bytes", TPM2_PATH_LEN);
		return RESULT_MALFORMED;
	}
	if (strcmp(ret_settings->tcti, "swtpm") == 0)
		ret_settings->tcti[0] = '\0';
	if (!json_is_integer(units) || json_integer_value(units) < 1 || json_integer_value(units) > TPM2_UNITS_MAX) {
		complain(ret_why, "target.json: units: must be a number from 1 to %d", TPM2_UNITS_MAX);
		return RESULT_MALFORMED;
	}
	ret_settings->units = (unsigned int)json_integer_value(units);
	ret_settings->expendable = json_is_true(json_object_get(target, "expendable"));
	return RESULT_OK;
}

enum result tpm2_settings_load(const char *target_json, struct tpm2_settings *ret_settings, struct complaint *ret_why)
{
	struct tpm2_settings settings = { .units = 0 };
	struct json_complaint complaint;
	json_t *target = NULL;
	enum result result = canonical_json_load(target_json, TARGET_JSON_MAX_LEN, false, &target, &complaint);

	if (result != RESULT_OK) {
		complain(ret_why, "%s: %s", target_json, complaint.says);
		return result;
	}
	result = read_target(target, &settings, ret_why);
	json_decref(target);
	if (result == RESULT_OK)
		*ret_settings = settings;
	return result;
}

enum result tpm2_settings_tcti(const struct tpm2_settings *settings, unsigned int unit, char room[TPM2_TCTI_LEN])
{
	char path[TPM2_PATH_LEN];

	if (settings->tcti[0] != '\0') {
		memcpy(room, settings->tcti, sizeof(settings->tcti));
		return RESULT_OK;
	}
	if (!tpm2_run_path(path, "tpm%u/tpm.sock", unit))
		return RESULT_NOT_FOUND;
	snprintf(room, TPM2_TCTI_LEN, "swtpm:path=%s", path);
	return RESULT_OK;
}
