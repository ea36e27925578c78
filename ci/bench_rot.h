/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_BENCH_ROT_H
#define CI_BENCH_ROT_H

/*
 * A root of trust over a chip in memory, as benches need it: complete, booted, with as many apps measured
 * as the log takes, and with a client key. What it costs is what the root of trust costs, and no storage.
 */

#include "ci/memory_chip.h"
#include "reference-impl/root_of_trust/mailbox.h"

struct bench_rot {
	struct root_of_trust rot;
	struct vault vault;
	struct memory_chip chip;
	uint8_t request[MAILBOX_MESSAGE_MAX_LEN], reply[MAILBOX_MESSAGE_MAX_LEN];
};

/* Power on and boot. The struct must not be moved afterwards; release it in any case. */
enum result bench_rot_boot(struct bench_rot *device) MUST_CHECK;
void bench_rot_release(struct bench_rot *device);

/* Writes a request into room; its bytes. */
struct bytes bench_rot_request(enum mailbox_command command, struct bytes body, struct buffer room);

/* Asks in this process; *ret_body is a view that the next question overwrites. RESULT_REFUSED as the root of trust has it. */
enum result bench_rot_ask(struct bench_rot *device, enum mailbox_role role, enum mailbox_command command, struct bytes body,
			  struct bytes *ret_body) MUST_CHECK;

#endif
