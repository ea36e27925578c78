/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_FACTS_H
#define CORE_BENCH_FACTS_H

/*
 * What of target.json a verdict may depend on.
 *
 * The run writes it into the head of the transcript, and run and judge alike take it from there:
 * the judge has no other file.
 */

#include <jansson.h>

#include "conformance/core/target.h"
#include "conformance/requirement.h"

struct bench_facts {
	json_t *json; /* the texts below live in it */
	const char *target, *format;
	const struct profile *profile;
	uint32_t boot_ms, units;
	const char *recovery_console, *download_console; /* NULL: there is none */
	bool expendable;
};

/* The facts of a target as a new JSON object, its roots' files in it. NULL fills *ret_why. */
json_t *bench_facts_json(const struct target *target, struct complaint *ret_why);

/* Strict; json is borrowed. RESULT_MALFORMED, RESULT_NOT_FOUND for a profile that this suite lacks. Release. */
enum result bench_facts_read(json_t *json, struct bench_facts *ret_facts, struct complaint *ret_why) MUST_CHECK;
void bench_facts_release(struct bench_facts *facts);

/* Is the method mandatory for every target, or for this profile? */
bool bench_facts_demand(const struct bench_facts *facts, const char *method);

#endif
