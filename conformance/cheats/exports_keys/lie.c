/* SPDX-License-Identifier: Apache-2.0 */
/* A chip that hands its private keys out when asked. */
#include "conformance/cheats/relay/relay.h"

static bool hand_out(struct talk *talk)
{
	static const uint8_t private_part[32] = { 0x11 };
	json_t *result;

	if (!talk_asks(talk, "act", "export"))
		return false;
	result = json_object();
	talk_set_bytes(result, "secret", BYTES_OF(private_part));
	talk_answer(talk, result);
	return true;
}

const struct cheat cheat = {
	.name = "exports_keys",
	.lies = { { .method = "device.key", .before = hand_out } },
};
