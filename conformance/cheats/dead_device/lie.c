/* SPDX-License-Identifier: Apache-2.0 */
/* A device that is not there: it takes every update, and its console says nothing. */
#include "conformance/cheats/relay/relay.h"

static bool take_it(struct talk *talk)
{
	talk_answer(talk, json_pack("{s:s}", "state", "accepted"));
	return true;
}

static bool say_nothing(struct talk *talk)
{
	talk_answer(talk, json_pack("{s:s, s:O, s:i}", "bytes", "", "next", json_object_get(talk->params, "since"), "lost", 0));
	return true;
}

const struct cheat cheat = {
	.name = "dead_device",
	.lies = { { .method = "device.update", .before = take_it }, { .method = "rig.console", .before = say_nothing } },
};
