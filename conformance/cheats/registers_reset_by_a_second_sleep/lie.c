/* SPDX-License-Identifier: Apache-2.0 */
/* A chip that takes up its state once: it keeps it for the first sleep of a boot, and not for the next. */
#include "conformance/cheats/relay/relay.h"

static bool forget_the_second_time(struct talk *talk)
{
	if (!talk_asks(talk, "state", "sleep") || talk_count(talk, "sleeps") == 0)
		return false;
	json_object_set_new(talk->params, "state", json_string("cycle"));
	return true;
}

const struct cheat cheat = {
	.name = "registers_reset_by_a_second_sleep",
	.lies = { { .method = "rig.power", .before = forget_the_second_time } },
};
