/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_ASK_JUDGE_H
#define TOOLS_ASK_JUDGE_H

/*
 * Did the verifier say of a device what is true of it, and for the right reason?
 *
 * Its text is a line for each check ("ok  ", "FAIL", "WARN"), under it lines of what was seen, expected and
 * why, and a verdict at the end.
 */

#include "reference-impl/base/bytes.h"

/* One check and what is under it, without its last end of line. */
struct ask_check {
	struct bytes title; /* "ok    token: nonce" */
	struct bytes under;
};

/* Takes the next check off *text; false at the verdict or the end. */
bool ask_check_next(struct bytes *text, struct ask_check *ret_check);

/* "verdict: ..." with all that follows, or empty. */
struct bytes ask_verdict(struct bytes text);

/* Every check is met, and the verdict is affirming. */
bool ask_is_affirmed(struct bytes text);

/* The OS is named with the digest that it has and the one that it should have, and nothing else is to blame. */
bool ask_blames_os(struct bytes text, const char *seen_hex, const char *expected_hex);

/* That debug was open is said, and nothing else is to blame. */
bool ask_blames_debug(struct bytes text);

#endif
