/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_RIG_H
#define TARGETS_REFERENCE_RIG_H

/*
 * The rig plane of the reference chip: each method is one or a few questions to the board of
 * the unit. What the board can't do is not offered: those methods stay unsupported.
 */

#include "conformance/targets/reference/board.h"
#include "conformance/targets/reference/unit.h"
#include "conformance/targets/server/adapter.h"

enum { RIG_TRANSFER_MAX_LEN = 4 * 1024 * 1024, RIG_REGION_NAME_MAX_LEN = 64 };

/*
 * The suite counts a unit's console bytes over all of its boards, a board counts its own. What
 * the suite asks for from before this program started is not known here: it gets all there is.
 */
struct reference_console {
	uint64_t base; /* count of the suite when the board that runs now began */
	uint64_t next; /* the furthest that was read */
};

struct reference_rig {
	struct reference_board boards[REFERENCE_UNITS_MAX];
	struct reference_console consoles[REFERENCE_UNITS_MAX];
	uint8_t room[RIG_TRANSFER_MAX_LEN]; /* what is on its way from a board to the suite */
};

void reference_rig_init(struct reference_rig *rig);
struct adapter reference_rig_adapter(struct reference_rig *rig);
void reference_rig_stop(struct reference_rig *rig);

/*
 * Asks the request's unit, and turns what the chip did not do into an answer: ADAPTER_GIVES
 * if it did; ADAPTER_WRONG when region or range are not there; else ADAPTER_FAILS.
 */
enum adapter_answer reference_rig_ask(struct reference_rig *rig, struct adapter_request *request,
				      struct reference_rig_call *call);

/* The request's region name; false if there is none, or it is longer than any. */
bool reference_rig_region(const struct adapter_request *request, struct bytes *ret_name);

adapter_serve_method reference_rig_storage, reference_rig_fault, reference_rig_debug;

#endif
