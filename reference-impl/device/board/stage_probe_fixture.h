/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_STAGE_PROBE_FIXTURE_H
#define DEVICE_BOARD_STAGE_PROBE_FIXTURE_H

/*
 * The stage that the board's tests run; what it can be asked is in probe_protocol_fixture.h.
 */

#include "reference-impl/device/board/probe_protocol_fixture.h"
#include "reference-impl/platform/board/board_platform.h"

/* Prints "probe up", then serves the port until it is ended; returns only when the bus fails. */
int stage_probe_serve(bool has_environment);

struct probe_answer {
	int32_t value;
	uint32_t error;
};

/* Tries an act; returns if it is survived. stage_acts_fixture.c */
struct probe_answer stage_probe_act(struct board_link *link, enum probe_act act, bool has_environment);

#endif
