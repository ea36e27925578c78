/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_FIXTURE_H
#define CORE_BENCH_FIXTURE_H

/*
 * A small device behind a link, for tests of bench, runner and judge alone.
 *
 * Two slots, a counter, a console and the suite's payload played by a function; images are
 * MCUboot's, verified through the suite's own reader. Each flaw makes a bad device or rig of it.
 */

#include "conformance/core/run.h"

enum { FAKE_CONSOLE_LEN = 1 << 20, FAKE_IMAGE_LEN = 8192 };

enum fake_flaw {
	FAKE_GOOD,
	FAKE_TAKES_OLDER,
	FAKE_TAKES_ANY_SIGNATURE,
	FAKE_TAKES_ANY_PAYLOAD,
	FAKE_BRICKS_ON_BAD_IMAGE,
	FAKE_REFUSES_EVERYTHING,
	FAKE_SHOWS_NO_CANARY,
	FAKE_ANSWERS_WRONGLY,
	FAKE_KIT_WITHOUT_BLOCK,
	FAKE_RIG_BREAKS,
	FAKE_NO_UPDATES,
	FAKE_LOSES_IMAGE_ON_CUT,
	FAKE_NEVER_CUTS,
	FAKE_RIG_FAKES_CUTS,
	FAKE_RIG_FAKES_RESETS,
	FAKE_SLIPS_BAD_IMAGE_IN,   /* after it has shown a good one */
	FAKE_TRIES_NOTHING,        /* takes images that do not confirm and never starts them */
	FAKE_CUTS_BY_TIME,         /* a rig that counts no operations; a question takes a millisecond */
	FAKE_CUTS_BY_TIME_IN_VAIN, /* and one whose cuts never come */
	FAKE_KIT_CALLS_ALL_UNSIGNED,
	FAKE_KIT_BREAKS_SIGNATURES, /* of images that are ordered without a version */
	FAKE_KIT_BREAKS_DIGESTS,
	FAKE_KIT_BREAKS_PAYLOADS,   /* and signs them well */
	FAKE_KIT_KEEPS_VERSIONS,
	FAKE_KIT_ADDS_FIELDS,
	FAKE_KIT_TURNS_FIELDS,      /* the key's name comes behind the signature */
	FAKE_KIT_SIGNS_UNSIGNED,
	FAKE_TELLS_GREATEST_VERSION, /* device.info: that beside the end of the numbers, */
	FAKE_TELLS_LONG_VERSION,     /* one beyond them, */
	FAKE_TELLS_FALLING_VERSIONS, /* another each time */
	FAKE_TELLS_RISING_VERSIONS,
	FAKE_ANSWERS_WITH_FLOATS,
	FAKE_SLOW
};

struct fake_slot {
	uint8_t image[FAKE_IMAGE_LEN];
	size_t len;
	bool whole, tried, confirmed;
};

struct fake {
	enum fake_flaw flaw;
	struct crypto_p256_key maker;
	struct fake_slot slots[2];
	int active; /* slot of the image that confirmed last; -1: none */
	int runs; /* slot; -1: nothing, -2: the maker's own firmware */
	bool on, download, bricked, maker_there;
	uint32_t counter;
	char console[FAKE_CONSOLE_LEN];
	size_t console_len;
	uint64_t operations, cut_at, now_ms, cut_at_ms;
	bool cut_fired;
	uint64_t asked, told;
	uint64_t die_after; /* questions; 0: never */
};

/* A good device with a key of its own. */
void fake_init(struct fake *fake, enum fake_flaw flaw);

/* The device as what run_device() opens, all lanes the same one. */
struct run_devices fake_devices(struct fake *fake);

/* Unit n is fakes[n], in whichever lane. */
struct run_devices fake_devices_apart(struct fake *fakes);

/* bench_facts_json() of a target of this kind, for the profile "device". */
json_t *fake_facts(void);

#endif
