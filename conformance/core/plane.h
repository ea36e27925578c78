/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLANE_H
#define CORE_PLANE_H

/*
 * The three programs that stand for a device under test: rig, device and kit.
 *
 * planes_open() starts them behind walls (sandbox.h) with a scratch folder and a loopback
 * network that they share; the link asks them. What a program answers is checked against the
 * schema before anybody sees it. A plane whose answer was broken (late, malformed, out of
 * step) is closed at once and started again at the next question, PLANE_RESTARTS_MAX times in
 * all; from then on it stays broken. A target without a kit answers "unsupported" there.
 *
 * Call order: planes_open(), planes_link(), any number of questions, planes_close(). One
 * thread at a time.
 */

#include "conformance/core/link.h"
#include "conformance/core/target.h"

enum { PLANE_RESTARTS_MAX = 64, PLANE_GRACE_MS = 1000, PLANE_LOG_MAX = 65536 };

struct planes;

struct planes_order {
	const struct target *target; /* borrowed until planes_close() */
	/*
	 * The programs' ASSAY_RUN_DIR, with device/ and kit/ in it; made if it is not there, and left there.
	 * Its path holds Unix sockets, so at most 64 bytes. NULL: a fresh folder under /tmp, removed at close.
	 */
	const char *run_dir;
	const char *log_dir; /* rig.log, device.log, kit.log: what they wrote to stderr, cut off; NULL: not kept */
};

/*
 * Starts the programs, without asking them anything. RESULT_IO, RESULT_MALFORMED or
 * RESULT_TOO_LARGE fill *ret_why. The caller owns *ret_planes: planes_close().
 */
enum result planes_open(const struct planes_order *order, struct planes **ret_planes, struct complaint *ret_why) MUST_CHECK;

/* The way to ask; valid until planes_close(). The adapter gets PLANE_GRACE_MS beyond the deadline it is told. */
struct link planes_link(struct planes *planes);

/* Walls that could not be had, as sentences; a run with any is practice. */
size_t planes_missing_count(const struct planes *planes);
const char *planes_missing(const struct planes *planes, size_t index);

/* Is the rig a program of the suite (it lies where the suite's own programs lie)? Else the run is practice. */
bool planes_rig_is_ours(const struct planes *planes);
/* Does the rig's program lie among those that were built for that target? */
bool planes_rig_is_of_target(const struct planes *planes, const char *target);

/* How often the plane's program was started. */
unsigned int planes_starts(const struct planes *planes, enum plane plane);

/* Asks the programs to go, kills what stays, removes a scratch folder of our own. NULL is allowed. */
void planes_close(struct planes *planes);

#endif
