/* SPDX-License-Identifier: Apache-2.0 */
/* A rig that resets a unit only to bring a new image up; later resets are said and not done. */
#include "conformance/cheats/relay/relay.h"

#include <string.h>

static void remember(struct talk *talk, const char *state)
{
	json_object_set_new(talk->memory, "state", json_string(state));
}

/* The first cycle after download mode is real, for without it nothing would run at all. */
static bool say_it_is_done(struct talk *talk)
{
	const char *state = json_string_value(json_object_get(talk->memory, "state"));
	bool lied = state && strcmp(state, "running") == 0;

	if (talk_asks(talk, "state", "download")) {
		remember(talk, "installing");
	} else if (talk_asks(talk, "state", "cycle") && state) {
		if (lied)
			talk_answer(talk, json_object());
		remember(talk, "running");
		return lied;
	}
	return false;
}

const struct cheat cheat = {
	.name = "fake_resets",
	.lies = { { .method = "rig.power", .before = say_it_is_done } },
};
