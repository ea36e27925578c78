/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_NOR_H
#define PLATFORM_NOR_H

/*
 * What stays in the chip when power goes, flash, fuses and counters, and how it can fail.
 * Both homes of the platform keep their storage in this one model.
 *
 * Each program, erase, burn and raise that is not refused is one storage operation and is
 * counted here, at the only place where bytes change. An armed cut tears the n-th one; power
 * is then off and everything gives RESULT_IO until nor_power().
 *
 *   RIG_TEAR_NONE  the operation has not begun
 *   RIG_TEAR_PAGE  its first half is done, ending within a word
 *   RIG_TEAR_WORD  some first words are done, the next one has some of its bits changed
 *
 * How many words and which bits follows from the operation's ordinal: the same script tears alike.
 */

#include "reference-impl/platform/nor_fault.h"
#include "reference-impl/platform/platform.h"
#include "reference-impl/platform/rig_bus.h"

/* The flash regions come first, each with its number of enum flash_region. */
enum nor_space { NOR_FUSES = FLASH_REGION_COUNT, NOR_COUNTERS, NOR_SPACE_COUNT };

enum { NOR_COUNTERS_LEN = 128 };

struct nor_layout {
	uint32_t region_len[FLASH_REGION_COUNT]; /* whole blocks */
};

struct nor_cut {
	uint64_t at;      /* the ordinal that is torn, from 1; 0: none is */
	uint64_t counted; /* operations since arming; stands still once fired */
	enum rig_tear tear;
	bool fired;
};

struct nor {
	struct buffer space[NOR_SPACE_COUNT];
	bool powered;
	uint64_t operations; /* since nor_attach() */
	struct nor_cut cut;
	struct nor_faults faults;
};

/* The storage that a caller gives; it stays his and must outlive the nor. */
struct nor_memory {
	struct buffer flash;    /* nor_flash_len() bytes, regions one behind another */
	struct buffer fuses;    /* FUSE_LEN bytes */
	struct buffer counters; /* NOR_COUNTERS_LEN bytes */
};

extern const struct nor_layout nor_chip_layout; /* of the chip that the board is */

/* The bytes of flash.bin in the order of enum flash_region. */
uint64_t nor_flash_len(const struct nor_layout *layout);

/* Looks at memory as it is, with power off; RESULT_TOO_LARGE if a length is not as the layout has it. */
enum result nor_attach(struct nor *nor, const struct nor_layout *layout, const struct nor_memory *memory) MUST_CHECK;

/* As the chip leaves the factory: flash erased, no fuse blown, every counter 0. */
void nor_format(struct nor *nor);

void nor_power(struct nor *nor, bool on);

/*
 * The storage operations of platform.h, on any space that they make sense for.
 * RESULT_NOT_FOUND for a space that is none, RESULT_TOO_LARGE outside of it, RESULT_MALFORMED
 * when not aligned or across pages, RESULT_IO without power and where a fault says so.
 */
enum result nor_read(struct nor *nor, unsigned int space, uint64_t offset, struct buffer into) MUST_CHECK;
enum result nor_program(struct nor *nor, unsigned int region, uint64_t offset, struct bytes from) MUST_CHECK;
enum result nor_erase(struct nor *nor, unsigned int region, uint64_t offset) MUST_CHECK;
enum result nor_burn(struct nor *nor, uint64_t offset, struct bytes bits) MUST_CHECK;

/*
 * A counter is two rows of {value, ~value}; it reads as the greatest valid row, and a raise
 * writes the other row: torn anywhere it reads as before or as raised. RESULT_IO when no row
 * is valid. RESULT_REFUSED for a raise that would fall; an equal one is no operation.
 */
enum result nor_counter_read(struct nor *nor, unsigned int counter, uint32_t *ret_value) MUST_CHECK;
enum result nor_counter_raise(struct nor *nor, unsigned int counter, uint32_t value) MUST_CHECK;

/* Forgets the cut before, and tears the after-th operation from now; 0 only counts. */
void nor_arm_cut(struct nor *nor, uint64_t after, enum rig_tear tear);

/* A bench looks at the cells themselves, with power or without, past faults and uncounted. */
enum result nor_inspect(const struct nor *nor, unsigned int space, uint64_t offset, uint64_t len,
			struct bytes *ret_view) MUST_CHECK;
/* As a chip programmer writes flash; RESULT_REFUSED for fuses and counters. */
enum result nor_rewrite(struct nor *nor, unsigned int space, uint64_t offset, struct bytes from) MUST_CHECK;

/* "loader", "slot_a", ..., "fuses", "counters"; NULL behind the last. */
const char *nor_space_name(unsigned int space);
enum result nor_space_named(struct bytes name, unsigned int *ret_space) MUST_CHECK;

#endif
