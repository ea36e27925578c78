/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_IMAGE_H
#define CORE_BENCH_IMAGE_H

/*
 * Images of a check: ordered from the kit with a block of our own, or made from other bytes.
 *
 * The block (96 bytes) is: magic 16, canary name 16, key 32, script 32. It is looked for in
 * every image that the kit gives, before the image is used.
 */

#include "conformance/core/bench.h"
#include "conformance/check_image.h"

/* The image behind a handle; NULL for an empty one or one of another check. */
struct bench_image *bench_image(struct bench *b, struct image image);

/* Takes over image->bytes; an empty handle, and freed, when the check is decided. */
struct image bench_image_add(struct bench *b, struct bench_image *image);

/* Frees the bytes of an image that is not needed any more; its canary is still known. */
void bench_image_forget(struct bench *b, struct image image);

/* The image whose canary has this name; empty: none. */
struct image bench_image_by_canary(struct bench *b, const char *name);

/* Draws name and key for the next image and writes the block. */
enum result bench_canary_draw(struct bench *b, enum script script, struct canary *ret_canary,
			      uint8_t ret_block[CANARY_BLOCK_LEN]) MUST_CHECK;

/* Does the suite have a forger for the format of this target's images? */
bool bench_has_forger(const struct bench *b);

/* Room for the bytes of a new image; never NULL. */
uint8_t *bench_image_room(size_t len);

#endif
