/* SPDX-License-Identifier: Apache-2.0 */
/* A chip with room for 32 bytes of a challenge, which answers longer ones as if that were all of them. */
#include "conformance/cheats/relay/relay.h"

enum { ROOM = 32, CHALLENGE_MAX = 256 };

static bool cut(struct talk *talk)
{
	uint8_t room[CHALLENGE_MAX];
	struct bytes nonce = talk_bytes(talk->params, "nonce", BUFFER_OF(room));

	if (nonce.len <= ROOM)
		return false;
	talk_set_bytes(talk->params, "nonce", bytes_from(room, ROOM));
	return true;
}

const struct cheat cheat = {
	.name = "cuts_challenges_short",
	.lies = { { .method = "device.attest", .before = cut } },
};
