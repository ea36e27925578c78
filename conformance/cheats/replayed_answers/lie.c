/* SPDX-License-Identifier: Apache-2.0 */
/* Firmware that heard the first answer of each image, and says it again in every later boot. */
#include "conformance/cheats/relay/console.h"

#include <string.h>

enum { NAME_MAX_LEN = 16, KEY_LEN = NAME_MAX_LEN + 1 };

/* The name that stands before the answer, between two spaces. */
static bool name_before(struct buffer printed, const uint8_t *digits, char name[KEY_LEN])
{
	const uint8_t *end = digits - 1, *begin = end;

	while (begin > printed.at && begin[-1] != ' ')
		begin--;
	if (end - begin > NAME_MAX_LEN || begin == printed.at)
		return false;
	memcpy(name, begin, (size_t)(end - begin));
	name[end - begin] = '\0';
	return true;
}

static bool replay(struct talk *talk, struct buffer printed)
{
	struct buffer digits;
	char name[KEY_LEN];
	size_t at = 0;
	bool lied = false;

	while (console_next_answer(printed, &at, &digits) && name_before(printed, digits.at, name)) {
		const char *first = json_string_value(json_object_get(talk->memory, name));

		if (first)
			memcpy(digits.at, first, digits.len);
		else
			json_object_set_new(talk->memory, name, json_stringn((const char *)digits.at, digits.len));
		lied = lied || first;
	}
	return lied;
}

static bool say_it_again(struct talk *talk)
{
	return console_change(talk, replay);
}

const struct cheat cheat = {
	.name = "replayed_answers",
	.lies = { { .method = "rig.console", .after = say_it_again } },
};
