/* SPDX-License-Identifier: Apache-2.0 */
/* A kit that signs everything with a key of its own, so that a device can refuse all and look good. */
#include "conformance/cheats/relay/relay.h"

static bool sign_with_another(struct talk *talk)
{
	static const uint8_t scalar[32] = { [31] = 0x2b };

	if (talk_asks(talk, "key", "none"))
		return false;
	json_object_set_new(talk->params, "key", json_string("attacker"));
	talk_set_bytes(talk->params, "attacker_key", BYTES_OF(scalar));
	return true;
}

const struct cheat cheat = {
	.name = "missigned_kit",
	.lies = { { .method = "kit.image", .before = sign_with_another } },
};
