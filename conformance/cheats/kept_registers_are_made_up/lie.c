/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A chip that keeps nothing over a sleep and shows the registers of before, but for what it signs. It is the rig and the
 * device: the rig has the power cycled instead, and the device lists what it listed last where it finds blank registers.
 */
#include "conformance/cheats/relay/relay.h"

static bool forget(struct talk *talk)
{
	if (!talk_asks(talk, "state", "sleep"))
		return false;
	json_object_set_new(talk->params, "state", json_string("cycle"));
	return true;
}

static bool are_blank(const json_t *values)
{
	static const uint8_t zeros[32] = { 0 };
	uint8_t room[64];
	json_t *first = json_pack("{s:O}", "value", json_array_get(values, 0));
	bool blank = bytes_equal(talk_bytes(first, "value", BUFFER_OF(room)), BYTES_OF(zeros));

	json_decref(first);
	return blank;
}

static bool show_the_last(struct talk *talk)
{
	json_t *values = json_object_get(talk->result, "values"), *last = json_object_get(talk->memory, "last");

	if (json_array_size(values) == 0)
		return false;
	if (last && are_blank(values)) {
		json_object_set(talk->result, "values", last);
		return true;
	}
	if (!are_blank(values))
		json_object_set(talk->memory, "last", values);
	return false;
}

const struct cheat cheat = {
	.name = "kept_registers_are_made_up",
	.lies = { { .method = "rig.power", .before = forget }, { .method = "device.register", .after = show_the_last } },
};
