/* SPDX-License-Identifier: Apache-2.0 */
/* A device program that ends its answers in the middle, where a careless reader sees what it hopes for. */
#include "conformance/cheats/relay/relay.h"

static bool stop_halfway(struct talk *talk)
{
	talk_shout(talk, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"state\":\"accepted\"\n");
	return true;
}

const struct cheat cheat = {
	.name = "truncated_lines",
	.lies = { { .method = "device.update", .before = stop_halfway } },
};
