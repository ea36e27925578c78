/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_MAILBOX_TABLE_H
#define ROOT_OF_TRUST_MAILBOX_TABLE_H

/*
 * Inside root_of_trust/ only: what each command is, and who may give it.
 *
 * A command runs after its length and its capability were checked. It reads `in` to the end, writes at most
 * reply_max bytes, and changes nothing before everything that can fail has not.
 */

#include "reference-impl/root_of_trust/mailbox.h"

struct mailbox_call {
	struct root_of_trust *rot;
	const struct mailbox_caller *caller;
	struct reader in;
	struct writer out;
};

enum mailbox_capability {
	CAPABILITY_STATE = 1 << 0,
	CAPABILITY_RANDOM = 1 << 1,
	CAPABILITY_MEASURE = 1 << 2,
	CAPABILITY_LOG = 1 << 3,
	CAPABILITY_RECOVERY = 1 << 4,
	CAPABILITY_ATTEST = 1 << 5,
	CAPABILITY_SEAL = 1 << 6,
	CAPABILITY_SEAL_ADVANCE = 1 << 7,
	CAPABILITY_CLIENT_RENEW = 1 << 8,
	CAPABILITY_CLIENT_SIGN = 1 << 9,
	CAPABILITY_COUNTER_READ = 1 << 10,
	CAPABILITY_COUNTER_RAISE = 1 << 11,
	CAPABILITY_LIFECYCLE = 1 << 12,
	CAPABILITY_SERVICE = 1 << 13,
	CAPABILITY_FAULT_REPORT = 1 << 14,
	CAPABILITY_FAULTS = 1 << 15
};

struct mailbox_row {
	uint32_t request_min, request_max, reply_max; /* lengths of bodies */
	uint32_t capability;
	enum result (*run)(struct mailbox_call *call) MUST_CHECK;
};

/* NULL for a command that is none. */
const struct mailbox_row *mailbox_row(uint16_t command);
bool mailbox_may(const struct mailbox_caller *caller, uint16_t command);

enum result mailbox_security_state(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_random(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_measure(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_boot_log(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_register(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_recovery(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_attest(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_seal(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_unseal(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_seal_advance(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_client_generate(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_client_commit(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_client_read(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_client_sign(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_counter_read(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_counter_raise(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_lifecycle(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_challenge(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_service_open(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_service_close(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_fault_report(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_faults(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_certificates(struct mailbox_call *call) MUST_CHECK;
enum result mailbox_device_key(struct mailbox_call *call) MUST_CHECK;

#endif
