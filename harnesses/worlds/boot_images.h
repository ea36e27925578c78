/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WORLDS_BOOT_IMAGES_H
#define WORLDS_BOOT_IMAGES_H

/*
 * The images that the harness's makers and attackers have, each the same bytes in every process, and
 * what is known of them without asking the code under test.
 */

#include "harnesses/mutators/test_signature.h"
#include "harnesses/oracles/boot.h"
#include "reference-impl/codec/mcuboot_image.h"

/* The stored counter begins at 5. */
enum boot_image_name {
	IMAGE_FIRST,     /* counter 5, by the first key */
	IMAGE_NEWER,     /* 6 */
	IMAGE_NEWEST,    /* 7, by the second key */
	IMAGE_EQUAL,     /* 5, by the second key */
	IMAGE_OLDER,     /* 4 */
	IMAGE_REVOKER,   /* 6, revokes the second key */
	IMAGE_LARGE,     /* 6, two blocks of flash */
	IMAGE_UNSIGNED,  /* 9, hash only; so on the others that must not start */
	IMAGE_ATTACKER,  /* by a key that no fuse knows */
	IMAGE_ALTERED,   /* IMAGE_NEWER with another payload */
	IMAGE_REHASHED,  /* the same, and the hash is right again */
	IMAGE_OTHER_CLASS,
	IMAGE_NO_COUNTER,
	IMAGE_NOT_BOOTABLE,
	IMAGE_TRUNCATED, /* IMAGE_NEWER without its last bytes */
	IMAGE_NEWER_LOADER, /* a good loader, for the wrong place */
	IMAGE_LOADER,    /* what the chip has in its loader slot */
	IMAGE_COUNT
};

enum { BOOT_IMAGE_MAX_LEN = 8192, BOOT_FIRST_COUNTER = 5 };

struct boot_images {
	struct test_key keys[TEST_KEY_COUNT];
	uint8_t class_uuid[MCUBOOT_UUID_LEN];
	struct bytes at[IMAGE_COUNT];
	struct boot_known known[IMAGE_COUNT];
	uint8_t room[IMAGE_COUNT][BOOT_IMAGE_MAX_LEN];
};

extern const char *const boot_image_letters[IMAGE_COUNT]; /* "A" for IMAGE_FIRST: its payload is that letter repeated */

void boot_images_make(struct boot_images *ret_images);

/* The image whose signed range these bytes begin with, by arithmetic over the header alone; NULL: none of ours. */
const struct boot_known *boot_images_find(const struct boot_images *images, struct bytes image);

#endif
