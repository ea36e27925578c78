/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_LIST_H
#define CORE_LIST_H

/*
 * `assay list`: what the suite consists of and what it can be turned on. Each kind is rows of
 * the same fields, sorted by the first; people see some of them as a table, --json gives all.
 */

#include <jansson.h>

#include "conformance/core/complaint.h"
#include "reference-impl/base/result.h"

/* One kind of thing; rows gives a new array of objects, or fills *ret_why. */
struct list_kind {
	const char *name, *about;
	const char *const *columns; /* fields shown to people, NULL-terminated */
	enum result (*rows)(json_t **ret_rows, struct complaint *ret_why);
};

enum result list_checks(json_t **ret_rows, struct complaint *ret_why) MUST_CHECK;
enum result list_requirements(json_t **ret_rows, struct complaint *ret_why) MUST_CHECK;
enum result list_profiles(json_t **ret_rows, struct complaint *ret_why) MUST_CHECK;

/* Those below are found in the tree (target_home()); RESULT_NOT_FOUND without one. */
enum result list_targets(json_t **ret_rows, struct complaint *ret_why) MUST_CHECK;
enum result list_surfaces(json_t **ret_rows, struct complaint *ret_why) MUST_CHECK;
enum result list_defects(json_t **ret_rows, struct complaint *ret_why) MUST_CHECK;

/* 0, 2 if something could not be read, 64. */
int list_main(int argc, char **argv);

#endif
