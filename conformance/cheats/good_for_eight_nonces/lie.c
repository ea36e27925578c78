/* SPDX-License-Identifier: Apache-2.0 */
/* A chip that quotes well as long as anybody may be looking, and then has only its first quote. */
#include "conformance/cheats/relay/relay.h"

enum { GOOD_FOR = 8 };

static bool tire(struct talk *talk)
{
	if (talk_count(talk, "quotes") < GOOD_FOR)
		return false;
	talk_answer(talk, json_incref(json_object_get(talk->memory, "first")));
	return true;
}

static bool keep_the_first(struct talk *talk)
{
	if (!json_object_get(talk->memory, "first"))
		json_object_set(talk->memory, "first", talk->result);
	return false;
}

const struct cheat cheat = {
	.name = "good_for_eight_nonces",
	.lies = { { .method = "device.attest", .before = tire, .after = keep_the_first } },
};
