/* SPDX-License-Identifier: Apache-2.0 */
/* A device program that answers a question that was not asked. */
#include "conformance/cheats/relay/relay.h"

static bool misnumber(struct talk *talk)
{
	talk_misnumber(talk);
	return true;
}

const struct cheat cheat = {
	.name = "wrong_ids",
	.lies = { { .method = "device.update", .before = misnumber } },
};
