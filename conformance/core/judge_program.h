/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JUDGE_PROGRAM_H
#define CORE_JUDGE_PROGRAM_H

/*
 * assay-judge TRANSCRIPT: the verdicts as canonical JSON on stdout.
 *
 * The file is read first; then the walls close: no file can be opened, no socket made, no program
 * started, memory and time are bounded. 0: valid; 2: invalid or unreadable; 64: wrong usage.
 */

int judge_main(int argc, char **argv);

#endif
