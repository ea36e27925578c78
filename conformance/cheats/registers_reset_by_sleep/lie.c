/* SPDX-License-Identifier: Apache-2.0 */
/* A chip that keeps nothing when it is sent to sleep, and starts as with a reset when it is woken. */
#include "conformance/cheats/relay/relay.h"

static bool forget(struct talk *talk)
{
	if (!talk_asks(talk, "state", "sleep"))
		return false;
	json_object_set_new(talk->params, "state", json_string("cycle"));
	return true;
}

const struct cheat cheat = {
	.name = "registers_reset_by_sleep",
	.lies = { { .method = "rig.power", .before = forget } },
};
