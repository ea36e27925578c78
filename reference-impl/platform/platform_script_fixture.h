/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_PLATFORM_SCRIPT_FIXTURE_H
#define PLATFORM_PLATFORM_SCRIPT_FIXTURE_H

/*
 * One step of a script on any home of the platform, written as a bus question is: what is
 * done in the simulator and by a stage on the board is then the same by construction.
 */

#include "reference-impl/platform/bus.h"
#include "reference-impl/platform/platform.h"

/* Beside the questions of the bus: the boot log, whose kind is the region. */
enum { SCRIPT_ENTER = BUS_OP_END, SCRIPT_REGISTER, SCRIPT_RECOVERY };

/*
 * Does `step` with `data` and sets answer->result, arg and length, the data read in `room`
 * (BUS_DATA_MAX_LEN bytes). Storage, registers, control and console; anything else is RESULT_UNSUPPORTED.
 */
void platform_script_step(const struct platform *platform, const struct bus_header *step, struct bytes data,
			  struct buffer room, struct bus_header *answer);

#endif
