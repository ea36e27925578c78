/* SPDX-License-Identifier: Apache-2.0 */
/* A chip that refuses to reset a register in words, and has reset it when one looks. */
#include "conformance/cheats/relay/relay.h"

static bool remember(struct talk *talk)
{
	if (talk_asks(talk, "act", "reset"))
		json_object_set_new(talk->memory, "was reset", json_true());
	return false;
}

static bool show_zeros(struct talk *talk)
{
	static const uint8_t zeros[32] = { 0 };
	json_t *values = json_object_get(talk->result, "values"), *holder = json_object();
	bool lied = json_object_get(talk->memory, "was reset") && json_array_size(values) > 0;

	talk_set_bytes(holder, "zeros", BYTES_OF(zeros));
	for (size_t i = 0; lied && i < json_array_size(values); i++)
		json_array_set(values, i, json_object_get(holder, "zeros"));
	json_decref(holder);
	return lied;
}

const struct cheat cheat = {
	.name = "registers_reset_in_secret",
	.lies = { { .method = "device.register", .before = remember, .after = show_zeros } },
};
