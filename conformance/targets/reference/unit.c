/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/reference/unit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static enum result join(const char *variable, const char *rest, char room[REFERENCE_PATH_LEN], struct complaint *ret_why)
{
	const char *folder = getenv(variable);
	int len;

	if (!folder || folder[0] != '/') {
		complain(ret_why, "%s is \"%s\": set it to an absolute path", variable, folder ? folder : "");
		return RESULT_NOT_FOUND;
	}
	len = snprintf(room, REFERENCE_PATH_LEN, "%s/%s", folder, rest);
	if (len < 0 || len >= REFERENCE_PATH_LEN) {
		complain(ret_why, "%s is too long: use a folder with a shorter name", variable);
		return RESULT_TOO_LARGE;
	}
	return RESULT_OK;
}

enum result reference_run_path(char room[REFERENCE_PATH_LEN], struct complaint *ret_why, const char *format, ...)
{
	char rest[REFERENCE_PATH_LEN];
	va_list arguments;
	int len;

	va_start(arguments, format);
	len = vsnprintf(rest, sizeof(rest), format, arguments);
	va_end(arguments);
	return len < 0 || len >= REFERENCE_PATH_LEN ? RESULT_TOO_LARGE : join("ASSAY_RUN_DIR", rest, room, ret_why);
}

enum result reference_program(const char *name, char room[REFERENCE_PATH_LEN], struct complaint *ret_why)
{
	if (getenv("ASSAY_OVERLAY")) {
		enum result result = join("ASSAY_OVERLAY", name, room, ret_why);

		if (result != RESULT_OK || access(room, X_OK) == 0)
			return result;
	}
	return join("ASSAY_BIN", name, room, ret_why);
}
