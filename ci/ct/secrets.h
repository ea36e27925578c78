/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CT_SECRETS_H
#define CT_SECRETS_H

/* Runs the cases under valgrind and says what they found. Returns the exit code. */
int secrets_main(int argc, char **argv);

#endif
