/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of target.h: a right target.json loads whole; each mistake names file, field, value and what is expected. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/core/target.h"

static const char *const right =
	"{\"schema\":1,\"name\":\"chip-1\",\"title\":\"A chip\",\"hardware\":\"rev B\",\"firmware\":\"1.2\",\"profile\":\"device\","
	"\"format\":\"mcuboot\",\"claims\":[\"rollback\"],\"programs\":{\"rig\":\"exec:${BIN}/rig --port 7\","
	"\"device\":\"tcp:localhost:4000\",\"kit\":\"unix:${TARGET}/kit.sock\"},\"boot_ms\":2500,\"recovery_console\":\"recovery\","
	"\"download_console\":null,\"expendable\":false,\"units\":2,\"roots\":[\"root.pem\",\"${BIN}/made/root.der\"],"
	"\"settings\":{\"tcti\":\"device:/dev/tpm0\"},\"network\":\"host\"}";

struct place {
	char folder[64], file[96];
};

static void write_target(const struct place *place, const char *text)
{
	FILE *file = fopen(place->file, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

static struct place make_place(const char *text)
{
	struct place place;

	strcpy(place.folder, "/tmp/target-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(place.folder));
	strcat(place.folder, "/chip-1");
	ck_assert_int_eq(mkdir(place.folder, 0700), 0);
	snprintf(place.file, sizeof(place.file), "%s/target.json", place.folder);
	write_target(&place, text);
	return place;
}

static void remove_place(struct place *place)
{
	(void)unlink(place->file);
	(void)rmdir(place->folder);
	*strrchr(place->folder, '/') = '\0';
	(void)rmdir(place->folder);
}

START_TEST(a_right_file_loads_whole)
{
	struct place place = make_place(right);
	struct complaint why = { "" };
	struct target target;
	char expected[TARGET_PATH_LEN + 32];

	ck_assert_msg(target_load(place.folder, &target, &why) == RESULT_OK, "%s", why.text);
	ck_assert_str_eq(target.name, "chip-1");
	ck_assert_str_eq(target.folder, place.folder);
	ck_assert(target_claims(&target, "rollback") && !target_claims(&target, "roll"));
	snprintf(expected, sizeof(expected), "%s/rig", target.bin);
	ck_assert_str_eq(target.programs[PLANE_RIG].words[0], expected);
	ck_assert_str_eq(target.programs[PLANE_RIG].words[2], "7");
	ck_assert_ptr_null(target.programs[PLANE_RIG].words[3]);
	ck_assert_int_eq(target.programs[PLANE_DEVICE].kind, TRANSPORT_TCP);
	ck_assert_str_eq(target.programs[PLANE_DEVICE].words[1], "4000");
	ck_assert(target.has_program[PLANE_KIT]);
	ck_assert_uint_eq(target.boot_ms, 2500);
	ck_assert_str_eq(target.recovery_console, "recovery");
	ck_assert_ptr_null(target.download_console);
	ck_assert(!target.expendable && target.units == 2 && target.network == TARGET_NETWORK_HOST);
	ck_assert_uint_eq(target.root_count, 2);
	snprintf(expected, sizeof(expected), "%s/root.pem", place.folder);
	ck_assert_str_eq(target.roots[0], expected);
	snprintf(expected, sizeof(expected), "%s/made/root.der", target.bin);
	ck_assert_str_eq(target.roots[1], expected);
	ck_assert_str_eq(target_setting(&target, "tcti"), "device:/dev/tpm0");
	ck_assert_ptr_null(target_setting(&target, "none"));
	target_release(&target);
	remove_place(&place);
}
END_TEST

/* A text with the piece `from` replaced once. */
static void replace(char room[2048], const char *text, const char *from, const char *to)
{
	const char *found = strstr(text, from);

	ck_assert_msg(found != NULL, "%s is not there", from);
	snprintf(room, 2048, "%.*s%s%s", (int)(found - text), text, to, found + strlen(from));
}

static const struct {
	const char *from, *to, *says;
} mistakes[] = {
	{ "\"schema\":1", "\"schema\":2", "field \"schema\" is 2: it must be 1" },
	{ "\"schema\":1", "\"schema\":1,\"shema\":1", "field \"shema\" is not known" },
	{ "\"schema\":1", "\"schema\":1,\"schema\":1", "target.json:1: duplicate" },
	{ "\"name\":\"chip-1\"", "\"name\":\"chip-2\"", "field \"name\" is \"chip-2\": it must be the name of its folder" },
	{ "\"title\":\"A chip\",", "", "field \"title\" is missing" },
	{ "A chip", "A\\u001b[2Jchip", "field \"title\"" },
	{ "rev B", "", "field \"hardware\" is \"\"" },
	{ "\"profile\":\"device\"", "\"profile\":\"divice\"", "field \"profile\" is \"divice\": it must be one of conformance/profiles: device" },
	{ "[\"rollback\"]", "\"rollback\"", "field \"claims\"" },
	{ "[\"rollback\"]", "[\"Roll back\"]", "field \"claims\" is [\"Roll back\"]" },
	{ "\"boot_ms\":2500", "\"boot_ms\":0", "field \"boot_ms\" is 0: it must be a whole number from 1 to 3600000" },
	{ "\"boot_ms\":2500", "\"boot_ms\":2500.0", "field \"boot_ms\"" },
	{ "\"units\":2", "\"units\":65", "field \"units\" is 65" },
	{ "\"expendable\":false", "\"expendable\":\"no\"", "field \"expendable\" is \"no\"" },
	{ "\"download_console\":null", "\"download_console\":7", "field \"download_console\"" },
	{ "exec:${BIN}/rig", "exec:rig", "programs.rig: the transport \"exec:rig --port 7\" can't be used: its path must be absolute" },
	{ "exec:${BIN}/rig", "exec:${HOME}/rig", "${...}" },
	{ "exec:${BIN}/rig", "run:${BIN}/rig", "it must be exec:PATH ARGS" },
	{ "tcp:localhost:4000", "tcp:localhost:70000", "programs.device: " },
	{ "tcp:localhost:4000", "tcp:localhost", "it must be exec:PATH" },
	{ "\"kit\":", "\"cat\":", "of \"rig\", \"device\" and \"kit\" alone" },
	{ "\"device\":\"tcp:localhost:4000\",", "", "field \"programs\"" },
	{ "\"root.pem\"", "\"../../root.pem\"", "field \"roots\"" },
	{ "\"root.pem\"", "\"/etc/root.pem\"", "field \"roots\"" },
	{ "\"root.pem\"", "\"${HOME}/root.pem\"", "field \"roots\"" },
	{ "\"tcti\":\"device:/dev/tpm0\"", "\"tcti\":1", "field \"settings\"" },
	{ "\"network\":\"host\"", "\"network\":\"all\"", "field \"network\" is \"all\"" },
	{ "{\"schema\"", "[{\"schema\"", "target.json:" },
};

START_TEST(each_mistake_is_named)
{
	struct place place = make_place(right);
	struct complaint why = { "" };
	struct target target;
	char text[2048];

	replace(text, right, mistakes[_i].from, mistakes[_i].to);
	write_target(&place, text);
	ck_assert_int_eq(target_load(place.file, &target, &why), RESULT_MALFORMED);
	ck_assert_msg(strstr(why.text, mistakes[_i].says) != NULL, "%s", why.text);
	ck_assert_msg(strstr(why.text, place.file) != NULL, "%s", why.text);
	remove_place(&place);
}
END_TEST

START_TEST(what_may_be_left_out)
{
	static const char least[] = "{\"schema\":1,\"name\":\"chip-1\",\"title\":\"t\",\"hardware\":\"h\",\"firmware\":\"f\",\"profile\":\"device\","
				    "\"format\":\"f\",\"programs\":{\"rig\":\"unix:/r\",\"device\":\"serial:/dev/ttyS0,9600\"},\"boot_ms\":1,"
				    "\"expendable\":true,\"units\":1}";
	struct place place = make_place(least);
	struct complaint why = { "" };
	struct target target;

	ck_assert_msg(target_load(place.file, &target, &why) == RESULT_OK, "%s", why.text);
	ck_assert(!target.has_program[PLANE_KIT] && target.root_count == 0 && target.claim_count == 0);
	ck_assert(target.network == TARGET_NETWORK_NONE && target.recovery_console == NULL);
	ck_assert(json_is_object(json_object_get(target.json, "settings")));
	target_release(&target);
	remove_place(&place);
}
END_TEST

START_TEST(a_target_that_is_not_there)
{
	struct complaint why = { "" };
	struct target target;
	char name[TARGET_PATH_LEN + 2];

	ck_assert_int_eq(target_load("no-such-chip", &target, &why), RESULT_NOT_FOUND);
	ck_assert_msg(strstr(why.text, "conformance/targets/no-such-chip/target.json") != NULL, "%s", why.text);
	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	ck_assert_int_eq(target_load(name, &target, &why), RESULT_TOO_LARGE);
}
END_TEST

START_TEST(the_targets_of_the_tree_load)
{
	struct complaint why = { "" };
	struct target target;

	ck_assert_msg(target_load("skeleton", &target, &why) == RESULT_OK, "%s", why.text);
	target_release(&target);
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("files");
	Suite *suite = suite_create("target");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(all, a_right_file_loads_whole);
	tcase_add_loop_test(all, each_mistake_is_named, 0, (int)(sizeof(mistakes) / sizeof(mistakes[0])));
	tcase_add_test(all, what_may_be_left_out);
	tcase_add_test(all, a_target_that_is_not_there);
	tcase_add_test(all, the_targets_of_the_tree_load);
	suite_add_tcase(suite, all);
	/* The folder of programs need not be built for this. */
	(void)setenv("ASSAY_BIN", "/usr/bin", 1);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
