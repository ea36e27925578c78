/* SPDX-License-Identifier: Apache-2.0 */
/* A chip that lets anybody guess for ever. */
#include "conformance/cheats/relay/relay.h"

static bool keep_the_secret(struct talk *talk)
{
	if (talk_asks(talk, "act", "create") && talk_asks(talk, "template", "locked"))
		json_object_set(talk->memory, "secret", json_object_get(talk->params, "secret"));
	return false;
}

static bool let_it_guess(struct talk *talk)
{
	const json_t *secret = json_object_get(talk->memory, "secret");

	if (json_equal(json_object_get(talk->params, "token"), secret))
		talk_answer(talk, json_pack("{s:s}", "state", "open"));
	else
		talk_refuse(talk, "TPM_RC_AUTH_FAIL");
	return true;
}

const struct cheat cheat = {
	.name = "never_locks_out",
	.lies = { { .method = "device.key", .before = keep_the_secret }, { .method = "device.unlock", .before = let_it_guess } },
};
