/* SPDX-License-Identifier: Apache-2.0 */
/* Sums and minima only, which no order of the verdicts can change. */

#include <string.h>

#include "conformance/scoring/score.h"

/* Points that one unit of weight earns by evidence of this kind. */
static const uint32_t points_by_evidence[] = {
	[EVIDENCE_MEASURED] = POINTS_PER_WEIGHT,
	[EVIDENCE_EXAMINED] = 70,
	[EVIDENCE_DECLARED] = 20,
};

static uint32_t full_points(const struct requirement *requirement)
{
	return requirement->weight * POINTS_PER_WEIGHT;
}

static bool earns(enum verdict verdict)
{
	return verdict == VERDICT_PASS || verdict == VERDICT_ABSENT;
}

/* An absence that the requirement does not allow decides nothing. */
static enum verdict allowed(const struct requirement *requirement, enum verdict verdict)
{
	return verdict == VERDICT_ABSENT && requirement->absent_if == NULL ? VERDICT_INCONCLUSIVE : verdict;
}

struct requirement_score score_requirement(const struct requirement *requirement, const struct check_verdict *verdicts,
					   size_t count)
{
	struct requirement_score score = {
		.requirement = requirement,
		.verdict = VERDICT_PASS,
		.evidence = requirement->evidence,
	};

	for (size_t i = 0; i < count; i++) {
		enum verdict verdict = allowed(requirement, verdicts[i].verdict);

		if (strcmp(verdicts[i].requirement, requirement->slug) != 0)
			continue;
		score.checked = true;
		if (verdict < score.verdict)
			score.verdict = verdict;
		if (verdicts[i].evidence > score.evidence)
			score.evidence = verdicts[i].evidence;
	}
	if (score.checked && earns(score.verdict))
		score.points = requirement->weight * points_by_evidence[score.evidence];
	return score;
}

static uint32_t share(uint64_t part, uint64_t whole)
{
	return whole == 0 ? 0 : (uint32_t)(part * SCORE_FULL / whole);
}

struct property_score score_property(enum property property, const struct requirement_score *requirements,
				     size_t count)
{
	struct property_score score = { 0 };

	for (size_t i = 0; i < count; i++) {
		uint32_t full = full_points(requirements[i].requirement);

		if (requirements[i].requirement->property != property)
			continue;
		score.points += requirements[i].points;
		score.of += full;
		if (!requirements[i].checked)
			score.debt += full;
	}
	score.score = share(score.points, score.of);
	return score;
}

uint32_t score_total(const struct property_score properties[PROPERTY_COUNT])
{
	uint32_t sum = 0, weights = 0, lowest = SCORE_FULL, mean;

	for (unsigned int p = 0; p < PROPERTY_COUNT; p++) {
		sum += properties[p].score * property_weight((enum property)p);
		weights += property_weight((enum property)p);
		if (properties[p].score < lowest)
			lowest = properties[p].score;
	}
	mean = sum / weights;
	return mean < lowest + SCORE_ABOVE_LOWEST ? mean : lowest + SCORE_ABOVE_LOWEST;
}

uint32_t score_component(const struct requirement_score *requirements, size_t count)
{
	uint64_t points = 0, of = 0;

	for (size_t i = 0; i < count; i++) {
		points += requirements[i].points;
		of += full_points(requirements[i].requirement);
	}
	return share(points, of);
}

int score_exit(const struct requirement_score *requirements, size_t count)
{
	int code = 0;

	for (size_t i = 0; i < count; i++) {
		if (!requirements[i].checked || earns(requirements[i].verdict))
			continue;
		if (requirements[i].verdict == VERDICT_FAIL)
			return 1;
		code = 2;
	}
	return code;
}
