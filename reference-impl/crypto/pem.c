/* SPDX-License-Identifier: Apache-2.0 */
/* The text frame around DER, line by line. */

#include "reference-impl/crypto/pem.h"

#include <string.h>

#include "reference-impl/base/text.h"

enum { LINE_BYTES = 48 }; /* 64 characters of base64 */

static void write_boundary(struct writer *w, const char *word, const char *label)
{
	writer_text(w, "-----");
	writer_text(w, word);
	writer_text(w, " ");
	writer_text(w, label);
	writer_text(w, "-----\n");
}

void pem_write(struct writer *w, const char *label, struct bytes der)
{
	write_boundary(w, "BEGIN", label);
	for (size_t at = 0; at < der.len; at += LINE_BYTES) {
		size_t left = der.len - at;

		text_write_base64(w, bytes_from(der.at + at, left < LINE_BYTES ? left : LINE_BYTES));
		writer_u8(w, '\n');
	}
	write_boundary(w, "END", label);
}

/* Takes one line off the text, without its line end. */
static struct bytes next_line(struct bytes *text)
{
	const uint8_t *end = text->len > 0 ? memchr(text->at, '\n', text->len) : NULL;
	size_t len = end ? (size_t)(end - text->at) : text->len;
	size_t used = end ? len + 1 : len;
	struct bytes line = bytes_from(text->at, len);

	if (used > 0)
		*text = bytes_from(text->at + used, text->len - used);
	while (line.len > 0 && (line.at[line.len - 1] == '\r' || line.at[line.len - 1] == ' '))
		line.len--;
	return line;
}

static bool is_boundary(struct bytes line, const char *word, const char *label)
{
	char expected[64];
	struct writer w = writer_over(BUFFER_OF(expected));
	struct bytes boundary;

	write_boundary(&w, word, label);
	if (writer_finish(&w, &boundary) != RESULT_OK)
		return false;
	boundary.len--; /* the line end */
	return bytes_equal(line, boundary);
}

static enum result read_body(struct bytes *text, const char *label, struct buffer room, struct bytes *ret_der)
{
	bool padded = false;
	size_t used = 0;

	while (text->len > 0) {
		struct bytes line = next_line(text);
		struct bytes decoded;
		enum result result;

		if (is_boundary(line, "END", label)) {
			*ret_der = bytes_from(room.at, used);
			return RESULT_OK;
		}
		result = text_read_base64(line, (struct buffer){ room.at + used, room.len - used }, &decoded);
		if (result != RESULT_OK)
			return result;
		if (padded)
			return RESULT_MALFORMED;
		padded = line.len > 0 && line.at[line.len - 1] == '=';
		used += decoded.len;
	}
	return RESULT_MALFORMED;
}

enum result pem_read(struct bytes *text, const char *label, struct buffer room, struct bytes *ret_der)
{
	struct bytes rest = *text;
	enum result result = RESULT_NOT_FOUND;

	while (rest.len > 0 && result == RESULT_NOT_FOUND) {
		if (is_boundary(next_line(&rest), "BEGIN", label))
			result = read_body(&rest, label, room, ret_der);
	}
	if (result == RESULT_OK)
		*text = rest;
	return result;
}
