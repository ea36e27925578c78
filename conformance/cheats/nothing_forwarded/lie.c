/* SPDX-License-Identifier: Apache-2.0 */
/* A device that says thank you for every update and throws it away; what it had goes on running. */
#include "conformance/cheats/relay/relay.h"

static bool take_it(struct talk *talk)
{
	talk_answer(talk, json_pack("{s:s}", "state", "accepted"));
	return true;
}

const struct cheat cheat = {
	.name = "nothing_forwarded",
	.lies = { { .method = "device.update", .before = take_it } },
};
