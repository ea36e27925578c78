/* SPDX-License-Identifier: Apache-2.0 */
/* Reads heads by arithmetic of its own; the codec has no part in it. */
#include "harnesses/mutators/cbor_mend.h"

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"

enum { DEPTH_MAX = 12, NULL_ITEM = 0xf6, BREAK = 0xff, INDEFINITE = 31, SIMPLE_MIN = 32 };
enum { BYTES = 2, TEXT = 3, ARRAY = 4, MAP = 5, TAG = 6, SIMPLE = 7 };

struct open {
	uint64_t left;
	bool is_indefinite, is_map, is_at_value;
};

struct mend {
	struct reader in;
	struct writer out;
	struct open open[DEPTH_MAX];
	size_t depth;
};

static void write_argument(struct mend *m, unsigned int major, unsigned int width, uint64_t argument)
{
	uint8_t head = (uint8_t)(major << 5);

	if (width == 0) {
		writer_u8(&m->out, (uint8_t)(head | argument));
		return;
	}
	writer_u8(&m->out, (uint8_t)(head | (width == 1 ? 24 : width == 2 ? 25 : width == 4 ? 26 : 27)));
	for (unsigned int i = width; i > 0; i--)
		writer_u8(&m->out, (uint8_t)(argument >> (8 * (i - 1))));
}

/* The fuzzer's argument; `width` bytes hold it again after it was cut to `limit`. */
static uint64_t take_argument(struct mend *m, unsigned int info, unsigned int *ret_width)
{
	uint64_t argument = 0;

	*ret_width = info >= 24 && info < 28 ? 1u << (info - 24) : 0;
	if (*ret_width == 0)
		return info < 24 ? info : info - 8;
	for (unsigned int i = 0; i < *ret_width; i++)
		argument = argument << 8 | reader_u8(&m->in);
	return argument;
}

static uint64_t at_most(uint64_t value, uint64_t limit)
{
	return value < limit ? value : limit;
}

/* An item ended, and with it perhaps what it was the last member of. */
static void item_done(struct mend *m)
{
	while (m->depth > 0) {
		struct open *top = &m->open[m->depth - 1];

		top->is_at_value = !top->is_at_value;
		if (top->is_indefinite || --top->left > 0)
			return;
		m->depth--;
	}
}

static void take_break(struct mend *m)
{
	struct open *top = m->depth > 0 ? &m->open[m->depth - 1] : NULL;

	if (top && top->is_indefinite && !(top->is_map && top->is_at_value)) {
		writer_u8(&m->out, BREAK);
		m->depth--;
	} else {
		writer_u8(&m->out, NULL_ITEM);
	}
	item_done(m);
}

static void open_one(struct mend *m, unsigned int major, unsigned int info)
{
	struct open open = { .is_indefinite = info == INDEFINITE && major != TAG, .is_map = major == MAP };
	unsigned int width;
	uint64_t argument = take_argument(m, info, &width);

	if (m->depth == DEPTH_MAX) {
		writer_u8(&m->out, NULL_ITEM);
		item_done(m);
		return;
	}
	if (open.is_indefinite)
		writer_u8(&m->out, (uint8_t)(major << 5 | INDEFINITE));
	else
		write_argument(m, major, width, major == TAG ? argument : at_most(argument, at_most(reader_rest(&m->in).len, 20)));
	open.left = major == TAG ? 1 : at_most(argument, at_most(reader_rest(&m->in).len, 20)) * (major == MAP ? 2 : 1);
	if (open.left == 0 && !open.is_indefinite)
		item_done(m);
	else
		m->open[m->depth++] = open;
}

static void take_leaf(struct mend *m, unsigned int major, unsigned int info)
{
	unsigned int width;
	uint64_t argument = take_argument(m, info, &width);

	if (major == BYTES || major == TEXT) {
		argument = at_most(argument, at_most(reader_rest(&m->in).len, width == 0 ? 23 : 255));
		write_argument(m, major, width, argument);
		writer_bytes(&m->out, reader_take(&m->in, argument));
	} else {
		write_argument(m, major, width, major == SIMPLE && width == 1 ? argument | SIMPLE_MIN : argument);
	}
	item_done(m);
}

static void take_one(struct mend *m)
{
	uint8_t first = reader_u8(&m->in);
	unsigned int major = first >> 5, info = first & 0x1f;

	if (first == BREAK)
		take_break(m);
	else if (major >= ARRAY && major <= TAG)
		open_one(m, major, info);
	else
		take_leaf(m, major, info);
}

/* Nulls for what was announced, a break for what has no end. */
static void close_all(struct mend *m)
{
	while (m->depth > 0 && m->out.failed == RESULT_OK) {
		const struct open *top = &m->open[m->depth - 1];

		if (top->is_indefinite && !(top->is_map && top->is_at_value)) {
			take_break(m);
		} else {
			writer_u8(&m->out, NULL_ITEM);
			item_done(m);
		}
	}
}

struct bytes cbor_mend(struct bytes input, struct buffer room)
{
	struct mend m = { .in = reader_over(input), .out = writer_over(room) };
	struct bytes mended;

	do {
		take_one(&m);
	} while (m.depth > 0 && reader_rest(&m.in).len > 0);
	close_all(&m);
	return writer_finish(&m.out, &mended) == RESULT_OK ? mended : bytes_from(NULL, 0);
}
