/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_WHOLE_UNIT_FIXTURE_H
#define TOOLS_WHOLE_UNIT_FIXTURE_H

/* A unit made with the maker's tools, in the real device: board, ROM, root of trust and loader as they are built. */

#include "reference-impl/device/board/board_fixture.h"

extern const char whole_unit_os[];    /* the reference OS, as a program */
extern const char whole_unit_probe[]; /* the probe that can be its OS */

/* A desk (tools_setup()) with the unit in "@device", its images "@loader.real" and "@os.real"; without power. */
void whole_unit_start(struct board_fixture *f, const char *os);
void whole_unit_stop(struct board_fixture *f);

#endif
