/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_VERBS_FIXTURE_H
#define CORE_VERBS_FIXTURE_H

/* One bench over one unit whose answers are given beforehand; what it was asked last is kept. */

#include <jansson.h>

#include "conformance/core/bench.h"

enum { VERBS_METHOD_LEN = 32 };

struct verbs_fixture {
	struct bench bench;
	struct bench_case now;
	struct bench_facts facts;
	struct witness witness;
	struct seed seed;
	json_t *facts_json;
	json_t *answer, *answer_next; /* to the next question, and to the one behind it; NULL: a refusal */
	json_t *asked;
	char method[VERBS_METHOD_LEN];
	bool begun;
};

extern struct verbs_fixture verbs;

/* For tcase_add_checked_fixture(): a check has just begun. */
void verbs_setup(void);
void verbs_teardown(void);

/* What the last question said in that field; "" if it is not there. */
const char *verbs_asked_text(const char *name);

#endif
