/* SPDX-License-Identifier: Apache-2.0 */
/* A stack of readers, one for each array, map or tag that is open. */
#include "harnesses/oracles/cbor_rewrite.h"

#include "harnesses/oracles/oracle.h"
#include "reference-impl/codec/cbor_writer.h"

static uint64_t count_members(const struct cbor_item *item)
{
	struct cbor_reader r = cbor_reader_over(item);
	uint64_t count = 0;

	for (; cbor_reader_has_more(&r); count++)
		(void)cbor_take(&r);
	return count;
}

static void write_string(struct writer *w, const struct cbor_item *item)
{
	/* Chunks are definite strings one behind another, as the members of an array are. */
	struct cbor_item chunks = { .kind = CBOR_ARRAY, .content = item->content };
	struct cbor_reader counting = cbor_reader_over(&chunks), r = counting;
	uint8_t room[16];
	struct writer head = writer_over(BUFFER_OF(room));
	struct bytes written;
	uint64_t len = item->is_indefinite ? 0 : item->content.len;

	while (item->is_indefinite && cbor_reader_has_more(&counting))
		len += cbor_take(&counting).content.len;
	cbor_write_bytes_head(&head, len);
	if (item->kind == CBOR_TEXT)
		room[0] |= 0x20;
	if (writer_finish(&head, &written) == RESULT_OK)
		writer_bytes(w, written);
	if (!item->is_indefinite)
		writer_bytes(w, item->content);
	while (item->is_indefinite && cbor_reader_has_more(&r))
		writer_bytes(w, cbor_take(&r).content);
}

/* The item, or its head if it has members. */
static void write_one(struct writer *w, const struct cbor_item *item)
{
	switch (item->kind) {
	case CBOR_UNSIGNED:
		cbor_write_unsigned(w, item->argument);
		break;
	case CBOR_BYTES:
	case CBOR_TEXT:
		write_string(w, item);
		break;
	case CBOR_ARRAY:
		cbor_write_array(w, count_members(item));
		break;
	case CBOR_MAP:
		cbor_write_map(w, count_members(item) / 2);
		break;
	case CBOR_TAG:
		cbor_write_tag(w, item->argument);
		break;
	case CBOR_NEGATIVE:
		if (item->argument <= INT64_MAX) {
			cbor_write_int(w, -1 - (int64_t)item->argument);
			break;
		}
		writer_u8(w, 0x3b);
		writer_u64_be(w, item->argument);
		break;
	default:
		writer_bytes(w, item->raw);
		break;
	}
}

void cbor_rewrite(struct writer *w, const struct cbor_item *item)
{
	struct cbor_reader open[CBOR_MAX_DEPTH + 1];
	size_t depth = 0;
	struct cbor_item next = *item;

	for (;;) {
		write_one(w, &next);
		if (next.kind >= CBOR_ARRAY && next.kind <= CBOR_TAG) {
			harness_holds(depth <= CBOR_MAX_DEPTH, "an item is deeper than the reader may take");
			open[depth++] = cbor_reader_over(&next);
		}
		while (depth > 0 && !cbor_reader_has_more(&open[depth - 1]))
			depth--;
		if (depth == 0)
			return;
		next = cbor_take(&open[depth - 1]);
	}
}
