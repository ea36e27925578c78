/* SPDX-License-Identifier: Apache-2.0 */
/* A console from which the lines of what runs are lost, as if nothing ran. */
#include "conformance/cheats/relay/console.h"

static bool blot_out(struct talk *talk, struct buffer printed)
{
	bool lied = false;

	(void)talk;
	for (size_t i = 0; i < printed.len; i++)
		if (printed.at[i] == 'S') {
			printed.at[i] = '.';
			lied = true;
		}
	return lied;
}

static bool drop_lines(struct talk *talk)
{
	return console_change(talk, blot_out);
}

const struct cheat cheat = {
	.name = "dropped_canary_lines",
	.lies = { { .method = "rig.console", .after = drop_lines } },
};
