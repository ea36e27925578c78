/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCORING_REQUIREMENT_TABLES_H
#define SCORING_REQUIREMENT_TABLES_H

/*
 * All requirements and profiles of a conformance folder, read strictly, and the C source that
 * they become (the tables of conformance/requirement.h). The text depends on the files alone, so
 * the same files give the same bytes on every machine.
 */

#include <stdio.h>

#include "conformance/scoring/field.h"

struct requirement_tables {
	json_t *requirements;  /* slug to requirement */
	json_t *profiles;      /* name to profile, with `slugs` resolved */
};

/*
 * Reads FOLDER/requirements, FOLDER/profiles and FOLDER/protocol.json. RESULT_MALFORMED and
 * *ret_fault on the first thing amiss. Release what was filled.
 */
enum result requirement_tables_read(const char *folder, struct requirement_tables *ret_tables,
				    struct fault *ret_fault) MUST_CHECK;
void requirement_tables_release(struct requirement_tables *tables);

/* Writes the C source; RESULT_IO if the stream failed. */
enum result requirement_tables_write(const struct requirement_tables *tables, FILE *out) MUST_CHECK;

#endif
