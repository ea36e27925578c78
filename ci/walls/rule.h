/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_WALLS_RULE_H
#define CI_WALLS_RULE_H

/*
 * A rule of the house: a claim about the whole tree, and the function that looks for
 * what breaks it.
 */

#include <stdio.h>

#include "ci/walls/table.h"
#include "ci/walls/tree.h"

struct complaints {
	FILE *out;
	unsigned count;
};

/* What a rule looks at. */
struct rule_view {
	const struct tree *tree;
	const struct walls_table *walls;
	const char *root;  /* folder of the tree */
	const char *build; /* folder in which the tree was built */
};

struct rule {
	const char *claim;
	void (*look)(const struct rule_view *view, struct complaints *complaints);
};

/* One complaint, printed as "# path:line: sentence"; line 0 stands for the whole file. */
void walls_complain(struct complaints *complaints, const char *path, unsigned line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

void rule_includes_go_down(const struct rule_view *view, struct complaints *complaints);
void rule_walls_hold(const struct rule_view *view, struct complaints *complaints);
void rule_libraries_stay(const struct rule_view *view, struct complaints *complaints);
void rule_freestanding(const struct rule_view *view, struct complaints *complaints);
void rule_checks_call_nothing(const struct rule_view *view, struct complaints *complaints);
void rule_files_are_small(const struct rule_view *view, struct complaints *complaints);
void rule_functions_are_small(const struct rule_view *view, struct complaints *complaints);
void rule_few_conditionals(const struct rule_view *view, struct complaints *complaints);
void rule_names(const struct rule_view *view, struct complaints *complaints);
void rule_words(const struct rule_view *view, struct complaints *complaints);
void rule_manners(const struct rule_view *view, struct complaints *complaints);

/*
 * Holds the tree under `root`, built in `build`, against all rules, with its own
 * ci/walls.table, and writes TAP. *ret_clean says that nobody complained. Fails with one
 * line on `out` if the tree or its table can't be read.
 */
enum result rules_report(const char *root, const char *build, FILE *out, bool *ret_clean) MUST_CHECK;

#endif
