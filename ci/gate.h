/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_GATE_H
#define CI_GATE_H

/*
 * `assay gate`: green if nothing got worse than the accepted baseline, else red with the reason in
 * the first twelve lines. It never runs a device and never writes, unless told to --accept.
 */

/* 0 green; 1 red; 2 no comparison could be made, which is red too; 64 wrong usage. */
int gate_main(int argc, char **argv);

#endif
