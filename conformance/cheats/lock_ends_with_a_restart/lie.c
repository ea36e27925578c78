/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A chip that keeps its lock in the memory of one power cycle: after a restart the guesses are there
 * again. A relay can't see a restart; the right value that met the lock once stands for it.
 */
#include "conformance/cheats/relay/relay.h"

enum { GUESSES = 5 };

static bool keep_the_secret(struct talk *talk)
{
	if (talk_asks(talk, "act", "create") && talk_asks(talk, "template", "locked"))
		json_object_set(talk->memory, "secret", json_object_get(talk->params, "secret"));
	return false;
}

static bool lock_for_a_while(struct talk *talk)
{
	bool right = json_equal(json_object_get(talk->params, "token"), json_object_get(talk->memory, "secret"));
	bool locked = json_integer_value(json_object_get(talk->memory, "wrong")) >= GUESSES;

	if (!right)
		(void)talk_count(talk, "wrong");
	if (right && locked)
		json_object_del(talk->memory, "wrong");
	if (right && !locked)
		talk_answer(talk, json_pack("{s:s}", "state", "open"));
	else
		talk_refuse(talk, locked ? "TPM_RC_LOCKOUT" : "TPM_RC_AUTH_FAIL");
	return true;
}

const struct cheat cheat = {
	.name = "lock_ends_with_a_restart",
	.lies = { { .method = "device.key", .before = keep_the_secret }, { .method = "device.unlock", .before = lock_for_a_while } },
};
