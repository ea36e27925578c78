/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_CONSOLE_RING_H
#define PLATFORM_CONSOLE_RING_H

/*
 * The last bytes of a stream that never ends, addressed by how many came before them: a
 * reader that comes late learns how many bytes it lost, and never reads one twice.
 */

#include "reference-impl/base/bytes.h"

struct console_ring {
	struct buffer room; /* of the caller */
	uint64_t written;   /* bytes since the start */
};

struct console_ring console_ring_over(struct buffer room);
void console_ring_write(struct console_ring *ring, struct bytes text);

/*
 * Copies what is kept from byte `since` on, as much as fits. *ret_lost bytes behind `since`
 * are kept no more; the next read is since + lost + returned length. A `since` beyond what
 * was written gives nothing.
 */
size_t console_ring_read(const struct console_ring *ring, uint64_t since, struct buffer into, uint64_t *ret_lost);

#endif
