/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_TOLD_H
#define CORE_BENCH_TOLD_H

/*
 * What device.info says of the newest security version, against what was done to the unit.
 *
 * Checks try versions above the newest; a device that names one near the end of the numbers, or
 * another one each time, must not lead them to versions that wrapped.
 */

#include "conformance/core/bench.h"
#include "protocol_calls.h"

/* Each answer of device.info passes here: `error` for a number beyond 32 bits, one that fell, one that rose by itself. */
void bench_hear_version(struct bench *b, const struct device_info_gives *gives);

/* Is there room for newer versions? Decides `error` if a number that was only told takes it, else `not-run`. */
void bench_look_for_version_room(struct bench *b);

#endif
