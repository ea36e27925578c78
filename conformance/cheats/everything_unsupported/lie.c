/* SPDX-License-Identifier: Apache-2.0 */
/* A device that has nothing of what it is asked for, in the hope that what is absent cannot fail. */
#include "conformance/cheats/relay/relay.h"

static bool have_nothing(struct talk *talk)
{
	talk_fail(talk, -32601, "method not found");
	return true;
}

const struct cheat cheat = {
	.name = "everything_unsupported",
	.lies = { { .method = "device.", .before = have_nothing } },
};
