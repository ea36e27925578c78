/* SPDX-License-Identifier: Apache-2.0 */
/* A chip whose boot registers any software may set back. */
#include "conformance/cheats/relay/relay.h"

static bool set_back(struct talk *talk)
{
	if (!talk_asks(talk, "act", "reset"))
		return false;
	talk_answer(talk, json_object());
	return true;
}

const struct cheat cheat = {
	.name = "registers_reset_on_request",
	.lies = { { .method = "device.register", .before = set_back } },
};
