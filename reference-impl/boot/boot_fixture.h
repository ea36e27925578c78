/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_BOOT_FIXTURE_H
#define BOOT_BOOT_FIXTURE_H

/*
 * A simulated chip with the maker's keys burnt, and images for it, good ones and others.
 *
 * An image's payload is its letter repeated, so what runs says which image it is. Stored counters
 * begin at BOOT_FIXTURE_COUNTER. One fixture at a time: its storage is static.
 */

#include "reference-impl/boot/boot_state.h"
#include "reference-impl/boot/verdict.h"
#include "reference-impl/platform/sim/sim.h"

enum { BOOT_FIXTURE_COUNTER = 5, BOOT_FIXTURE_IMAGE_MAX_LEN = 16384 };

enum boot_fixture_key { KEY_TRUSTED, KEY_SECOND, KEY_ATTACKER, KEY_COUNT, KEY_NONE };

/* What an image is like; zeros are a good OS image with the stored counter. */
struct boot_fixture_image {
	char letter;
	int newer;                      /* counter above the stored one, or below */
	enum boot_fixture_key key;
	bool no_counter;
	bool other_class;
	enum boot_component component;  /* 0: says nothing */
	enum boot_fixture_key revokes;  /* KEY_TRUSTED means none: no image may revoke that here */
	size_t payload_len;             /* 0: 3000 */
};

struct boot_fixture {
	struct sim sim;
	struct platform platform;
	char running;        /* the letter of what the boot started last; 0: nothing, or the loader alone */
	bool served;         /* the loader opened the port instead */
	enum boot_slot kept; /* as the loader told the server */
	struct crypto_p256_key keys[KEY_COUNT];
	uint8_t class_uuid[MCUBOOT_UUID_LEN];
	uint8_t image[BOOT_FIXTURE_IMAGE_MAX_LEN];
};

/* Chip without power: keys trusted and second, vendor and class burnt, counters set, a good loader 'L' in place. */
void boot_fixture_init(struct boot_fixture *f);

/* Builds an image; the view is good until the next one is built. */
struct bytes boot_fixture_build(struct boot_fixture *f, struct boot_fixture_image like);

/* Builds it and puts it into region as a programmer would; gives its digest. */
struct crypto_sha256 boot_fixture_put(struct boot_fixture *f, enum flash_region region, struct boot_fixture_image like);

enum boot_fixture_marks { MARKS_NONE, MARKS_TRIED, MARKS_TRIED_AND_CONFIRMED };

/* Puts a boot state record with marks into block 0. */
void boot_fixture_record(struct boot_fixture *f, const struct boot_state *state, enum boot_fixture_marks marks);

/* Burns the revocation of a key. */
void boot_fixture_revoke(struct boot_fixture *f, enum boot_fixture_key key);

/* Power on, ROM, loader; sets running, served and kept. */
void boot_fixture_power_on(struct boot_fixture *f, bool strap);

/* The same from a reset, with power on. */
void boot_fixture_reset(struct boot_fixture *f, enum boot_cause cause);

uint32_t boot_fixture_counter(struct boot_fixture *f, enum counter counter);

/* Does the console hold this text? */
bool boot_fixture_said(const struct boot_fixture *f, const char *text);

#endif
