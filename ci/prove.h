/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_PROVE_H
#define CI_PROVE_H

/* `assay prove`: does the suite see bad devices, and does it leave good ones alone? Returns the exit code. */
int prove_main(int argc, char **argv);

#endif
