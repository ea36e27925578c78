/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/payloads/payload.h"
#include "conformance/payloads/sha256.h"

enum { LINE_MAX_LEN = sizeof("ASSAY ? ") - 1 + 2 * PAYLOAD_NONCE_MAX_LEN };

/* A console line as it comes in; what grows too long is dropped up to its end. */
struct line {
	char at[LINE_MAX_LEN];
	size_t len; /* LINE_MAX_LEN + 1: too long */
};

struct payload {
	const struct payload_block *block;
	const struct payload_port *port;
};

static size_t name_len(const struct payload_block *block)
{
	size_t len = 0;

	while (len < PAYLOAD_NAME_LEN && block->name[len] != '\0')
		len++;
	return len;
}

/* One write for the whole line: nothing else on the console can get into it. */
static void say(const struct payload *p, const char *what, size_t what_len)
{
	static const char begin[] = "ASSAY 1 ";
	char line[sizeof(begin) + PAYLOAD_NAME_LEN + 2 * PAYLOAD_SHA256_LEN + 2];
	size_t used = 0;

	for (size_t i = 0; i < sizeof(begin) - 1; i++)
		line[used++] = begin[i];
	for (size_t i = 0; i < name_len(p->block); i++)
		line[used++] = p->block->name[i];
	line[used++] = ' ';
	for (size_t i = 0; i < what_len; i++)
		line[used++] = what[i];
	line[used++] = '\n';
	p->port->write(p->port->context, line, used);
}

static int hex_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	return -1;
}

/* The nonce of `ASSAY ? <nonce>`; 0 for every other line. */
static size_t nonce_of(const struct line *line, uint8_t nonce[PAYLOAD_NONCE_MAX_LEN])
{
	static const char begin[] = "ASSAY ? ";
	size_t at = 0, len = 0;

	if (line->len > LINE_MAX_LEN || line->len % 2 != 0)
		return 0;
	for (; at < sizeof(begin) - 1; at++)
		if (at >= line->len || line->at[at] != begin[at])
			return 0;
	for (; at < line->len; at += 2) {
		int high = hex_value(line->at[at]), low = hex_value(line->at[at + 1]);

		if (high < 0 || low < 0)
			return 0;
		nonce[len++] = (uint8_t)(high << 4 | low);
	}
	return len;
}

static void answer(const struct payload *p, const struct line *line)
{
	uint8_t nonce[PAYLOAD_NONCE_MAX_LEN], tag[PAYLOAD_SHA256_LEN];
	char hex[2 * PAYLOAD_SHA256_LEN];
	size_t len = nonce_of(line, nonce);

	if (len == 0)
		return;
	payload_hmac_sha256(p->block->key, PAYLOAD_KEY_LEN, nonce, len, tag);
	for (size_t i = 0; i < sizeof(hex); i++)
		hex[i] = "0123456789abcdef"[i % 2 == 0 ? tag[i / 2] >> 4 : tag[i / 2] & 15];
	say(p, hex, sizeof(hex));
}

static void typed(const struct payload *p, struct line *line, char c)
{
	if (c == '\n') {
		answer(p, line);
		line->len = 0;
	} else if (c != '\r' && line->len <= LINE_MAX_LEN) {
		if (line->len < LINE_MAX_LEN)
			line->at[line->len] = c;
		line->len++;
	}
}

static void serve(const struct payload *p)
{
	struct line line;
	char room[64];
	size_t len;

	line.len = 0;
	while (p->port->read(p->port->context, room, sizeof(room), &len))
		for (size_t i = 0; i < len; i++)
			typed(p, &line, room[i]);
}

static void confirm(const struct payload *p)
{
	static const char done[] = "confirmed", not_done[] = "not confirmed";

	if (p->port->confirm(p->port->context))
		say(p, done, sizeof(done) - 1);
	else
		say(p, not_done, sizeof(not_done) - 1);
}

void payload_run(const struct payload_block *block, const struct payload_port *port)
{
	const struct payload payload = { block, port };
	uint8_t script = block->script[0];

	if (script == PAYLOAD_SILENT) {
		port->hang(port->context);
		return;
	}
	say(&payload, "up", 2);
	if (script == PAYLOAD_HANG)
		port->hang(port->context);
	else if (script == PAYLOAD_CRASH)
		port->crash(port->context);
	else if (script == PAYLOAD_CUT_POWER)
		port->cut_power(port->context);
	else if (script == PAYLOAD_CONFIRM)
		confirm(&payload);
	if (script == PAYLOAD_CONFIRM || script == PAYLOAD_NEVER_CONFIRM)
		serve(&payload);
}
