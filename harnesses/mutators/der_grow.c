/* SPDX-License-Identifier: Apache-2.0 */
/* From the outside in to what grows, from the inside out to lengths. */
#include "harnesses/mutators/der_grow.h"

#include "reference-impl/base/writer.h"

enum { DEPTH_MAX = 16, LONG_1 = 0x81, LONG_2 = 0x82 };

struct element {
	size_t start, content, end;
};

static size_t head_len(size_t len)
{
	return len < 0x80 ? 2 : len <= UINT8_MAX ? 3 : 4;
}

static bool element_at(struct bytes der, size_t start, struct element *ret_element)
{
	size_t first, len;

	if (der.len < start + 4)
		return false;
	first = der.at[start + 1];
	len = first < 0x80 ? first : first == LONG_1 ? der.at[start + 2] : (size_t)der.at[start + 2] << 8 | der.at[start + 3];
	*ret_element = (struct element){ start, start + head_len(len), start + head_len(len) + len };
	return first <= LONG_2 && first != 0x80 && ret_element->end <= der.len;
}

/* What `at` lies within, the outermost first; 0 if it begins no element. */
static size_t find_around(struct bytes der, size_t at, struct element around[DEPTH_MAX])
{
	size_t start = 0, depth = 0;
	struct element e;

	while (start < at) {
		if (depth == DEPTH_MAX || !element_at(der, start, &e))
			return 0;
		if (e.end <= at) {
			start = e.end;
		} else {
			around[depth++] = e;
			start = e.content;
		}
	}
	return start == at ? depth : 0;
}

static void write_head(struct writer *w, uint8_t tag, size_t len)
{
	writer_u8(w, tag);
	if (len >= 0x80)
		writer_u8(w, len <= UINT8_MAX ? LONG_1 : LONG_2);
	if (len > UINT8_MAX)
		writer_u8(w, (uint8_t)(len >> 8));
	writer_u8(w, (uint8_t)len);
}

struct bytes der_grow(struct bytes der, size_t at, struct bytes more, struct buffer room)
{
	struct element around[DEPTH_MAX];
	size_t depth = find_around(der, at, around), lens[DEPTH_MAX], grown = more.len, from = 0;
	struct writer w = writer_over(room);
	struct bytes written;

	for (size_t i = depth; i > 0; i--) {
		const struct element *e = &around[i - 1];

		lens[i - 1] = e->end - e->content + grown;
		grown += head_len(lens[i - 1]) - (e->content - e->start);
	}
	for (size_t i = 0; i < depth; i++) {
		writer_bytes(&w, bytes_from(der.at + from, around[i].start - from));
		write_head(&w, der.at[around[i].start], lens[i]);
		from = around[i].content;
	}
	writer_bytes(&w, bytes_from(der.at + from, at - from));
	writer_bytes(&w, more);
	writer_bytes(&w, bytes_from(der.at + at, der.len - at));
	return depth > 0 && writer_finish(&w, &written) == RESULT_OK ? written : bytes_from(NULL, 0);
}
