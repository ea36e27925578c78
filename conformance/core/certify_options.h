/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CERTIFY_OPTIONS_H
#define CORE_CERTIFY_OPTIONS_H

/* What `assay certify` was asked to do. */

#include <stdbool.h>
#include <stddef.h>

enum { CERTIFY_CHECKS_MAX = 256 };

struct certify_options {
	const char *target;  /* name or path; with --resume it may be NULL: the folder knows */
	const char *out;     /* NULL: the default place */
	const char *resume;  /* the folder of a killed run, or NULL */
	const char *seed;    /* hexadecimal, or NULL: drawn by the system */
	const char *require; /* a level's name, or NULL */
	const char *checks[CERTIFY_CHECKS_MAX];
	size_t check_count;  /* 0: all */
	unsigned int jobs;
	unsigned int check_minutes, hours; /* of one check, of the run; 0: the runner's own */
	bool json, quiet, help;
};

/* False for wrong usage, which was then told on stderr. Texts point into argv. */
bool certify_options_read(int argc, char **argv, struct certify_options *ret_options);

extern const char certify_usage[];

#endif
