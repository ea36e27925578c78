/* SPDX-License-Identifier: Apache-2.0 */
/* A device program that answers each question with far more than one answer. */
#include "conformance/cheats/relay/relay.h"

static bool flood(struct talk *talk)
{
	for (unsigned int i = 0; i < 200; i++)
		talk_shout(talk, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"state\":\"accepted\"}}\n");
	return true;
}

const struct cheat cheat = {
	.name = "flood",
	.lies = { { .method = "device.update", .before = flood } },
};
