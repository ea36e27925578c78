/* SPDX-License-Identifier: Apache-2.0 */
/* A kit that signs what should not be signed, so that nothing badly signed is ever offered. */
#include "conformance/cheats/relay/relay.h"

static bool sign_anyway(struct talk *talk)
{
	if (!talk_asks(talk, "key", "none") && !talk_asks(talk, "key", "attacker"))
		return false;
	json_object_set_new(talk->params, "key", json_string("trusted"));
	json_object_del(talk->params, "attacker_key");
	return true;
}

const struct cheat cheat = {
	.name = "kit_signs_everything",
	.lies = { { .method = "kit.image", .before = sign_anyway } },
};
