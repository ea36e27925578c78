/* SPDX-License-Identifier: Apache-2.0 */
/* A rig that says that it sent a chip to sleep and woke it, and leaves it alone. */
#include "conformance/cheats/relay/relay.h"

static bool say_it_is_done(struct talk *talk)
{
	if (!talk_asks(talk, "state", "sleep"))
		return false;
	talk_answer(talk, json_object());
	return true;
}

const struct cheat cheat = {
	.name = "fake_sleeps",
	.lies = { { .method = "rig.power", .before = say_it_is_done } },
};
