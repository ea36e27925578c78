/* SPDX-License-Identifier: Apache-2.0 */
/* A good folder is read; the same folder with one bad file breaks the build and says which. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/requirement.h"
#include "conformance/scoring/requirement_tables.h"

#define HEAD "{\"statement\":\"s\",\"rationale\":\"r\",\"severity\":\"high\","
#define TAIL "\"mandatory\":true,\"absent_if\":null,\"evidence\":\"measured\",\"remedy\":\"m\",\"crosswalk\":[]}"
#define GOOD HEAD "\"weight\":10,\"gate\":null," TAIL
#define WITH(weight, gate, rest) HEAD "\"weight\":" weight ",\"gate\":" gate "," rest "}"
#define REST(mandatory, absent, evidence, crosswalk)                                                       \
	"\"mandatory\":" mandatory ",\"absent_if\":" absent ",\"evidence\":" evidence ",\"remedy\":\"m\"," \
	"\"crosswalk\":" crosswalk
#define CLAUSE "{\"scheme\":\"PSA Certified Level 1\",\"clause\":\"R1.2\",\"relation\":\"supports\"}"
#define PROFILE(contains, methods) \
	"{\"title\":\"t\",\"kind\":\"device\",\"contains\":[" contains "],\"mandatory_methods\":[" methods "]}"
#define SLUG "requirements/renewable_security/second.json"
#define DEVICE "profiles/device.json"

static char folder[64];

static void put(const char *name, const char *text)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	for (char *slash = path + strlen(folder) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

static void make_folder(void)
{
	strcpy(folder, "/tmp/assay-requirements-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	put("protocol.json", "{\"methods\":[{\"name\":\"rig.hello\"},{\"name\":\"device.update\"}]}");
	put("requirements/renewable_security/first.json", GOOD);
	put("requirements/failure_reporting/told.json", GOOD);
	put(DEVICE, PROFILE("\"renewable_security\"", "\"rig.hello\""));
}

static void remove_folder(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

static char *written(const struct requirement_tables *tables)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	ck_assert_int_eq(requirement_tables_write(tables, out), RESULT_OK);
	fclose(out);
	return text;
}

START_TEST(a_good_folder_becomes_c)
{
	struct requirement_tables tables;
	struct fault fault = { "" };
	char *text;

	put("requirements/renewable_security/odd.json",
	    "{\"statement\":\"a \\\"quoted\\\" ?\?/ \\\\ \xc3\xa9\",\"rationale\":\"r\",\"severity\":\"low\",\"weight\":1,"
	    "\"gate\":\"boot_integrity\"," REST("false", "\"probe\"", "\"measured\"", "[" CLAUSE "]") "}");
	ck_assert_int_eq(requirement_tables_read(folder, &tables, &fault), RESULT_OK);
	text = written(&tables);
	ck_assert_ptr_nonnull(strstr(text, "\"a \\\"quoted\\\" \\077\\077/ \\\\ \\303\\251\""));
	ck_assert_ptr_nonnull(strstr(text, ".property = RENEWABLE_SECURITY"));
	ck_assert_ptr_nonnull(strstr(text, ".absent_if = \"probe\""));
	ck_assert_ptr_nonnull(strstr(text, "{ \"PSA Certified Level 1\", \"R1.2\", \"supports\" }"));
	ck_assert_ptr_nonnull(strstr(text, "every_requirement_count = 3"));
	ck_assert_ptr_nonnull(strstr(text, ".requirement_count = 2"));
	free(text);
	requirement_tables_release(&tables);
}
END_TEST

/* One file more or other than in the good folder, and words that the message must hold. */
static const struct {
	const char *file, *text, *says, *also;
} bad[] = {
	{ SLUG, "{", "second.json: line", "" },
	{ SLUG, "[]", "second.json", "write an object" },
	{ SLUG, GOOD GOOD, "second.json: line", "" },
	{ SLUG, HEAD "\"weight\":1,\"weight\":2,\"gate\":null," TAIL, "second.json", "duplicate" },
	{ SLUG, HEAD "\"weight\":1,\"gate\":null,\"colour\":1," TAIL, "\"colour\" is not known", "spelling" },
	{ SLUG, HEAD "\"gate\":null," TAIL, "\"weight\" is missing", "" },
	{ SLUG, WITH("\"ten\"", "null", REST("true", "null", "\"measured\"", "[]")), "\"weight\" is \"ten\"", "1 to 100" },
	{ SLUG, WITH("0", "null", REST("true", "null", "\"measured\"", "[]")), "\"weight\" is 0", "1 to 100" },
	{ SLUG, WITH("101", "null", REST("true", "null", "\"measured\"", "[]")), "\"weight\" is 101", "" },
	{ SLUG, WITH("1.5", "null", REST("true", "null", "\"measured\"", "[]")), "\"weight\" is 1.5", "" },
	{ SLUG, WITH("1", "\"front_door\"", REST("true", "null", "\"measured\"", "[]")), "front_door", "boot_integrity" },
	{ SLUG, WITH("1", "null", REST("1", "null", "\"measured\"", "[]")), "\"mandatory\" is 1", "true or false" },
	{ SLUG, WITH("1", "null", REST("false", "\"A Probe\"", "\"measured\"", "[]")), "\"absent_if\"", "lower-case" },
	{ SLUG, WITH("1", "null", REST("true", "\"probe\"", "\"measured\"", "[]")), "\"absent_if\"", "mandatory" },
	{ SLUG, WITH("1", "null", REST("true", "null", "\"heard\"", "[]")), "heard", "examined" },
	{ SLUG, WITH("1", "\"boot_integrity\"", REST("true", "null", "\"declared\"", "[]")), "\"gate\"", "opens no gate" },
	{ SLUG, WITH("1", "null", REST("true", "null", "\"measured\"", "{}")), "\"crosswalk\"", "list" },
	{ SLUG, WITH("1", "null", REST("true", "null", "\"measured\"", "[1]")), "second.json", "object" },
	{ SLUG, WITH("1", "null", REST("true", "null", "\"measured\"", "[" CLAUSE "," CLAUSE "]")), "R1.2", "once" },
	{ SLUG,
	  WITH("1", "null",
	       REST("true", "null", "\"measured\"",
		    "[{\"scheme\":\"SESIP\",\"clause\":\"R1.2\",\"relation\":\"supports\"}]")),
	  "R1.2", "verified clause" },
	{ SLUG,
	  WITH("1", "null",
	       REST("true", "null", "\"measured\"",
		    "[{\"scheme\":\"SESIP\",\"clause\":\"R1.2\",\"relation\":\"near\"}]")),
	  "near", "evidence-only" },
	{ "requirements/renewable/second.json", GOOD, "requirements/renewable", "seven properties" },
	{ "requirements/renewable_security/Second.json", GOOD, "Second.json", "lower-case" },
	{ "requirements/renewable_security/notes.txt", "", "notes.txt", "<name>.json" },
	{ "requirements/renewable_security/told.json", GOOD, "told", "name of its own" },
	{ DEVICE, PROFILE("\"renewable_security/third\"", ""), "renewable_security/third", "conformance/requirements" },
	{ DEVICE, PROFILE("\"renewable\"", ""), "renewable", "conformance/requirements" },
	{ DEVICE, PROFILE("\"renewable_security\",\"renewable_security/first\"", ""), "first", "once" },
	{ DEVICE, PROFILE("7", ""), "\"contains\"", "name properties or slugs" },
	{ DEVICE, PROFILE("", ""), "\"contains\" is empty", "" },
	{ DEVICE, PROFILE("\"renewable_security\"", "\"rig.fly\""), "rig.fly", "protocol.json" },
	{ DEVICE, PROFILE("\"renewable_security\"", "7"), "\"mandatory_methods\"", "" },
	{ DEVICE, PROFILE("\"renewable_security\"", "\"rig.hello\",\"rig.hello\""), "rig.hello", "once" },
	{ "profiles/other.json",
	  "{\"title\":\"t\",\"kind\":\"thing\",\"contains\":[\"renewable_security\"],\"mandatory_methods\":[]}", "thing",
	  "component" },
	{ SLUG, WITH("7", "null", REST("true", "null", "\"examined\"", "[]")), "renewable_security", "60 %" },
};

START_TEST(a_bad_file_breaks_the_build)
{
	struct requirement_tables tables = { NULL, NULL };
	struct fault fault = { "" };

	put(bad[_i].file, bad[_i].text);
	ck_assert_int_eq(requirement_tables_read(folder, &tables, &fault), RESULT_MALFORMED);
	ck_assert_msg(strstr(fault.text, bad[_i].says) != NULL, "%s", fault.text);
	ck_assert_msg(strstr(fault.text, bad[_i].also) != NULL, "%s", fault.text);
	ck_assert_msg(strstr(fault.text, folder) == fault.text, "the file comes first: %s", fault.text);
	ck_assert_ptr_null(tables.requirements);
}
END_TEST

START_TEST(sixty_percent_are_enough)
{
	struct requirement_tables tables;
	struct fault fault = { "" };

	put(SLUG, WITH("6", "null", REST("true", "null", "\"declared\"", "[]")));
	ck_assert_int_eq(requirement_tables_read(folder, &tables, &fault), RESULT_OK);
	requirement_tables_release(&tables);
}
END_TEST

START_TEST(the_linked_table_is_sorted_and_found)
{
	for (size_t i = 0; i < every_requirement_count; i++) {
		const struct requirement *requirement = every_requirement[i];

		ck_assert_ptr_eq(requirement_by_slug(requirement->slug), requirement);
		ck_assert(i == 0 || strcmp(every_requirement[i - 1]->slug, requirement->slug) < 0);
		ck_assert(strncmp(requirement->slug, property_name(requirement->property),
				  strlen(property_name(requirement->property))) == 0);
	}
	for (size_t i = 0; i < every_profile_count; i++) {
		ck_assert_ptr_eq(profile_by_name(every_profile[i]->name), every_profile[i]);
		for (size_t r = 0; r < every_profile[i]->requirement_count; r++)
			ck_assert_ptr_nonnull(requirement_by_slug(every_profile[i]->requirements[r]));
	}
	ck_assert_ptr_null(requirement_by_slug("renewable_security"));
	ck_assert_ptr_null(requirement_by_slug(""));
	ck_assert_ptr_null(profile_by_name("devices"));
}
END_TEST

START_TEST(names_lead_back)
{
	uint32_t whole = 0;

	for (unsigned int v = 0; v < VERDICT_COUNT; v++) {
		enum verdict verdict = VERDICT_COUNT;

		ck_assert(verdict_from_name(verdict_name((enum verdict)v), &verdict));
		ck_assert_uint_eq(verdict, v);
	}
	for (unsigned int p = 0; p < PROPERTY_COUNT; p++)
		whole += property_weight((enum property)p);
	ck_assert_uint_eq(whole, 100);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("requirement_tables");
	TCase *files = tcase_create("files"), *tables = tcase_create("tables");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(files, make_folder, remove_folder);
	tcase_add_test(files, a_good_folder_becomes_c);
	tcase_add_loop_test(files, a_bad_file_breaks_the_build, 0, sizeof(bad) / sizeof(bad[0]));
	tcase_add_test(files, sixty_percent_are_enough);
	tcase_add_test(tables, the_linked_table_is_sorted_and_found);
	tcase_add_test(tables, names_lead_back);
	suite_add_tcase(suite, files);
	suite_add_tcase(suite, tables);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
