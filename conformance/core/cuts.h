/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CUTS_H
#define CORE_CUTS_H

/* One power cut, as the rig is told of it. The recipe of many is in check_cut.h. */

#include "conformance/check_cut.h"

#define CUTS_NEVER UINT64_C(1000000000)

/* Armed from now: the next offer and boots are cut at the n-th operation (from 1), or after so many milliseconds. */
void arm_cut(struct bench *b, uint64_t n, enum tear tear);
void arm_cut_in_time(struct bench *b, uint64_t ms, enum tear tear);

struct cut_status {
	uint64_t operations;
	bool fired;
};

struct cut_status cut_status(struct bench *b);

/* Takes an armed cut back. */
void disarm_cut(struct bench *b);

#endif
