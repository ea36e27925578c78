/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_ASK_H
#define TOOLS_ASK_H

/*
 * Makes a device out of the maker's tools, boots it on a board, asks it for evidence over a nonce, and has the
 * verifier explain the answer; then, when wanted, changes something and asks again.
 *
 * Each step is a program of the family that is run with its own command line: nothing here knows a format. The
 * device is a process of its own, which ends with this one; what was made goes with it, unless it is to be kept.
 */

#include "reference-impl/tools/ask_request.h"

/* The exit code: 0 affirmed, and blamed for the right thing; 1 not; 2 it could not be asked; 64 no nonce. */
int ask(const struct ask_request *request);

#endif
