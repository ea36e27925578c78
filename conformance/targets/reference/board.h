/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_BOARD_H
#define TARGETS_REFERENCE_BOARD_H

/*
 * One unit on the bench: the board process, and the rig's bus to it.
 *
 * A unit is made (provisioned) when it is first needed; its state outlives the rig program, so
 * a rig that was restarted goes on with the same unit, powered off. When the bus breaks, the
 * board is ended, and started again for the next question.
 */

#include <sys/types.h>

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"
#include "reference-impl/platform/rig_bus.h"

struct reference_board {
	unsigned int unit;
	pid_t pid; /* 0: not running */
	int bus;
};

/* A question to the board, and the answer in its place. */
struct reference_rig_call {
	struct rig_header header;
	struct bytes name, bytes; /* the data that goes out: one behind the other */
	uint32_t wait_ms;         /* how long the answer may take */
	struct buffer room;       /* for the data that comes back; empty: none is expected */
	size_t got_len;           /* of it */
};

/*
 * Asks; starts the board first if it does not run. RESULT_OK: call->header is the answer's, whose
 * `result` is the chip's own word. Else nothing was learned, and *ret_why says why.
 */
enum result reference_board_ask(struct reference_board *board, struct reference_rig_call *call,
				struct complaint *ret_why) MUST_CHECK;

/* Throws the unit away and provisions another, powered off; lifecycle as for reference_make_unit(). */
enum result reference_board_renew(struct reference_board *board, const char *lifecycle, struct complaint *ret_why) MUST_CHECK;

/* Ends the board process; the unit stays. */
void reference_board_stop(struct reference_board *board);

#endif
