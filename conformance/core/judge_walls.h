/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JUDGE_WALLS_H
#define CORE_JUDGE_WALLS_H

/*
 * Shuts the calling process in for good: no environment, no descriptor but the three, no system call
 * that opens, connects, starts or reaches out, bounded memory and time.
 *
 * What is denied fails with EPERM, so that whoever tries sees an error and not a killed judge.
 */

#include "conformance/core/complaint.h"
#include "reference-impl/base/result.h"

/* RESULT_IO fills *ret_why; the process must then not go on to judge. */
enum result judge_walls_close(struct complaint *ret_why) MUST_CHECK;

#endif
