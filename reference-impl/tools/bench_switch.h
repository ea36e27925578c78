/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_BENCH_SWITCH_H
#define TOOLS_BENCH_SWITCH_H

/*
 * The bench's power switch and console, by hand: bench_switch as a whole, from its arguments to its exit code
 * (0 done, 2 no board, 64 wrong usage).
 */

int bench_switch(int argc, char *const argv[]);

#endif
