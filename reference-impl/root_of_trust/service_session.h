/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_SERVICE_SESSION_H
#define ROOT_OF_TRUST_SERVICE_SESSION_H

/*
 * Whether the device is open for debugging or service, and how one tries to open it.
 *
 * The one who wants in asks for a challenge and brings a token over it. Each challenge serves one
 * try, good or bad. A try is counted in storage before anything is compared, so that cutting the
 * power at the right moment hides none; a good one settles the count. After SERVICE_TRIES_MAX bad
 * ones in a row there is one try for each SERVICE_LOCKOUT_MS that power stays on: a power
 * cut starts that time anew.
 *
 * Rights end with the token's time, or earlier. That a debug session was open does not end: it
 * shows in state and evidence until power goes, because what was changed meanwhile is still there.
 */

#include "reference-impl/root_of_trust/entropy_pool.h"
#include "reference-impl/root_of_trust/service_verdict.h"

enum { SERVICE_TRIES_MAX = 5, SERVICE_LOCKOUT_MS = 3600 * 1000 };

struct service_session {
	bool is_challenged;
	uint8_t nonce[SERVICE_NONCE_LEN];
	uint64_t challenged_ms;
	uint64_t last_try_ms;     /* 0: power-on */
	enum service_kind kind;   /* of the session that is open */
	struct service_permit permit; /* its rights */
	uint64_t ends_ms;
	bool saw_debug, saw_service; /* since power-on */
};

/* A fresh challenge in place of the one before; results as entropy_pool_fill(). */
enum result service_session_challenge(struct service_session *session, const struct vault *vault, struct entropy_pool *pool) MUST_CHECK;

/*
 * Tries a token under spki, whose SHA-256 must be the fused one. RESULT_BUSY while tries are locked,
 * RESULT_NOT_FOUND without a challenge: neither is a try. RESULT_UNKNOWN_KEY for another key, or a test key in
 * production; RESULT_REFUSED for another device, challenge, time or state; else as service_token_read().
 */
enum result service_session_open(struct service_session *session, const struct service_gate *gate, struct bytes spki,
				 struct bytes token) MUST_CHECK;

/* Ends the session and takes back the challenge. */
void service_session_close(struct service_session *session);

/* The rights at this moment, 0 without a session. */
uint32_t service_session_rights(const struct service_session *session, const struct vault *vault);

/* Are tries locked now? A count that can't be read is locked. */
bool service_session_is_locked(const struct service_session *session, const struct vault *vault);

#endif
