/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_PROBE_PROTOCOL_FIXTURE_H
#define DEVICE_BOARD_PROBE_PROTOCOL_FIXTURE_H

/*
 * What the board's tests ask of the stage that they run, in frames on the service port: one
 * byte, then what it takes. The answer to a question that the stage survives is one frame.
 */

enum probe_command {
	PROBE_STEP = 'S',  /* bus header, data: a step on the stage's platform -> bus header, data */
	PROBE_RAW = 'R',   /* bytes, sent over the bus as they are -> the board's answer as it is */
	PROBE_START = 'T', /* starts the image in slot_a (u32 length, then payload) -> u8 result */
	PROBE_READ_ALL = 'A', /* reads all of slot_a in one call -> u8 result, u64 sum of the bytes */
	PROBE_TYPED = 'C', /* u32 wait ms -> what was typed on the console */
	PROBE_MAILBOX = 'M', /* a message, sent over the mailbox as it is -> u32 errno, the reply as it is */
	PROBE_POST = 'P',  /* the same, and the reply is left where it is -> u32 errno */
	PROBE_ACT = 'X'    /* u8 enum probe_act -> if it lives: i32 the system's answer, u32 errno */
};

enum probe_act {
	ACT_EXIT,
	ACT_FAULT,
	ACT_HANG,           /* without ever using the bus again */
	ACT_RESET,
	ACT_POWER_CUT,
	ACT_CLOSE_BUS,      /* and live on */
	ACT_FLOOD,          /* questions without taking answers */
	ACT_FORK,
	ACT_EXECUTE,        /* a program that exists */
	ACT_EXECUTE_OWN,    /* memory of its own, as the board executes images */
	ACT_MAP_EXECUTABLE,
	ACT_OPEN_FILE,
	ACT_SOCKET,
	ACT_TRACE,
	ACT_START_UNSEALED, /* -> the board's result */
	ACT_SEND_DESCRIPTORS, /* two of them, with an ordinary question */
	ACT_UIDS,           /* -> uid, and 0 or 1: has an environment */
	ACT_DESCRIPTORS,    /* -> how many are open above the bus, up to 300 */
	ACT_FLOOD_MAILBOX,  /* messages without taking replies, until that fails -> -1, errno */
	ACT_MAILBOX_DESCRIPTOR /* one, with an ordinary message -> length of the reply */
};

#endif
