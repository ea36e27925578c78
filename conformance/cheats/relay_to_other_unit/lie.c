/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One genuine chip for many devices: whichever is asked, the same one answers. The rig half keeps that
 * chip powered, as its owner would.
 */
#include "conformance/cheats/relay/relay.h"

static bool send_on(struct talk *talk)
{
	bool lied = json_integer_value(json_object_get(talk->params, "unit")) != 1;

	json_object_set_new(talk->params, "unit", json_integer(1));
	return lied;
}

static bool power_it_too(struct talk *talk)
{
	json_t *params = json_pack("{s:i, s:O, s:s}", "unit", 1, "deadline_ms", json_object_get(talk->params, "deadline_ms"), "state", "on");

	json_decref(talk_ask(talk, params));
	return false;
}

const struct cheat cheat = {
	.name = "relay_to_other_unit",
	.lies = { { .method = "device.", .before = send_on }, { .method = "rig.power", .before = power_it_too } },
};
