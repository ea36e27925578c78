/* SPDX-License-Identifier: Apache-2.0 */
/* A kit that signs well and leaves the suite's block out: what runs could be anything. */
#include "conformance/cheats/relay/relay.h"

#include <string.h>

/* The magic stays, so that the real kit takes it. */
static bool leave_it_out(struct talk *talk)
{
	uint8_t block[96];

	if (talk_bytes(talk->params, "block", BUFFER_OF(block)).len != sizeof(block))
		return false;
	memset(block + 16, 'x', 16 + 32);
	talk_set_bytes(talk->params, "block", BYTES_OF(block));
	return true;
}

const struct cheat cheat = {
	.name = "kit_leaves_block_out",
	.lies = { { .method = "kit.image", .before = leave_it_out } },
};
