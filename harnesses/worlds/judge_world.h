/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WORLDS_JUDGE_WORLD_H
#define WORLDS_JUDGE_WORLD_H

/*
 * A suite of three small checks and a device that answers them, for fuzzing the judge: what is fuzzed
 * is reading, replaying and deciding, so the checks stay as they are when those of the suite grow.
 */

#include "conformance/core/judge.h"
#include "reference-impl/base/writer.h"

/* The order to judge by: the small suite, under a digest of its own. */
struct judge_order judge_world_order(void);

/* How the device behaves that a transcript is made with. */
enum judge_world_device { DEVICE_GOOD, DEVICE_REFUSES, DEVICE_LIES, DEVICE_IS_SILENT, DEVICE_LOSES_FIRMWARE };

/* Runs the small suite on that device and writes what was seen as a transcript, the same each time. */
void judge_world_write(enum judge_world_device device, struct writer *w);

#endif
