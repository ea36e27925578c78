/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A device that shows its own certificate and has a healthy chip elsewhere quote for it. The rig half keeps
 * that chip powered, as its owner would.
 */
#include "conformance/cheats/relay/relay.h"

static bool have_it_quoted(struct talk *talk)
{
	if (talk_asks(talk, "template", "ek"))
		return false;
	json_object_set_new(talk->params, "unit", json_integer(1));
	return true;
}

static bool power_it_too(struct talk *talk)
{
	json_t *params = json_pack("{s:i, s:O, s:s}", "unit", 1, "deadline_ms", json_object_get(talk->params, "deadline_ms"), "state", "on");

	json_decref(talk_ask(talk, params));
	return false;
}

const struct cheat cheat = {
	.name = "quotes_of_another_unit",
	.lies = { { .method = "device.attest", .before = have_it_quoted },
		  { .method = "device.key", .before = have_it_quoted },
		  { .method = "rig.power", .before = power_it_too } },
};
