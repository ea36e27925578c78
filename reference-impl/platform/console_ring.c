/* SPDX-License-Identifier: Apache-2.0 */
/* A ring whose place of byte n is n modulo its length. */

#include <string.h>

#include "reference-impl/platform/console_ring.h"

struct console_ring console_ring_over(struct buffer room)
{
	return (struct console_ring){ .room = room };
}

/* Bytes from `place` up to the seam of the ring, at most len. */
static size_t stretch(const struct console_ring *ring, size_t place, size_t len)
{
	size_t to_seam = ring->room.len - place;

	return len < to_seam ? len : to_seam;
}

void console_ring_write(struct console_ring *ring, struct bytes text)
{
	size_t skipped = text.len > ring->room.len ? text.len - ring->room.len : 0;

	ring->written += skipped;
	for (size_t done = skipped; done < text.len;) {
		size_t place = (size_t)(ring->written % ring->room.len);
		size_t len = stretch(ring, place, text.len - done);

		memcpy(ring->room.at + place, text.at + done, len);
		ring->written += len;
		done += len;
	}
}

size_t console_ring_read(const struct console_ring *ring, uint64_t since, struct buffer into, uint64_t *ret_lost)
{
	uint64_t oldest = ring->written > ring->room.len ? ring->written - ring->room.len : 0;
	uint64_t from = since < oldest ? oldest : since;
	size_t copied = 0;

	*ret_lost = from - since;
	while (from + copied < ring->written && copied < into.len) {
		size_t place = (size_t)((from + copied) % ring->room.len);
		uint64_t left = ring->written - from - copied;
		size_t wanted = left < into.len - copied ? (size_t)left : into.len - copied;
		size_t len = stretch(ring, place, wanted);

		memcpy(into.at + copied, ring->room.at + place, len);
		copied += len;
	}
	return copied;
}
