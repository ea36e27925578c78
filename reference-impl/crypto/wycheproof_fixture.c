/* SPDX-License-Identifier: Apache-2.0 */
/* Reads Wycheproof files with jansson. */

#include "reference-impl/crypto/wycheproof_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/vectors_fixture.h"

struct bytes wycheproof_hex(const json_t *object, const char *member)
{
	static uint8_t room[1 << 22];
	static size_t used;
	struct buffer rest = { room + used, sizeof(room) - used };
	const char *text = json_string_value(json_object_get(object, member));
	struct bytes bytes = { NULL, 0 };

	ck_assert_msg(text != NULL, "no member %s", member);
	ck_assert_int_eq(text_read_hex(bytes_of_text(text), rest, &bytes), RESULT_OK);
	used += bytes.len;
	return bytes;
}

static void must_agree(const char *name, const json_t *test, bool taken)
{
	const char *expected = json_string_value(json_object_get(test, "result"));

	if (strcmp(expected, "acceptable") == 0)
		return;
	ck_assert_msg(taken == (strcmp(expected, "valid") == 0), "%s case %lld (%s) is %s and was %s", name,
		      (long long)json_integer_value(json_object_get(test, "tcId")),
		      json_string_value(json_object_get(test, "comment")), expected, taken ? "taken" : "refused");
}

void wycheproof_run(const char *name, wycheproof_takes *takes)
{
	char relative[128], path[VECTORS_PATH_MAX];
	json_t *file, *group, *test;
	size_t i, j, ran = 0;

	snprintf(relative, sizeof(relative), "wycheproof/%s.json", name);
	if (!vectors_path(relative, path))
		return;
	file = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
	ck_assert_msg(file != NULL, "%s is not JSON", path);
	json_array_foreach(json_object_get(file, "testGroups"), i, group) {
		json_array_foreach(json_object_get(group, "tests"), j, test) {
			must_agree(name, test, takes(group, test));
			ran++;
		}
	}
	ck_assert_int_eq((json_int_t)ran, json_integer_value(json_object_get(file, "numberOfTests")));
	printf("%s: %zu cases\n", name, ran);
	json_decref(file);
}
