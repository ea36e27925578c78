/* SPDX-License-Identifier: Apache-2.0 */
/* A kit that gives the first good image again and again, whatever was ordered: the bad ones never exist. */
#include "conformance/cheats/relay/relay.h"

static bool give_the_first(struct talk *talk)
{
	json_t *first = json_object_get(talk->memory, "first");

	if (first) {
		talk_answer(talk, json_incref(first));
		return true;
	}
	return false;
}

static bool keep_the_first(struct talk *talk)
{
	if (!json_object_get(talk->memory, "first"))
		json_object_set(talk->memory, "first", talk->result);
	return false;
}

const struct cheat cheat = {
	.name = "kit_ignores_orders",
	.lies = { { .method = "kit.image", .before = give_the_first, .after = keep_the_first } },
};
