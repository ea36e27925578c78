/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCORING_SCORE_H
#define SCORING_SCORE_H

/*
 * What verdicts are worth. Pure functions over integers: the same verdicts, in any order, give
 * the same numbers on every machine.
 *
 * Points of requirements are hundredths of their weight: weight 30 is 3000 points. Scores of
 * properties and the total are basis points, 0 to 10000. Each division rounds down, so that
 * no point is given that was not earned. A requirement without a check is the suite's debt: it
 * earns nothing, stays in the denominator, and is nobody's failure.
 */

#include "conformance/requirement.h"

enum { POINTS_PER_WEIGHT = 100, SCORE_FULL = 10000, SCORE_ABOVE_LOWEST = 2000 };

/* What one check found. */
struct check_verdict {
	const char *requirement; /* slug */
	enum verdict verdict;
	enum evidence evidence;
};

struct requirement_score {
	const struct requirement *requirement;
	bool checked;           /* false: debt, and the two below mean nothing */
	enum verdict verdict;   /* the worst of its checks */
	enum evidence evidence; /* the weakest of its checks and of what its file states */
	uint32_t points;
};

struct property_score {
	uint32_t points, of; /* earned; what all its requirements would give */
	uint32_t debt;       /* the part of `of` that no check looks at */
	uint32_t score;      /* basis points, 0 without requirements */
};

/* Verdicts of other requirements are passed over. */
struct requirement_score score_requirement(const struct requirement *requirement, const struct check_verdict *verdicts,
					   size_t count);

/* Over the requirements of this property among the `count` given. */
struct property_score score_property(enum property property, const struct requirement_score *requirements,
				     size_t count);

/* The lesser of the weighted mean of the seven and the lowest of them plus 20. */
uint32_t score_total(const struct property_score properties[PROPERTY_COUNT]);

/* The weighted mean over a component's own requirements. */
uint32_t score_component(const struct requirement_score *requirements, size_t count);

/*
 * 0: no checked requirement is fail, error, not-run or inconclusive; 1: one is fail; 2: none is,
 * but of one at least nothing was learned.
 */
int score_exit(const struct requirement_score *requirements, size_t count);

#endif
