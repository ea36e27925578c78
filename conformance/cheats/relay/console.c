/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/cheats/relay/console.h"

#include <string.h>

enum { PRINTED_MAX_LEN = 65536 };

bool console_change(struct talk *talk, bool (*change)(struct talk *talk, struct buffer printed))
{
	uint8_t room[PRINTED_MAX_LEN];
	struct bytes printed = talk_bytes(talk->result, "bytes", BUFFER_OF(room));

	if (printed.len == 0 || !change(talk, (struct buffer){ room, printed.len }))
		return false;
	talk_set_bytes(talk->result, "bytes", bytes_from(room, printed.len));
	return true;
}

static size_t digits_from(struct buffer printed, size_t at)
{
	size_t end = at;

	while (end < printed.len && strchr("0123456789abcdef", printed.at[end]) && printed.at[end] != '\0')
		end++;
	return end - at;
}

bool console_next_answer(struct buffer printed, size_t *at, struct buffer *ret_digits)
{
	for (size_t i = *at; i + CONSOLE_ANSWER_LEN < printed.len; i++)
		if (printed.at[i] == ' ' && digits_from(printed, i + 1) == CONSOLE_ANSWER_LEN) {
			*ret_digits = (struct buffer){ printed.at + i + 1, CONSOLE_ANSWER_LEN };
			*at = i + 1 + CONSOLE_ANSWER_LEN;
			return true;
		}
	return false;
}
