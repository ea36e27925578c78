/* SPDX-License-Identifier: Apache-2.0 */
/* A chip that quoted once, over a challenge of its own, and hands that quote out for ever. */
#include "conformance/cheats/relay/relay.h"

static json_t *quote_once(struct talk *talk)
{
	static const uint8_t challenge[32] = { 0 };
	json_t *params = json_copy(talk->params);

	talk_set_bytes(params, "nonce", BYTES_OF(challenge));
	return talk_ask(talk, params);
}

static bool play_it_back(struct talk *talk)
{
	if (!json_object_get(talk->memory, "quote"))
		json_object_set_new(talk->memory, "quote", quote_once(talk));
	talk_answer(talk, json_incref(json_object_get(talk->memory, "quote")));
	return true;
}

const struct cheat cheat = {
	.name = "canned_quote",
	.lies = { { .method = "device.attest", .before = play_it_back } },
};
