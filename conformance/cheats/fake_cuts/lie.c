/* SPDX-License-Identifier: Apache-2.0 */
/* A rig that counts operations and says of each armed cut that it fired, but never cuts. */
#include "conformance/cheats/relay/relay.h"

enum { NEVER = 1000000 };

static bool arm_nothing(struct talk *talk)
{
	json_object_set(talk->memory, "armed", json_object_get(talk->params, "after_operations"));
	json_object_set_new(talk->params, "after_operations", json_integer(NEVER));
	return json_integer_value(json_object_get(talk->memory, "armed")) < NEVER;
}

static bool say_that_it_fired(struct talk *talk)
{
	json_t *armed = json_object_get(talk->memory, "armed");

	if (json_integer_value(json_object_get(talk->result, "operations")) < json_integer_value(armed))
		return false;
	json_object_set(talk->result, "operations", armed);
	json_object_set_new(talk->result, "fired", json_true());
	return true;
}

const struct cheat cheat = {
	.name = "fake_cuts",
	.lies = { { .method = "rig.cut", .before = arm_nothing }, { .method = "rig.cut_status", .after = say_that_it_fired } },
};
