/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the verifier's lines. A check that is blamed and is not about the change is one too many. */

#include "reference-impl/tools/ask_judge.h"

#include <stdio.h>
#include <string.h>

static bool contains(struct bytes text, const char *part)
{
	return text.len > 0 && memmem(text.at, text.len, part, strlen(part)) != NULL;
}

static bool begins(struct bytes text, const char *with)
{
	size_t len = strlen(with);

	return text.len >= len && memcmp(text.at, with, len) == 0;
}

/* Without its end of line, of which *text is rid. */
static struct bytes take_line(struct bytes *text)
{
	const uint8_t *end = text->len > 0 ? memchr(text->at, '\n', text->len) : NULL;
	size_t len = end ? (size_t)(end - text->at) : text->len, taken = end ? len + 1 : len;
	struct bytes line = bytes_from(text->at, len);

	*text = bytes_from(text->at + taken, text->len - taken);
	return line;
}

bool ask_check_next(struct bytes *text, struct ask_check *ret_check)
{
	struct bytes rest = *text, title = take_line(&rest), under = bytes_from(rest.at, 0);

	if (!begins(title, "ok    ") && !begins(title, "FAIL  ") && !begins(title, "WARN  "))
		return false;
	while (begins(rest, "    ")) {
		struct bytes line = take_line(&rest);

		under.len = (size_t)(line.at + line.len - under.at);
	}
	*text = rest;
	*ret_check = (struct ask_check){ title, under };
	return true;
}

struct bytes ask_verdict(struct bytes text)
{
	struct ask_check check;

	while (ask_check_next(&text, &check))
		;
	while (text.len > 0 && text.at[0] == '\n')
		(void)take_line(&text);
	return begins(text, "verdict: ") ? take_line(&text) : bytes_from(NULL, 0);
}

bool ask_is_affirmed(struct bytes text)
{
	struct bytes rest = text;
	struct ask_check check;
	size_t count = 0;

	for (; ask_check_next(&rest, &check); count++)
		if (!begins(check.title, "ok    "))
			return false;
	return count > 0 && begins(ask_verdict(text), "verdict: affirming,");
}

/* Those that are not met: how many are about the change, and how many are not. */
struct blame {
	size_t named, others;
};

static bool is_refused(struct bytes text)
{
	struct bytes verdict = ask_verdict(text);

	return begins(verdict, "verdict: ") && !begins(verdict, "verdict: affirming");
}

bool ask_blames_os(struct bytes text, const char *seen_hex, const char *expected_hex)
{
	struct blame blame = { 0 };
	struct bytes rest = text;
	struct ask_check check;
	char seen[160], expected[160];

	(void)snprintf(seen, sizeof(seen), "seen     %s", seen_hex);
	(void)snprintf(expected, sizeof(expected), "expected %s", expected_hex);
	while (ask_check_next(&rest, &check)) {
		if (begins(check.title, "ok    "))
			continue;
		if (begins(check.title, "FAIL  token: component OS ") && contains(check.under, seen) && contains(check.under, expected))
			blame.named++;
		else if (!begins(check.title, "FAIL  chain: layer ") || !contains(check.under, seen))
			blame.others++; /* the layers that were certified for the new OS are about it too */
	}
	return is_refused(text) && blame.named == 1 && blame.others == 0;
}

bool ask_blames_debug(struct bytes text)
{
	struct blame blame = { 0 };
	struct bytes rest = text;
	struct ask_check check;

	while (ask_check_next(&rest, &check)) {
		if (begins(check.title, "ok    "))
			continue;
		if (begins(check.title, "FAIL  token: security lifecycle") && contains(check.under, "debug"))
			blame.named++;
		else if (begins(check.title, "FAIL  token: state since power-on") && contains(check.under, "it was debugged"))
			blame.named++;
		else
			blame.others++;
	}
	return is_refused(text) && blame.named == 2 && blame.others == 0;
}
