/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_MAILBOX_MESSAGE_H
#define PLATFORM_MAILBOX_MESSAGE_H

/*
 * The one way to speak to the root of trust: a message in, a message out.
 *
 *   request: u16 command, u16 zero, u32 length of the body, body      all little endian
 *   reply:   u16 command, u16 zero, u32 enum result, body             zeros behind it
 *
 * Who speaks is said by the owner of the channel and never by the message. A request is copied once
 * and only the copy is looked at. Each command has its lengths and its capability in one table
 * (mailbox_table.c); what is not granted there is refused. A command does all that it says or
 * nothing, and a reply that is not RESULT_OK has no body. Any message leaves the next one answered.
 *
 * Bodies of requests and replies, in the order of the table:
 *   SECURITY_STATE   -> u8 lifecycle, u8 mode, u8 flags (enum mailbox_flag), u8 0, u32 rights, 16 device id,
 *                       32 boot seed, 91 attestation key (zeros: none)
 *   RANDOM           u16 count -> count bytes
 *   MEASURE          77 component (boot_log.h)
 *   BOOT_LOG         -> u8 count, that many components
 *   REGISTER         u8 component kind -> 32 bytes
 *   RECOVERY         says that this boot recovers; before an OS was measured
 *   ATTEST           32, 48 or 64 nonce -> PSA token
 *   SEAL             u8 length, name, plain -> sealed (sealing.h)
 *   UNSEAL           u8 length, name, sealed -> plain
 *   SEAL_ADVANCE     u8 enum mailbox_sealed -> u32 generation that is current now
 *   CLIENT_GENERATE  -> 91 pending key     CLIENT_COMMIT  91 pending key     CLIENT_READ  -> 91 active key
 *   CLIENT_SIGN      32 or 48 transcript hash -> DER signature
 *   COUNTER_READ     u8 enum mailbox_counter -> u32     COUNTER_RAISE  u8, u32
 *   LIFECYCLE        u8 state to go to, 16 device id
 *   CHALLENGE        -> 32 nonce, 16 device id, u8 lifecycle
 *   SERVICE_OPEN     91 key, token -> u32 rights           SERVICE_CLOSE
 *   CERTIFICATES     -> for each, the attestation key's first, the root of trust's last: u16 length, DER
 *   DEVICE_KEY       -> DER of the device key's certificate, signed by itself: the root of that chain
 *   FAULT_REPORT     u8 FAULT_GLITCH or FAULT_TAMPER       FAULTS  -> u32 for each kind
 */

#include <stdint.h>

enum { MAILBOX_HEAD_LEN = 8, MAILBOX_BODY_MAX_LEN = 4096, MAILBOX_MESSAGE_MAX_LEN = MAILBOX_HEAD_LEN + MAILBOX_BODY_MAX_LEN };

enum mailbox_command {
	MAILBOX_SECURITY_STATE = 1,
	MAILBOX_RANDOM,
	MAILBOX_MEASURE,
	MAILBOX_BOOT_LOG,
	MAILBOX_REGISTER,
	MAILBOX_RECOVERY,
	MAILBOX_ATTEST,
	MAILBOX_SEAL,
	MAILBOX_UNSEAL,
	MAILBOX_SEAL_ADVANCE,
	MAILBOX_CLIENT_GENERATE,
	MAILBOX_CLIENT_COMMIT,
	MAILBOX_CLIENT_READ,
	MAILBOX_CLIENT_SIGN,
	MAILBOX_COUNTER_READ,
	MAILBOX_COUNTER_RAISE,
	MAILBOX_LIFECYCLE,
	MAILBOX_CHALLENGE,
	MAILBOX_SERVICE_OPEN,
	MAILBOX_SERVICE_CLOSE,
	MAILBOX_FAULT_REPORT,
	MAILBOX_FAULTS,
	MAILBOX_CERTIFICATES,
	MAILBOX_DEVICE_KEY,
	MAILBOX_COMMAND_END
};

/* Who a channel belongs to. */
enum mailbox_role {
	MAILBOX_NOBODY,
	MAILBOX_ROM,
	MAILBOX_LOADER,
	MAILBOX_OS,
	MAILBOX_AGENT, /* of the OS: speaks to the service on the device's behalf */
	MAILBOX_APP,
	MAILBOX_TOOL,  /* at the service port */
	MAILBOX_ROLE_COUNT
};

enum mailbox_flag {
	MAILBOX_FLAG_ENTROPY = 1,     /* the noise source is healthy */
	MAILBOX_FLAG_LOCKED = 2,      /* service tokens are not taken now */
	MAILBOX_FLAG_SAW_DEBUG = 4,   /* since power-on */
	MAILBOX_FLAG_SAW_SERVICE = 8,
	MAILBOX_FLAG_RECOVERY = 16,
	MAILBOX_FLAG_FAULT = 32       /* a grave one, since power-on */
};

enum mailbox_counter { MAILBOX_COUNTER_LOADER, MAILBOX_COUNTER_OS, MAILBOX_COUNTER_RELEASE, MAILBOX_COUNTER_END };

/* Whose generation of sealing keys: what apps share, or everybody else's. */
enum mailbox_sealed { MAILBOX_SEALED_APPS, MAILBOX_SEALED_OTHERS, MAILBOX_SEALED_END };

enum { MAILBOX_RANDOM_MAX = 1024 };

#endif
