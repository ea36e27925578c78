/* SPDX-License-Identifier: Apache-2.0 */
/* Built piece by piece, so that a test can change any piece. */
#include "reports/report_fixture.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static json_t *check(const char *name)
{
	return json_pack("{s:s, s:s, s:s, s:s}", "name", name, "verdict", "pass", "says", "", "evidence", "measured");
}

static json_t *requirement(const char *property, const char *name, const char *gate, bool checked)
{
	json_t *checks = json_array(), *slug = json_sprintf("%s/%s", property, name);

	if (checked)
		json_array_append_new(checks, check(name));
	return json_pack("{s:o, s:s, s:s, s:s, s:s, s:s, s:i, s:s?, s:b, s:s?, s:i, s:s, s:o, s:n, s:[{s:s, s:s, s:s, s:s}]}",
			 "slug", slug, "property", property, "statement", "It holds.", "rationale", "It matters.",
			 "severity", "high", "remedy", "Mend it.", "weight", 20, "gate", gate, "mandatory", 1, "verdict",
			 checked ? "pass" : NULL, "points", checked ? 2000 : 0, "evidence", "measured", "checks", checks,
			 "detection", "crosswalk", "scheme", "SESIP", "clause", "Secure Debugging", "about", "debugging",
			 "relation", "supports");
}

static json_t *property(const char *name, int weight, int points, int of, int debt)
{
	return json_pack("{s:s, s:i, s:i, s:i, s:i, s:i}", "name", name, "weight", weight, "points", points, "of", of,
			 "debt", debt, "score", of == 0 ? 0 : points * 10000 / of);
}

static json_t *properties(void)
{
	return json_pack("[o, o, o, o, o, o, o]", property("hardware_root_of_trust", 20, 4000, 6000, 2000),
			 property("defense_in_depth", 12, 0, 0, 0), property("small_trusted_computing_base", 10, 0, 0, 0),
			 property("dynamic_compartments", 16, 0, 0, 0),
			 property("certificate_based_authentication", 14, 0, 0, 0),
			 property("failure_reporting", 10, 0, 2000, 2000), property("renewable_security", 18, 2000, 2000, 0));
}

static json_t *gate(const char *name, const char *state)
{
	return json_pack("{s:s, s:s, s:s, s:s}", "name", name, "promise", "what boots is what was signed", "from", "bronze",
			 "state", state);
}

static json_t *run(void)
{
	return json_pack("{s:s, s:s, s:s, s:[s], s:b, s:[s], s:[s], s:s, s:s, s:{s:[i, i]}, s:{s:[s, s]}, s:[s]}", "id", "20261120T221700Z", "started",
			 "2026-11-20T22:17:00Z", "kind", "practice", "practice_because", FIXTURE_HOSTILE, "complete", 1,
			 "repeated", "signed_only", "spent", FIXTURE_HOSTILE, "seed", "00ff", "transcript", "aabb", "records", "signed_only", 1, 9, "notes",
			 "signed_only", "9 boots", FIXTURE_HOSTILE, "roots", "d00d");
}

json_t *report_fixture(void)
{
	json_t *requirements = json_pack("[o, o, o, o, o]", requirement("failure_reporting", "told", NULL, false),
					 requirement("hardware_root_of_trust", "covers", "boot_integrity", true),
					 requirement("hardware_root_of_trust", "later", NULL, false),
					 requirement("hardware_root_of_trust", "signed_only", "boot_integrity", true),
					 requirement("renewable_security", "never_older", NULL, true));

	return json_pack("{s:i, s:{s:s, s:s}, s:{s:s, s:s, s:s, s:b, s:[s]}, s:o, s:o, s:[o, o], s:o, s:i, s:s, s:s, s:i}",
			 "schema", 1, "suite", "version", "0.1.0", "digest", "cafe", "target", "name", FIXTURE_HOSTILE,
			 "profile", "device", "profile_title", "Connected device", "component", 0, "firmware", "beef", "run",
			 run(), "requirements", requirements, "gates", gate("boot_integrity", "held"),
			 gate("debug_closed_in_production", "unproven"), "properties", properties(), "total", 2000, "level",
			 "none", "level_reason", "5 of 7 properties have no checks in this version of the suite", "exit", 0);
}

json_t *report_fixture_requirement(json_t *report, const char *slug)
{
	json_t *entry;
	size_t index;

	json_array_foreach(json_object_get(report, "requirements"), index, entry)
		if (strcmp(json_string_value(json_object_get(entry, "slug")), slug) == 0)
			return entry;
	return NULL;
}

void report_fixture_judge(json_t *report, const char *slug, const char *verdict, const char *says)
{
	json_t *entry = report_fixture_requirement(report, slug);
	json_t *first = json_array_get(json_object_get(entry, "checks"), 0);

	json_object_set_new(entry, "verdict", json_string(verdict));
	json_object_set_new(first, "verdict", json_string(verdict));
	json_object_set_new(first, "says", json_string(says));
}

char *report_fixture_written(const json_t *report, report_writer *write)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	enum result result = write(report, out);

	fclose(out);
	if (result == RESULT_OK)
		return text;
	free(text);
	return NULL;
}
