/* SPDX-License-Identifier: Apache-2.0 */
/* A descent over the text; members are written to a page of their own, since their count stands in front. */

#include "reference-impl/codec/cbor_diagnostic_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "reference-impl/codec/cbor_writer.h"

enum { PAGE_LEN = 4096 };

static bool take_item(const char **at, struct writer *w);

static void pass_blanks(const char **at)
{
	while (**at == ' ' || **at == '\n' || **at == '\r' || **at == '\t' || **at == '/') {
		const char *end = **at == '/' ? strchr(*at + 1, '/') : *at;

		*at = end ? end + 1 : *at + strlen(*at);
	}
}

static bool take_char(const char **at, char expected)
{
	pass_blanks(at);
	if (**at != expected)
		return false;
	(*at)++;
	return true;
}

static bool take_members(const char **at, char end, bool is_map, struct writer *w, uint64_t *ret_count)
{
	*ret_count = 0;
	while (!take_char(at, end)) {
		if (*ret_count > 0 && !take_char(at, ','))
			return false;
		if (!take_item(at, w) || (is_map && (!take_char(at, ':') || !take_item(at, w))))
			return false;
		(*ret_count)++;
	}
	return true;
}

static bool take_container(const char **at, struct writer *w)
{
	bool is_map = *(*at)++ == '{';
	uint8_t page[PAGE_LEN];
	struct writer members = writer_over(BUFFER_OF(page));
	struct bytes written;
	uint64_t count;

	if (!take_members(at, is_map ? '}' : ']', is_map, &members, &count) || writer_finish(&members, &written) != RESULT_OK)
		return false;
	if (is_map)
		cbor_write_map(w, count);
	else
		cbor_write_array(w, count);
	writer_bytes(w, written);
	return true;
}

static bool take_hex(const char **at, struct writer *w)
{
	uint8_t bytes[PAGE_LEN] = { 0 };
	size_t digits = 0;

	for (*at += 2; **at && **at != '\''; (*at)++) {
		const char *digit = strchr("0123456789abcdef0123456789ABCDEF", **at);

		if (**at == ' ' || **at == '\n' || **at == '\r')
			continue;
		if (!digit || digits / 2 == sizeof(bytes))
			return false;
		bytes[digits / 2] = (uint8_t)(bytes[digits / 2] << 4 | ((digit - "0123456789abcdef0123456789ABCDEF") & 15));
		digits++;
	}
	cbor_write_bytes(w, bytes_from(bytes, digits / 2));
	return digits % 2 == 0 && take_char(at, '\'');
}

/* A line break within a text is the page's, not the text's. */
static bool take_text(const char **at, struct writer *w)
{
	char text[PAGE_LEN];
	size_t len = 0;

	for ((*at)++; **at && **at != '"' && **at != '\\' && len < sizeof(text); (*at)++) {
		if (**at != '\n' && **at != '\r')
			text[len++] = **at;
	}
	cbor_write_text_bytes(w, bytes_from(text, len));
	return take_char(at, '"');
}

static bool take_number(const char **at, struct writer *w)
{
	char *end;
	long long number = strtoll(*at, &end, 10);

	if (end == *at || *end == '.')
		return false;
	*at = end;
	if (*end != '(') {
		cbor_write_int(w, number);
		return true;
	}
	(*at)++;
	cbor_write_tag(w, (uint64_t)number);
	return take_item(at, w) && take_char(at, ')');
}

static bool take_item(const char **at, struct writer *w)
{
	pass_blanks(at);
	if (**at == '{' || **at == '[')
		return take_container(at, w);
	if (**at == 'h' && (*at)[1] == '\'')
		return take_hex(at, w);
	return **at == '"' ? take_text(at, w) : take_number(at, w);
}

bool cbor_diagnostic(struct writer *w, struct bytes text)
{
	char *copy = strndup((const char *)text.at, text.len);
	const char *at = copy;
	bool is_one = copy && take_item(&at, w);

	if (is_one)
		pass_blanks(&at);
	is_one = is_one && *at == '\0';
	free(copy);
	return is_one;
}
