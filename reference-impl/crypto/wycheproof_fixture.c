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

static bool is(const json_t *test, const char *expected)
{
	return strcmp(json_string_value(json_object_get(test, "result")), expected) == 0;
}

struct tally {
	size_t accepted, refused, either;
};

static void run_case(const char *name, const json_t *test, bool taken, struct tally *tally)
{
	if (is(test, "acceptable")) {
		tally->either++;
		return;
	}
	ck_assert_msg(taken == is(test, "valid"), "%s case %lld (%s) is %s and was %s", name,
		      (long long)json_integer_value(json_object_get(test, "tcId")),
		      json_string_value(json_object_get(test, "comment")), json_string_value(json_object_get(test, "result")),
		      taken ? "taken" : "refused");
	tally->accepted += taken;
	tally->refused += !taken;
}

static json_t *load(const char *name)
{
	char relative[128], path[VECTORS_PATH_MAX];
	json_t *file;

	snprintf(relative, sizeof(relative), "wycheproof/%s.json", name);
	if (!vectors_path(relative, path))
		return NULL;
	file = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
	ck_assert_msg(file != NULL, "%s is not JSON", path);
	return file;
}

void wycheproof_run(const char *name, wycheproof_takes *takes)
{
	json_t *file = load(name), *group, *test;
	struct tally tally = { 0 };
	size_t i, j;

	if (!file)
		return;
	json_array_foreach(json_object_get(file, "testGroups"), i, group)
		json_array_foreach(json_object_get(group, "tests"), j, test)
			run_case(name, test, takes(group, test), &tally);
	ck_assert_int_eq((json_int_t)(tally.accepted + tally.refused + tally.either),
			 json_integer_value(json_object_get(file, "numberOfTests")));
	printf("vectors: wycheproof/%s: %zu accepted, %zu refused, as expected; apart: %zu that may go either way\n", name, tally.accepted,
	       tally.refused, tally.either);
	json_decref(file);
}

void wycheproof_apart(const char *name, const char *reason)
{
	json_t *file = load(name);

	if (!file)
		return;
	printf("vectors: wycheproof/%s: apart: %lld cases, %s\n", name,
	       (long long)json_integer_value(json_object_get(file, "numberOfTests")), reason);
	json_decref(file);
}
