/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_RIG_BUS_H
#define PLATFORM_RIG_BUS_H

/*
 * The bench's side of the board: power, console, cuts, storage, faults.
 *
 * A Unix SOCK_SEQPACKET socket that only the rig program knows; one request, one answer,
 * in order, struct rig_header and then data. `result` of an answer is an enum result; what
 * fails answers with that alone. A question whose length is not true is hung up on.
 * Operations are storage operations (program, erase, raise, burn) of all processes. Storage,
 * cuts and faults are worked on with power or without; faults and an armed cut outlive it.
 */

#include <stdint.h>

enum { RIG_DATA_MAX_LEN = 61440 };

enum rig_op {
	RIG_POWER = 1,       /* a: enum rig_power */
	RIG_STATUS,          /* -> a: power is on, b: boots since the board started, c: operations since then,
			      *    data: the walls around stages that are missing, a line each */
	RIG_CONSOLE_READ,    /* a: since (byte count), b: wait ms -> a: next, b: bytes lost, data */
	RIG_CONSOLE_WRITE,   /* data; RESULT_BUSY if not all of it fits, lost without power and at each boot */
	RIG_CUT_ARM,         /* a: fire at the a-th operation from now (0: only count), b: enum rig_tear */
	RIG_CUT_STATUS,      /* -> a: operations counted since arming, none behind the cut; b: fired (0 or 1) */
	RIG_STORAGE_LIST,    /* a: index -> a: length, b: enum rig_storage_kind, data: name; RESULT_NOT_FOUND behind the last */
	RIG_STORAGE_READ,    /* data: name; a: offset, b: length -> data; the device secret reads as zeros */
	RIG_STORAGE_WRITE,   /* a: offset, b: length of name, data: name then bytes; as a chip programmer
			      * would, past all locks; RESULT_REFUSED for fuses and counters */
	RIG_FAULT_SECOND_READ, /* a: offset, b: length of name, data: name then bytes: served from the second read of them on */
	RIG_FAULT_READ_ERROR,  /* a: offset, b: length, data: name: reads that touch them fail */
	RIG_FAULT_BIT_ROT,     /* a: offset, b: bit count, c: seed, data: name: flips bits for good, in FLASH_BLOCK_LEN bytes from offset */
	RIG_FAULT_CLEAR,
	RIG_FAULT_STATUS,      /* -> a: times that faults took effect since the last clear */
	RIG_DEBUG,             /* a: enum rig_debug, b: address, c: length, at most RIG_DATA_MAX_LEN -> data; RESULT_REFUSED by a closed port */
	RIG_OP_END
};

/* ON does nothing with power on. DOWNLOAD is a cycle with the download pin held until power is on. */
enum rig_power { RIG_POWER_OFF, RIG_POWER_ON, RIG_POWER_CYCLE, RIG_POWER_DOWNLOAD };
/* What the cut leaves of the operation: nothing of it; its first half; some words and part of the next. */
enum rig_tear { RIG_TEAR_NONE, RIG_TEAR_PAGE, RIG_TEAR_WORD };
enum rig_storage_kind { RIG_STORAGE_FLASH, RIG_STORAGE_FUSES, RIG_STORAGE_COUNTERS };

/* ATTACH names what it sees; READ gives memory of whoever runs; HALT stops that until the next reset. */
enum rig_debug { RIG_DEBUG_ATTACH, RIG_DEBUG_READ, RIG_DEBUG_HALT };

struct rig_header {
	uint16_t op;
	uint16_t result;
	uint32_t length; /* of the data behind */
	uint64_t a, b, c;
};

#endif
