/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CERTIFICATE_LAB_PROGRAM_H
#define CERTIFICATE_LAB_PROGRAM_H

/* The program assay-lab: `init` makes a lab, `show` tells of the one that is there. Returns its exit code. */
int lab_main(int argc, char **argv);

#endif
