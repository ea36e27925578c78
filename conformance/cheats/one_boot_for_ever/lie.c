/* SPDX-License-Identifier: Apache-2.0 */
/* A bench on which a chip is said to have been powered down, and sleeps at most: what it measured goes on counting. */
#include "conformance/cheats/relay/relay.h"

/* The first time is real, for without it there would be no chip at all. */
static bool say_it_is_done(struct talk *talk)
{
	if (!talk_asks(talk, "state", "cycle") || talk_count(talk, "cycles") == 0)
		return false;
	talk_answer(talk, json_object());
	return true;
}

const struct cheat cheat = {
	.name = "one_boot_for_ever",
	.lies = { { .method = "rig.power", .before = say_it_is_done } },
};
