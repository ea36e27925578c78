/* SPDX-License-Identifier: Apache-2.0 */
/* Small questions about the model that more than one writer asks. */
#include "reports/model.h"

#include <stdio.h>
#include <string.h>

const char *const model_verdicts[MODEL_VERDICTS] = { "fail", "error", "not-run", "inconclusive", "absent", "pass", "" };
const char *const model_verdict_words[MODEL_VERDICTS] = {
	"fail", "error", "not run", "inconclusive", "absent", "pass", "not yet checked",
};

const char *model_text(const json_t *object, const char *field)
{
	const char *text = json_string_value(json_object_get(object, field));

	return text == NULL ? "" : text;
}

long long model_number(const json_t *object, const char *field)
{
	return json_integer_value(json_object_get(object, field));
}

const json_t *model_list(const json_t *object, const char *field)
{
	return json_object_get(object, field);
}

bool verdict_is_bad(const char *verdict)
{
	return verdict[0] != '\0' && strcmp(verdict, "pass") != 0 && strcmp(verdict, "absent") != 0;
}

void model_title(const char *name, char ret_title[MODEL_TITLE_LEN])
{
	snprintf(ret_title, MODEL_TITLE_LEN, "%s", name);
	for (char *c = ret_title; *c != '\0'; c++)
		if (*c == '_')
			*c = strncmp(c, "_based_", 7) == 0 ? '-' : ' ';
	if (ret_title[0] >= 'a' && ret_title[0] <= 'z')
		ret_title[0] = (char)(ret_title[0] - 'a' + 'A');
}

size_t model_count(const json_t *report, const char *verdict)
{
	const json_t *list = model_list(report, "requirements"), *requirement;
	size_t index, count = 0;

	json_array_foreach(list, index, requirement)
		if (strcmp(model_text(requirement, "verdict"), verdict) == 0)
			count++;
	return count;
}

size_t model_gates(const json_t *report, const char *state)
{
	const json_t *list = model_list(report, "gates"), *gate;
	size_t index, count = 0;

	json_array_foreach(list, index, gate)
		if (strcmp(model_text(gate, "state"), state) == 0)
			count++;
	return count;
}

bool property_is_unchecked(const json_t *property)
{
	return model_number(property, "debt") == model_number(property, "of");
}

bool model_is_complete(const json_t *report)
{
	return json_is_true(json_object_get(json_object_get(report, "run"), "complete"));
}

bool model_detection(const json_t *report, long long *ret_caught, long long *ret_seeded)
{
	const json_t *list = model_list(report, "requirements"), *requirement;
	long long caught = 0, seeded = 0;
	bool proven = false;
	size_t index;

	json_array_foreach(list, index, requirement) {
		const json_t *detection = json_object_get(requirement, "detection");

		if (json_is_null(detection))
			continue;
		proven = true;
		caught += model_number(detection, "caught");
		seeded += model_number(detection, "seeded");
	}
	*ret_caught = caught;
	*ret_seeded = seeded;
	return proven;
}

const char *model_level(const json_t *report)
{
	static const struct {
		const char *name, *word;
	} words[] = {
		{ "component", "Component statement" }, { "bronze", "Bronze" },     { "silver", "Silver" },
		{ "gold", "Gold" },                     { "platinum", "Platinum" },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(model_text(report, "level"), words[i].name) == 0)
			return words[i].word;
	return "No level";
}
