/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JUDGE_FIXTURE_H
#define CORE_JUDGE_FIXTURE_H

/*
 * A little suite of checks, run over the fake device into a transcript in a folder of its own
 * and judged from there: what the tests of runner and judge stand on. Failures end the test.
 */

#include "conformance/core/bench_fixture.h"
#include "conformance/core/judge.h"

extern const struct check_set fake_checks; /* alone, altered, cuts, empty, foreign, good, keeps, nameless, older, pair, reverts, storage, trial, unsigned */
extern char transcript_path[64];

/* Around each test. */
void in_a_folder_of_its_own(void);
void leave_the_folder(void);

/* Over the checks that are selected (names, or NULL for all). The caller releases order.facts. */
struct run_order fake_order(struct fake *fake, const json_t *selected);
void run_fake(struct fake *fake, const json_t *selected);

json_t *judge_file(void);
/* Runs a new fake device of that flaw and judges. */
json_t *judged(enum fake_flaw flaw, const json_t *selected);

/* The check's verdict, and words that its reason must hold. */
void expect(const json_t *verdicts, const char *name, const char *verdict, const char *says);
void expect_not_pass(const json_t *verdicts, const char *name);

#endif
