/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/certificate/ledger_head.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "conformance/core/canonical_json.h"

enum { HEAD_MAX_LEN = 4096, HEAD_PATH_LEN = 4096 };

static enum result head_path(const char *ledger_path, char path[HEAD_PATH_LEN])
{
	const char *slash = strrchr(ledger_path, '/');
	int len = slash == NULL ? 0 : (int)(slash - ledger_path) + 1;

	return snprintf(path, HEAD_PATH_LEN, "%.*sledger.head", len, ledger_path) < HEAD_PATH_LEN ? RESULT_OK : RESULT_TOO_LARGE;
}

enum result ledger_head_load(const char *ledger_path, struct ledger_head *ret_head)
{
	char path[HEAD_PATH_LEN];
	struct json_complaint why;
	const char *hash;
	json_int_t lines;
	json_t *json;
	enum result result = head_path(ledger_path, path);

	if (result != RESULT_OK)
		return result;
	if (access(path, F_OK) != 0)
		return RESULT_NOT_FOUND;
	if (canonical_json_load(path, HEAD_MAX_LEN, true, &json, &why) != RESULT_OK)
		return RESULT_MALFORMED;
	if (json_unpack(json, "{s:s, s:I !}", "hash", &hash, "lines", &lines) != 0 || lines < 1 || strlen(hash) >= sizeof(ret_head->hash)) {
		json_decref(json);
		return RESULT_MALFORMED;
	}
	ret_head->lines = (uint64_t)lines;
	(void)snprintf(ret_head->hash, sizeof(ret_head->hash), "%s", hash);
	json_decref(json);
	return RESULT_OK;
}

enum result ledger_head_store(const char *ledger_path, uint64_t lines, const char *hash)
{
	char path[HEAD_PATH_LEN];
	json_t *json = json_pack("{s:s, s:I}", "hash", hash, "lines", (json_int_t)lines);
	enum result result = head_path(ledger_path, path);

	if (json == NULL)
		result = RESULT_INTERNAL;
	if (result == RESULT_OK)
		result = canonical_json_store(path, json);
	json_decref(json);
	return result;
}
