/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_SUITE_H
#define CONFORMANCE_SUITE_H

/*
 * What this build of the suite consists of: its checks, found by their file names, and the
 * digest over all that can change a verdict.
 *
 * conformance/checks/<property>/<name>.c is the check <name>; a name that two folders use, a
 * file without its CHECK(), or a requirement that has no file breaks the build.
 */

#include <stddef.h>

#include "conformance/check.h"

struct check_entry {
	const char *name;     /* "refuses_older_image" */
	const char *property; /* the folder, "renewable_security" */
	const struct check *check;
};

/* Sorted by name in the C locale. */
extern const struct check_entry every_check[];
extern const size_t every_check_count;

/*
 * SHA-256 in hexadecimal of the lines "<sha256>  <path>\n", sorted by path, of the sources of
 * checks, requirements, profiles, readers, core, scoring, certificate, base and crypto.
 */
extern const char suite_digest[65];
extern const char suite_version[];

/*
 * Targets whose rig is the suite's own: its sources are under the digest. Named in
 * ci/make/suite.mk, so that no folder that is added becomes a lab's rig by being there. NULL ends it.
 */
extern const char *const suite_rigs[];

/* NULL if there is none of that name. */
const struct check_entry *check_by_name(const char *name);

#endif
