/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCORING_CROSSWALK_CLAUSE_H
#define SCORING_CROSSWALK_CLAUSE_H

/*
 * The clauses of other schemes that a requirement may point at.
 *
 * The list is closed: only ids whose meaning was verified stand in it, so a requirement that
 * guesses one breaks the build. `about` says in our words what the clause asks for.
 */

struct crosswalk_clause {
	const char *scheme, *clause, *about;
};

/* NULL if the scheme has no such clause here. */
const struct crosswalk_clause *crosswalk_clause_of(const char *scheme, const char *clause);

#endif
