/* SPDX-License-Identifier: Apache-2.0 */
/* An adapter that refuses each digest itself: whether the chip would have signed it never shows. */
#include "conformance/cheats/relay/relay.h"

static bool refuse_digest(struct talk *talk)
{
	if (!talk_asks(talk, "template", "ak-digest") && !talk_asks(talk, "template", "free-digest"))
		return false;
	talk_refuse(talk, "no digests");
	return true;
}

const struct cheat cheat = {
	.name = "refuses_digests",
	.lies = { { .method = "device.key", .before = refuse_digest } },
};
