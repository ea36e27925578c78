/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CERTIFY_FAMILY_H
#define CORE_CERTIFY_FAMILY_H

/*
 * The family of programs behind `assay`: one for each thing to do, all in one folder.
 */

#include <stdio.h>

/* Every program that is there, with a line of what it does. */
void family_list(FILE *out);
void family_version(FILE *out);

/*
 * Becomes assay-<arguments[0]> from the folder of this program; arguments end with NULL. Returns
 * only if there is none: 64, and says so.
 */
int family_become(char **arguments);

/*
 * Runs assay-<name> from there and waits; its exit code, -1 if there is no such program, 2 if a
 * signal ended it. arguments[0] is the name.
 */
int family_run(char *const *arguments);

#endif
