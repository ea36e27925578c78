/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_SERVICE_VERDICT_H
#define ROOT_OF_TRUST_SERVICE_VERDICT_H

/*
 * Inside root_of_trust/ only: does this token open this device, here and now?
 *
 * The token is examined twice, each time from the ground up: the fused key is read again, the
 * signature is checked again, challenge, device, state and time are compared again. Each examination sets
 * one word of the permit, and the rights come out of it only with both. So one glitch (an
 * instruction skipped, one result forged) spoils one examination and opens nothing.
 * boot/verdict.h does the same for images.
 */

#include "reference-impl/root_of_trust/lifecycle.h"
#include "reference-impl/root_of_trust/service_token.h"

/* Each is the complement of the other; both are far from 0 and from all ones. */
#define SERVICE_PERMIT_FIRST 0x5ac6932bu
#define SERVICE_PERMIT_SECOND 0xa5396cd4u

struct service_permit {
	volatile uint32_t first, second;
	volatile uint32_t sealed_rights; /* under both words */
};

/* What a token has to be for. */
struct service_gate {
	const struct vault *vault;
	uint8_t device_id[FUSE_DEVICE_ID_LEN];
	enum lifecycle lifecycle;
};

/* One try to open: whose key it brings, and the challenge that it has to answer. */
struct service_try {
	const struct service_gate *gate;
	struct bytes spki, token;
	struct bytes nonce;
	uint64_t challenged_ms;
};

/*
 * RESULT_OK with a permit that holds and what the token says; else the first rule that was broken, as
 * service_session_open() names them, and a permit that gives no rights.
 */
enum result service_judge(const struct service_try *attempt, struct service_permit *ret_permit, struct service_token *ret_token) MUST_CHECK;

/* What the permit gives, 0 unless both examinations ended well. */
uint32_t service_permit_rights(const struct service_permit *permit);

void service_permit_deny(struct service_permit *permit);

#endif
