/* SPDX-License-Identifier: Apache-2.0 */
/* A chip that takes measurements and does not keep them. */
#include "conformance/cheats/relay/relay.h"

static bool forget(struct talk *talk)
{
	if (!talk_asks(talk, "act", "extend"))
		return false;
	talk_answer(talk, json_object());
	return true;
}

const struct cheat cheat = {
	.name = "extend_is_ignored",
	.lies = { { .method = "device.register", .before = forget } },
};
