/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_BOARD_IMAGE_MEMFD_H
#define PLATFORM_BOARD_IMAGE_MEMFD_H

/*
 * An image in memory that nobody can change once it is frozen, its payload a file of its own.
 *
 * The payload and what follows it are a memfd mapped at a page boundary; the header's bytes
 * end where that mapping begins, so header and rest are one view. Freezing seals the memfd:
 * from then on its bytes are the same for every process for ever, and it can be executed.
 *
 * Call order: reserve, fill, freeze; release at any time, also twice.
 */

#include "reference-impl/base/bytes.h"

struct image_memfd {
	int fd; /* -1: nothing frozen */
	void *base; /* of the whole mapping: pages for the header, then the rest; NULL: nothing reserved */
	size_t header_pages_len, header_len, rest_len;
	bool frozen;
};

struct image_memfd image_memfd_empty(void);

/* Releases what was there. RESULT_TOO_LARGE beyond 65535 and 16 MiB or without rest, RESULT_IO from the system. */
enum result image_memfd_reserve(struct image_memfd *image, uint32_t header_len, uint32_t rest_len,
				struct buffer *ret_room) MUST_CHECK;

/* RESULT_REFUSED if nothing is reserved or it is frozen already; RESULT_IO leaves nothing reserved. */
enum result image_memfd_freeze(struct image_memfd *image, struct bytes *ret_image) MUST_CHECK;

void image_memfd_release(struct image_memfd *image);

/* Forbids every later change of a memfd, memfd_create(2). Waits up to 3 s for who still refers to its pages; else RESULT_IO. */
enum result image_memfd_seal(int fd) MUST_CHECK;

/* Is fd a memfd that can never change again and holds at least payload_len > 0 bytes? */
bool image_memfd_is_sealed(int fd, uint32_t payload_len);

#endif
