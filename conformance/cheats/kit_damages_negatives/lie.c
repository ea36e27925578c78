/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A kit that breaks the signature of what is to be refused for something else: a device that looks at
 * signatures alone then refuses it, and seems to look at class, component and version.
 */
#include "conformance/cheats/relay/relay.h"

enum { IMAGE_MAX = 1 << 20 };

/* The signature stands at the image's end. */
static bool damage(struct talk *talk)
{
	static uint8_t room[IMAGE_MAX];
	struct bytes image;

	if (!json_object_get(talk->params, "class") && json_object_get(talk->params, "security_version") &&
	    talk_asks(talk, "component", "os"))
		return false;
	image = talk_bytes(talk->result, "image", BUFFER_OF(room));
	if (image.len == 0)
		return false;
	room[image.len - 1] ^= 0x01;
	talk_set_bytes(talk->result, "image", image);
	return true;
}

const struct cheat cheat = {
	.name = "kit_damages_negatives",
	.lies = { { .method = "kit.image", .after = damage } },
};
