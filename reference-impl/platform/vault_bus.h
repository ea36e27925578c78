/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_VAULT_BUS_H
#define PLATFORM_VAULT_BUS_H

/*
 * The two sockets between the board and the root of trust's process, and that of a stage's mailbox.
 *
 * On the vault the root of trust asks and the board answers, as on a stage's bus: messages of
 * struct bus_header and data, one at a time. On the control line the board tells and the root of trust
 * answers. Every other channel carries messages of mailbox_message.h, and its other end came over the
 * control line together with the role of whoever has it; no other way gives a role.
 * All are SOCK_SEQPACKET, so that a message is whole or not there.
 */

#include "reference-impl/platform/bus.h"

/* Descriptors that the root of trust is born with; a stage has its mailbox at the second one. */
enum { VAULT_FD = BUS_FD, CONTROL_FD, MAILBOX_FD = CONTROL_FD };

/* As vault.h has them. */
enum vault_op {
	VAULT_TAKE_SECRET = 1, /* length -> data */
	VAULT_READ_FUSES,      /* arg=offset, length -> data */
	VAULT_BURN_FUSES,      /* arg=offset, data */
	VAULT_READ_COUNTER,    /* region=counter -> arg */
	VAULT_RAISE_COUNTER,   /* region=counter, arg=value */
	VAULT_DRAW_NOISE,      /* length -> data */
	VAULT_UPTIME,          /* -> data: u64 ms */
	VAULT_OP_END
};

enum control_op {
	CONTROL_POWER_ON = 1, /* data: the root of trust itself, as a component of boot_log.h; first, and once */
	CONTROL_RESET,        /* the chip was reset: no stage runs, and their channels are closed */
	CONTROL_CHANNEL,      /* region=enum mailbox_role, descriptor; a stage's replaces that of the stage before */
	CONTROL_OP_END
};

enum { VAULT_DATA_MAX_LEN = 4096 };

#endif
