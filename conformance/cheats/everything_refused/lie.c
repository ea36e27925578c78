/* SPDX-License-Identifier: Apache-2.0 */
/* A device that refuses every image, and so the bad ones too. */
#include "conformance/cheats/relay/relay.h"

static bool refuse(struct talk *talk)
{
	talk_refuse(talk, "signature not valid");
	return true;
}

const struct cheat cheat = {
	.name = "everything_refused",
	.lies = { { .method = "device.update", .before = refuse } },
};
