/* SPDX-License-Identifier: Apache-2.0 */
/* What is compiled in: checks, requirements, profiles. */
#include <string.h>

#include "conformance/core/list.h"
#include "conformance/requirement.h"
#include "conformance/suite.h"

static json_t *spends_of(unsigned int spends)
{
	static const struct {
		enum spends bit;
		const char *word;
	} words[] = {
		{ SPENDS_KEY, "key" }, { SPENDS_LIFECYCLE, "lifecycle" }, { SPENDS_LOCKOUT, "lockout" }, { SPENDS_UNIT, "unit" },
	};
	json_t *list = json_array();

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if ((spends & words[i].bit) != 0)
			json_array_append_new(list, json_string(words[i].word));
	return list;
}

enum result list_checks(json_t **ret_rows, struct complaint *ret_why)
{
	json_t *rows = json_array();

	(void)ret_why;
	for (size_t i = 0; i < every_check_count; i++) {
		const struct check_entry *entry = &every_check[i];

		json_array_append_new(
			rows, json_pack("{s:s, s:s, s:s, s:s, s:i, s:o}", "name", entry->name, "property", entry->property,
					"requirement", entry->check->requirement, "evidence",
					evidence_name(entry->check->examined ? EVIDENCE_EXAMINED : EVIDENCE_MEASURED), "units",
					entry->check->units > 1 ? (int)entry->check->units : 1, "spends",
					spends_of(entry->check->spends)));
	}
	*ret_rows = rows;
	return RESULT_OK;
}

static size_t checks_of(const char *slug)
{
	size_t count = 0;

	for (size_t i = 0; i < every_check_count; i++)
		if (strcmp(every_check[i].check->requirement, slug) == 0)
			count++;
	return count;
}

enum result list_requirements(json_t **ret_rows, struct complaint *ret_why)
{
	json_t *rows = json_array();

	(void)ret_why;
	for (size_t i = 0; i < every_requirement_count; i++) {
		const struct requirement *r = every_requirement[i];

		json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:i, s:s?, s:s, s:b, s:s, s:i}", "slug", r->slug,
						      "property", property_name(r->property), "statement", r->statement,
						      "weight", (int)r->weight, "gate", r->gate, "severity", r->severity,
						      "mandatory", (int)r->mandatory, "evidence", evidence_name(r->evidence),
						      "checks", (int)checks_of(r->slug)));
	}
	*ret_rows = rows;
	return RESULT_OK;
}

static json_t *texts_of(const char *const *texts, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, json_string(texts[i]));
	return list;
}

enum result list_profiles(json_t **ret_rows, struct complaint *ret_why)
{
	json_t *rows = json_array();

	(void)ret_why;
	for (size_t i = 0; i < every_profile_count; i++) {
		const struct profile *p = every_profile[i];
		size_t checked = 0;

		for (size_t r = 0; r < p->requirement_count; r++)
			if (checks_of(p->requirements[r]) > 0)
				checked++;
		json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:i, s:i, s:o, s:o}", "name", p->name, "title", p->title,
						      "kind", p->component ? "component" : "device", "demanded",
						      (int)p->requirement_count, "checked", (int)checked, "requirements",
						      texts_of(p->requirements, p->requirement_count), "mandatory_methods",
						      texts_of(p->mandatory_methods, p->mandatory_method_count)));
	}
	*ret_rows = rows;
	return RESULT_OK;
}
