/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_FIXTURE_METHODS_H
#define CORE_BENCH_FIXTURE_METHODS_H

/* What the fake device's methods do to its storage, power and console. */

#include "conformance/core/bench_fixture.h"

void fake_boot(struct fake *f, bool download);
void fake_power_off(struct fake *f);
bool fake_stage(struct fake *f, struct bytes image);
/* A line typed into the console. */
void fake_answer(struct fake *f, const char *line, size_t len);

#endif
