/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FAULT_SWEEP_H
#define FAULT_SWEEP_H

/* The single-fault sweep of all decisions over all their worlds. Returns the exit code. */
int sweep_main(int argc, char **argv);

#endif
