/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small tree that is clean, and the same tree with one thing wrong at a time: the
 * rule that was broken must say so, and no other.
 */
#include <check.h>
#include <errno.h>
#include <fts.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ci/walls/rule.h"

#define SPDX "/* SPDX-License-Identifier: Apache-2.0 */\n"
#define FIVE(x) x x x x x
#define SIXTY(x) FIVE(FIVE(x x)) FIVE(x x)
#define FORTY(x) FIVE(FIVE(x)) FIVE(x x x)

static const char TABLE[] = "floor 0 reference-impl/base\n"
			    "floor 1 reference-impl/codec\n"
			    "floor 1 reference-impl/crypto : reference-impl/codec\n"
			    "floor 2 reference-impl/boot\n"
			    "floor 3 reference-impl/service\n"
			    "floor 4 conformance/checks\n"
			    "floor 4 conformance/targets\n"
			    "floor 0 made.h\n"
			    "floor 6 ci\n"
			    "only reference-impl : reference-impl\n"
			    "only conformance : conformance made.h reference-impl/base\n"
			    "also conformance/targets/reference : reference-impl/codec/bus.h\n"
			    "never reference-impl/service : reference-impl/boot\n"
			    "library openssl/ : reference-impl/crypto tests\n"
			    "freestanding reference-impl/base : stdint.h\n"
			    "calls conformance/checks : memmem memchr mem* __* _GLOBAL_OFFSET_TABLE_ str*\n"
			    "names : misc\n"
			    "words : WRONG\n";

static char root[64];
static char build[PATH_MAX]; /* where this program itself was built */

/* Writes <root>/path and the folders on the way. */
static void given_file(const char *path, const char *text)
{
	char whole[512];
	FILE *f;

	snprintf(whole, sizeof(whole), "%s/%s", root, path);
	for (char *slash = strchr(whole + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		ck_assert(mkdir(whole, 0755) == 0 || errno == EEXIST);
		*slash = '/';
	}
	f = fopen(whole, "w");
	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	ck_assert_int_eq(fclose(f), 0);
}

/* Lets <root>/path be a file of our own build. */
static void given_built(const char *path, const char *built)
{
	char from[PATH_MAX + 64], to[512];

	given_file(path, "");
	snprintf(from, sizeof(from), "%s/%s", build, built);
	snprintf(to, sizeof(to), "%s/%s", root, path);
	ck_assert_int_eq(unlink(to), 0);
	ck_assert_int_eq(symlink(from, to), 0);
}

static void open_tree(void)
{
	ssize_t len = readlink("/proc/self/exe", build, sizeof(build) - 1);

	ck_assert_int_gt(len, 0);
	build[len] = '\0';
	*strstr(build, "/test/ci/walls/") = '\0';
	strcpy(root, "/tmp/rule_test.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
	given_file("ci/walls.table", TABLE);
	given_file("reference-impl/base/a.c", SPDX "#include <stdint.h>\n");
	given_file("reference-impl/base/a_test.c", SPDX "#include \"reference-impl/boot/b.h\"\n#include <openssl/a.h>\n");
	given_file("reference-impl/boot/b.h", SPDX "#ifndef B\n#include \"reference-impl/base/a.h\"\n#endif\n");
	given_file("reference-impl/crypto/c.c", SPDX "#include \"reference-impl/codec/d.h\"\n#include <openssl/a.h>\n");
	given_file("conformance/targets/reference/r.c", SPDX "#include \"reference-impl/codec/bus.h\"\n#include \"made.h\"\n");
	given_file("conformance/checks/p/good.c", SPDX);
	given_built("build/obj/conformance/checks/p/good.o", "obj/ci/line.o");
	given_built("build/lib/assay.a", "lib/assay.a");
	given_file("build/generated/misc.c", "WRONG");
	given_file(".git/misc.c", "WRONG");
}

static void close_tree(void)
{
	char *roots[] = { root, NULL };
	FTS *walk = fts_open(roots, FTS_PHYSICAL, NULL);
	FTSENT *entry;

	while ((entry = fts_read(walk)) != NULL)
		if (entry->fts_info != FTS_D)
			remove(entry->fts_accpath);
	fts_close(walk);
}

static bool look(char **ret_said)
{
	char built[128];
	size_t len;
	bool clean = false;
	FILE *out = open_memstream(ret_said, &len);

	snprintf(built, sizeof(built), "%s/build", root);
	ck_assert_int_eq(rules_report(root, built, out, &clean), RESULT_OK);
	ck_assert_int_eq(fclose(out), 0);
	return clean;
}

static unsigned count_of(const char *text, const char *part)
{
	unsigned count = 0;

	for (; (text = strstr(text, part)) != NULL; text++)
		count++;
	return count;
}

START_TEST(a_clean_tree_is_clean)
{
	char *said;

	ck_assert_msg(look(&said), "%s", said);
	ck_assert_uint_eq(count_of(said, "not ok"), 0);
	free(said);
}
END_TEST

/* The rule of this claim names this file. */
#define WITH(claim, path, text) { claim, path, path, text }

static const struct {
	const char *claim;
	const char *says; /* which file is named, or what is told of the whole tree */
	const char *path;
	const char *text;
} wrong[] = {
	WITH("includes go", "reference-impl/base/x.c", SPDX "#include \"reference-impl/boot/b.h\"\n"),
	WITH("includes go", "reference-impl/codec/x.c", SPDX "#include \"reference-impl/crypto/c.h\"\n"),
	WITH("includes go", "ci/x.c", SPDX "  #include \"d.h\"\n"),
	WITH("includes go", "reference-impl/codec/x.c", SPDX "#include \"reference-impl/nowhere/d.h\"\n"),
	WITH("includes go", "reference-impl/nowhere/x.c", SPDX "#include \"reference-impl/base/a.h\"\n"),
	WITH("walls hold", "conformance/checks/p/x_test.c", SPDX "#include \"reference-impl/codec/d.h\"\n"),
	WITH("walls hold", "conformance/targets/other/x.c", SPDX "#include \"reference-impl/codec/bus.h\"\n"),
	WITH("walls hold", "reference-impl/service/x.c", SPDX "#include \"reference-impl/boot/b.h\"\n"),
	WITH("walls hold", "reference-impl/service/main/x.c", SPDX "#include \"conformance/checks/a.h\"\n"),
	WITH("third-party", "reference-impl/boot/x.c", SPDX "#include <openssl/evp.h>\n"),
	WITH("freestanding", "reference-impl/base/x.c", SPDX "#include <stdio.h>\n"),
	WITH("checks call", "conformance/checks/p/never_built.c", SPDX),
	WITH("files are small", "reference-impl/boot/x.c", SPDX SIXTY(FIVE("\n")) SIXTY("\n") SIXTY("\n")),
	WITH("files are small", "reference-impl/boot/x.h", SPDX SIXTY("\n\n")),
	WITH("files are small", "reference-impl/boot/main/x.c", SPDX FORTY("\n")),
	WITH("functions are", "reference-impl/boot/x.c", SPDX "int\nf(void)\n{\n" SIXTY("\t;\n") "}\n"),
	WITH("functions are", "reference-impl/boot/x.c", SPDX "\nint f(int a, int b, int c,\n\tint d, int e, int f)\n{\n}\n"),
	WITH("variants", "reference-impl/boot/x.c", SPDX "int f(void)\n{\n#ifdef A\n#endif\n}\n"),
	{ "variants", "5 conditionals", "reference-impl/boot/x.c", SPDX FIVE("#if A\n#endif\n") },
	WITH("file names", "reference-impl/boot/misc-parts.c", SPDX),
	WITH("forbidden word", "README.md", "This is WRONG.\n"),
	WITH("manners", "reference-impl/boot/x.c", "/* no licence */\n" SPDX),
	WITH("manners", "ci/x.sh", "#!/bin/sh\n"),
	WITH("manners", "reference-impl/boot/x.c", SPDX "\t// a remark\n"),
	WITH("manners", "reference-impl/boot/x.c", SPDX "typedef struct a {\n} b;\n"),
	WITH("manners", "reference-impl/boot/x.c", SPDX "int a; \n"),
};

START_TEST(what_is_wrong_is_said_by_its_rule_alone)
{
	char *said;
	char *line;

	given_file(wrong[_i].path, wrong[_i].text);
	ck_assert(!look(&said));
	ck_assert_msg(count_of(said, "not ok") == 1, "%s", said);
	line = strstr(said, "not ok");
	ck_assert_msg(strstr(line, wrong[_i].claim) && strstr(line, wrong[_i].claim) < strchr(line, '\n'), "%s",
		      said);
	ck_assert_msg(strstr(line, wrong[_i].says) != NULL, "%s", said);
	free(said);
}
END_TEST

/* %s is where the small tree lies. */
static const struct {
	const char *text;
	const char *says; /* NULL: nothing */
} places[] = {
	{ "Built\nin %s, as told.\n", "# README.md:2: has \"" },
	{ "%s", "# README.md:1: has \"" },
	{ "cd %s/ci && make\n", "# README.md:1: has \"" },
	{ "of another tree: %s_old, %s-2 or ..%s\n", NULL },
};

START_TEST(where_the_tree_lies_is_said_nowhere)
{
	char place[PATH_MAX], text[4 * PATH_MAX];
	char *said;

	ck_assert_ptr_nonnull(realpath(root, place));
	snprintf(text, sizeof(text), places[_i].text, place, place, place);
	given_file("README.md", text);
	ck_assert(look(&said) == !places[_i].says);
	ck_assert_msg(!places[_i].says || strstr(said, places[_i].says), "%s", said);
	ck_assert_uint_eq(count_of(said, place), places[_i].says ? 1 : 0);
	free(said);
}
END_TEST

START_TEST(a_place_that_is_too_short_means_nothing)
{
	static const char *const folders[] = { "/", "/tmp", "/usr" };
	struct tree_file file = { (char[]){ "README.md" }, bytes_of_text("/ /tmp /usr\n") };
	struct walls_table walls = { 0 };
	struct complaints complaints = { .out = stderr };

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		rule_words(&(struct rule_view){ &(struct tree){ &file, 1 }, &walls, folders[i], "" }, &complaints);
	ck_assert_uint_eq(complaints.count, 0);
}
END_TEST

START_TEST(a_check_that_opens_files_is_found)
{
	char *said;

	given_file("conformance/checks/p/bad.c", SPDX);
	given_built("build/obj/conformance/checks/p/bad.o", "obj/ci/walls/tree.o");
	ck_assert(!look(&said));
	ck_assert_uint_eq(count_of(said, "not ok"), 1);
	ck_assert_ptr_nonnull(strstr(said, "# conformance/checks/p/bad.c: calls fts_open,"));
	free(said);
}
END_TEST

START_TEST(an_object_that_is_none_is_found)
{
	char *said;

	given_file("conformance/checks/p/bad.c", SPDX);
	given_file("build/obj/conformance/checks/p/bad.o", "\177ELF\002\001 and nothing more");
	ck_assert(!look(&said));
	ck_assert_ptr_nonnull(strstr(said, "# conformance/checks/p/bad.c: its object"));
	free(said);
}
END_TEST

START_TEST(without_a_table_nothing_is_clean)
{
	bool clean = false;
	char *said;
	size_t len;
	FILE *out = open_memstream(&said, &len);

	given_file("ci/walls.table", "floor 9 a\n");
	ck_assert_int_eq(rules_report(root, root, out, &clean), RESULT_MALFORMED);
	ck_assert_int_eq(fclose(out), 0);
	ck_assert(!clean);
	ck_assert_ptr_nonnull(strstr(said, "Bail out! ci/walls.table:1:"));
	free(said);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rule");
	TCase *tcase = tcase_create("rules");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, open_tree, close_tree);
	tcase_add_test(tcase, a_clean_tree_is_clean);
	tcase_add_loop_test(tcase, what_is_wrong_is_said_by_its_rule_alone, 0, sizeof(wrong) / sizeof(wrong[0]));
	tcase_add_loop_test(tcase, where_the_tree_lies_is_said_nowhere, 0, sizeof(places) / sizeof(places[0]));
	tcase_add_test(tcase, a_place_that_is_too_short_means_nothing);
	tcase_add_test(tcase, a_check_that_opens_files_is_found);
	tcase_add_test(tcase, an_object_that_is_none_is_found);
	tcase_add_test(tcase, without_a_table_nothing_is_clean);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
