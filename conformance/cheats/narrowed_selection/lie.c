/* SPDX-License-Identifier: Apache-2.0 */
/* A chip that quotes fewer registers than it was asked for, and leaves out those that would tell. */
#include "conformance/cheats/relay/relay.h"

static bool quote_the_first_alone(struct talk *talk)
{
	json_t *selection = json_object_get(talk->params, "selection");

	if (json_array_size(selection) < 2)
		return false;
	while (json_array_size(selection) > 1)
		json_array_remove(selection, 1);
	return true;
}

const struct cheat cheat = {
	.name = "narrowed_selection",
	.lies = { { .method = "device.attest", .before = quote_the_first_alone } },
};
