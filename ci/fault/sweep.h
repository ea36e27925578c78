/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FAULT_SWEEP_H
#define FAULT_SWEEP_H

/* The single-fault sweep of the boot decision over all bad images. Returns the exit code. */
int sweep_main(int argc, char **argv);

#endif
