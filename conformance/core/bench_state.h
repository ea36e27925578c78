/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_STATE_H
#define CORE_BENCH_STATE_H

/*
 * What a bench remembers: of the check that runs (its verdict, images, memory), and of a unit,
 * from one check to the next. All of it follows from seed and answers.
 */

#include "conformance/check.h"
#include "conformance/reader.h"
#include "conformance/requirement.h"
#include "conformance/suite.h"

enum { CANARY_NAME_LEN = 16, CANARY_KEY_LEN = 32, CANARY_BLOCK_LEN = 96, BENCH_SAYS_LEN = 512, BENCH_NOTES_MAX = 4, BENCH_NOTE_LEN = 200 };
enum { BENCH_ROOTS_MAX = 8, BENCH_ROOT_HEX_LEN = 65 };
enum { BENCH_FIRMWARE_MAX = 16, BENCH_FIRMWARE_HEX_LEN = 129 };
enum { BENCH_ASK_MS = 10000, BENCH_CAPABILITIES_MAX = 64, BENCH_CAPABILITY_LEN = 32, BENCH_BOOTS_MAX = 4 };
enum { BENCH_HEARD_MAX = 64 * 1024 };

/* What proves that an image runs. Names are printable and unique within a run. */
struct canary {
	char name[CANARY_NAME_LEN + 1]; /* "": none */
	uint8_t key[CANARY_KEY_LEN];
};

struct bench_image {
	uint8_t *bytes; /* owned */
	size_t len;
	struct canary canary;
	uint32_t security_version;
	enum script script;
	uint64_t spoke; /* times that its canary was seen, right or not; kept at the first image of a canary */
	struct regions *regions; /* owned; NULL: not read yet, or kit's */
	bool regions_are_kits;
	bool ordered, ran; /* it came from the kit by this order; it was seen running in this check */
	struct kit_order order;
};

/* Memory of one check, released at once. */
struct arena;

/* The check that runs. */
struct bench_case {
	const struct check_entry *entry;
	const struct requirement *requirement; /* NULL: none of that slug (tests) */
	unsigned int attempt;
	bool decided;
	enum verdict verdict;
	char says[BENCH_SAYS_LEN];
	char last_claim[BENCH_SAYS_LEN];
	unsigned int musts_met;
	bool unsupported; /* decided by -32601 of a method that the profile does not demand */
	char notes[BENCH_NOTES_MAX][BENCH_NOTE_LEN];
	unsigned int note_count;
	struct bench_image *images; /* handle h is images[h - 1] */
	uint32_t image_count, image_room;
	uint64_t nonces;
	struct buffer heard; /* on the consoles, in the arena; only the beginning of a flood */
	size_t heard_len;
	struct arena *arena;
};

/* What is known of a unit from observation, check after check. */
struct bench_unit {
	bool greeted, given_up;
	char capabilities[BENCH_CAPABILITIES_MAX][BENCH_CAPABILITY_LEN];
	unsigned int capability_count;
	uint64_t console_at;
	uint32_t newest, first_newest;
	uint32_t told, offered;      /* the version that device.info told last; the highest of an image that was offered */
	bool told_known;
	bool newest_known, spent;    /* spent: a check used it up, the rig must give a fresh one */
	struct canary runs;          /* name "": none of the suite's images is known to run */
	uint32_t runs_version;
	struct canary stays;         /* of the image that was seen confirmed last */
	bool maker_runs, maker_gone; /* the maker's own firmware; gone: replaced by images of the suite */
	uint32_t orders;             /* of images, for their rising version */
	unsigned int fresh_count;    /* units that rig.fresh gave */
	char firmware[BENCH_FIRMWARE_MAX][BENCH_FIRMWARE_HEX_LEN]; /* digests as the device told them first, in hexadecimal */
	unsigned int firmware_count;
	char roots[BENCH_ROOTS_MAX][BENCH_ROOT_HEX_LEN]; /* SHA-256 of the roots of target.json that a chain ended in */
	unsigned int root_count;
};

#endif
