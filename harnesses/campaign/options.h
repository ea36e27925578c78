/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_OPTIONS_H
#define CAMPAIGN_OPTIONS_H

/* What `assay fuzz` was asked to do. */

#include "harnesses/campaign/plan.h"

enum { CAMPAIGN_JOBS_MAX = 256 };

struct campaign_options {
	const char *surfaces[PLAN_SURFACES_MAX];
	size_t surface_count; /* 0: all that are built */
	const char *out;      /* NULL: the default place */
	const char *bin;      /* NULL: the default place */
	uint64_t time_ms;     /* for each pair */
	uint64_t seed;
	unsigned int engines; /* bits 1 << enum plan_engine */
	unsigned int jobs;    /* 0: as many as there are cores */
	bool has_seed, json, quiet, help;
};

/* False for wrong usage, which was then told on stderr. Texts point into argv. */
bool campaign_options_read(int argc, char **argv, struct campaign_options *ret_options);

extern const char campaign_usage[];

#endif
