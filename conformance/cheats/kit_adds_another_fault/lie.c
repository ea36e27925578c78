/* SPDX-License-Identifier: Apache-2.0 */
/* A kit that builds a second fault into an image and signs both: a device that sees one of them seems to see the other. */
#include "conformance/cheats/relay/relay.h"

static bool change_component_too(struct talk *talk)
{
	if (!json_object_get(talk->params, "class"))
		return false;
	json_object_set_new(talk->params, "component", json_string("loader"));
	return true;
}

const struct cheat cheat = {
	.name = "kit_adds_another_fault",
	.lies = { { .method = "kit.image", .before = change_component_too } },
};
