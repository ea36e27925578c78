/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_BUS_H
#define PLATFORM_BUS_H

/*
 * The bus between a stage (loader, OS, payload) and the board: the one socket a stage is
 * born with, descriptor BUS_FD. A caller is its channel: the board knows who asks by the
 * socket alone and grants operations by stage.
 *
 * SOCK_SEQPACKET, one request and one answer at a time. A request is struct bus_header and
 * then its data; an answer is the same, with `op` repeated, `result` set and `arg` the value.
 * Little endian, as the host is. The frozen image travels with BUS_START as a sealed memfd
 * by SCM_RIGHTS, from the loader only.
 */

#include <stdint.h>

enum { BUS_FD = 3, BUS_DATA_MAX_LEN = 61440 };

enum bus_op {
	BUS_FLASH_READ = 1,    /* region, arg=offset, length -> data */
	BUS_FLASH_PROGRAM,     /* region, arg=offset, data */
	BUS_FLASH_ERASE,       /* region, arg=offset */
	BUS_FLASH_REGION_LEN,  /* region -> arg */
	BUS_FUSE_READ,         /* arg=offset, length -> data */
	BUS_FUSE_BURN,         /* arg=offset, data */
	BUS_COUNTER_READ,      /* region=counter -> arg */
	BUS_COUNTER_RAISE,     /* region=counter, arg=value */
	BUS_BOOT_REASON,       /* -> data: u32 cause, u32 abnormal count, u32 strap */
	BUS_LOCK,              /* arg=locks */
	BUS_LATCH_CONFIRM,     /* region=counter, arg=value, data: u32 offset of the mark in FLASH_BOOT_STATE */
	BUS_CONFIRM,           /* programs the mark to zero, then raises the counter: two storage operations */
	BUS_WATCHDOG,          /* arg=ms */
	BUS_RESET,             /* no answer */
	BUS_CONSOLE_WRITE,     /* data */
	BUS_CONSOLE_READ,      /* arg=wait ms -> data: bytes typed on the console, empty on time-out */
	BUS_ENTROPY,           /* length -> data */
	BUS_PORT_RECEIVE,      /* arg=wait ms -> data=frame */
	BUS_PORT_SEND,         /* data=frame */
	BUS_START,             /* arg=payload length, descriptor: the sealed memfd; no answer on success */
	BUS_POWER_CUT,         /* a payload cuts its own power; no answer */
	BUS_OP_END
};

struct bus_header {
	uint16_t op;
	uint16_t region; /* or counter, or register */
	uint32_t length; /* of the data behind, or of the data asked for */
	uint32_t arg;
	uint32_t result; /* enum result in an answer, 0 in a request */
};

#endif
