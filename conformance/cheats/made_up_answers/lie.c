/* SPDX-License-Identifier: Apache-2.0 */
/* Firmware that speaks like the image that was asked for, without having its key: it makes answers up. */
#include "conformance/cheats/relay/console.h"

static bool make_up(struct talk *talk, struct buffer printed)
{
	struct buffer digits;
	size_t at = 0;
	bool lied = false;

	(void)talk;
	for (; console_next_answer(printed, &at, &digits); lied = true)
		digits.at[digits.len - 1] = digits.at[digits.len - 1] == '0' ? '1' : '0';
	return lied;
}

static bool answer_anyhow(struct talk *talk)
{
	return console_change(talk, make_up);
}

const struct cheat cheat = {
	.name = "made_up_answers",
	.lies = { { .method = "rig.console", .after = answer_anyhow } },
};
