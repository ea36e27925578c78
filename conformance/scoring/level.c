/* SPDX-License-Identifier: Apache-2.0 */
/* A level is reached when nothing stands in its way: the reasons decide, so they cannot differ. */

#include <stdio.h>
#include <string.h>

#include "conformance/scoring/level.h"

static const struct {
	const char *name;
	uint32_t total, lowest; /* basis points */
	bool needs_more;        /* fuzz evidence and two units */
} levels[LEVEL_COUNT] = {
	[LEVEL_NONE] = { "none", 0, 0, false },
	[LEVEL_BRONZE] = { "bronze", 5000, 3000, false },
	[LEVEL_SILVER] = { "silver", 7000, 5000, false },
	[LEVEL_GOLD] = { "gold", 8500, 7000, true },
	[LEVEL_PLATINUM] = { "platinum", 9200, 8500, true },
};

const char *level_name(enum level level)
{
	return levels[level].name;
}

bool level_from_name(const char *name, enum level *ret_level)
{
	for (unsigned int i = 0; i < LEVEL_COUNT; i++) {
		if (strcmp(name, levels[i].name) != 0)
			continue;
		*ret_level = (enum level)i;
		return true;
	}
	return false;
}

enum gate_state gate_state_of(const struct gate *gate, const struct requirement_score *requirements, size_t count)
{
	bool unchecked = false, held = false;

	for (size_t i = 0; i < count; i++) {
		const char *name = requirements[i].requirement->gate;

		if (name == NULL || strcmp(name, gate->name) != 0)
			continue;
		if (!requirements[i].checked)
			unchecked = true;
		else if (requirements[i].verdict == VERDICT_PASS || requirements[i].verdict == VERDICT_ABSENT)
			held = true;
		else
			return GATE_BROKEN;
	}
	return held && !unchecked ? GATE_HELD : GATE_UNPROVEN;
}

struct standing standing_of(const struct requirement_score *requirements, size_t count)
{
	struct standing standing = { .total = 0 };

	for (unsigned int p = 0; p < PROPERTY_COUNT; p++)
		standing.properties[p] = score_property((enum property)p, requirements, count);
	for (size_t g = 0; g < GATE_COUNT; g++)
		standing.gates[g] = gate_state_of(&every_gate[g], requirements, count);
	standing.total = score_total(standing.properties);
	return standing;
}

static bool said_unchecked(const struct standing *standing, char ret_reason[LEVEL_REASON_LEN])
{
	unsigned int unchecked = 0;

	for (unsigned int p = 0; p < PROPERTY_COUNT; p++)
		if (standing->properties[p].debt == standing->properties[p].of)
			unchecked++;
	if (unchecked == 0)
		return false;
	snprintf(ret_reason, LEVEL_REASON_LEN, "%u of %d properties have no checks in this version of the suite",
		 unchecked, PROPERTY_COUNT);
	return true;
}

static bool said_gate(const struct standing *standing, enum level level, enum gate_state state,
		      char ret_reason[LEVEL_REASON_LEN])
{
	for (size_t g = 0; g < GATE_COUNT; g++) {
		if (every_gate[g].from > level || standing->gates[g] != state)
			continue;
		snprintf(ret_reason, LEVEL_REASON_LEN, "the gate \"%s\" is %s", every_gate[g].promise,
			 gate_state_name(state));
		return true;
	}
	return false;
}

static bool said_property(const struct standing *standing, enum level level, char ret_reason[LEVEL_REASON_LEN])
{
	for (unsigned int p = 0; p < PROPERTY_COUNT; p++) {
		uint32_t score = standing->properties[p].score;

		if (score >= levels[level].lowest)
			continue;
		snprintf(ret_reason, LEVEL_REASON_LEN, "%s has %u.%02u points of the %u that each property needs",
			 property_name((enum property)p), score / 100, score % 100, levels[level].lowest / 100);
		return true;
	}
	return false;
}

static bool said_total(const struct standing *standing, enum level level, char ret_reason[LEVEL_REASON_LEN])
{
	if (standing->total >= levels[level].total)
		return false;
	snprintf(ret_reason, LEVEL_REASON_LEN, "the total is %u.%02u of the %u points needed", standing->total / 100,
		 standing->total % 100, levels[level].total / 100);
	return true;
}

static void say_more(const struct standing *standing, enum level level, char ret_reason[LEVEL_REASON_LEN])
{
	ret_reason[0] = '\0';
	if (levels[level].needs_more && !standing->fuzz_evidence)
		snprintf(ret_reason, LEVEL_REASON_LEN, "it needs fuzz evidence");
	else if (levels[level].needs_more && !standing->two_units)
		snprintf(ret_reason, LEVEL_REASON_LEN, "it needs two units");
}

void level_reason(const struct standing *standing, enum level level, char ret_reason[LEVEL_REASON_LEN])
{
	bool said = level == LEVEL_NONE;

	ret_reason[0] = '\0';
	said = said || said_gate(standing, level, GATE_BROKEN, ret_reason);
	said = said || said_unchecked(standing, ret_reason);
	said = said || said_gate(standing, level, GATE_UNPROVEN, ret_reason);
	said = said || said_property(standing, level, ret_reason);
	said = said || said_total(standing, level, ret_reason);
	if (!said)
		say_more(standing, level, ret_reason);
}

enum level level_of(const struct standing *standing)
{
	char reason[LEVEL_REASON_LEN];
	enum level level = LEVEL_NONE;

	for (unsigned int next = LEVEL_BRONZE; next < LEVEL_COUNT; next++) {
		level_reason(standing, (enum level)next, reason);
		if (reason[0] != '\0')
			break;
		level = (enum level)next;
	}
	return level;
}
