/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_DEBUG_TOKEN_H
#define ORACLES_DEBUG_TOKEN_H

/*
 * Promises about who opens a device for debugging or service: each try with what the harness knows of the
 * challenge, the time and the tries before it.
 *
 * A token has one form, so the oracle reads it by where its bytes stand; the reader under test is not asked.
 */

#include "harnesses/oracles/mailbox.h"

enum { DEBUG_TRIES = 5, DEBUG_LOCKED_MS = 3600 * 1000 };

/* A SERVICE_OPEN that was answered. */
struct debug_try {
	const struct mailbox_exchange *e;
	bool is_challenged; /* a challenge was given that nothing was tried for yet */
	uint8_t nonce[32];
	uint64_t challenged_ms, now_ms; /* since power-on */
	unsigned int tries;   /* that were looked at since the last good one, over power cuts */
	uint64_t last_try_ms; /* or power-on */
	bool is_looked_at;    /* the device read the fuses that say whose token it takes */
	bool is_counted;      /* and the try stood in storage by then */
};

/* Claims of a token that was accepted; false if it has another form than the one. */
struct debug_claims {
	uint64_t kind, expires_s, lifecycle, rights;
	struct bytes device_id, nonce;
};
bool debug_claims_read(const struct debug_try *t, struct debug_claims *ret_claims);

/* The public key that was brought is the fused one, and it signed these claims as a service token. */
ORACLE FZ_DEBUG_001_opens_by_the_fused_key(const struct debug_try *t, const struct debug_claims *claims);
ORACLE FZ_DEBUG_002_opens_this_device_in_its_state(const struct debug_try *t, const struct debug_claims *claims);
/* The newest challenge, whole, if nothing was tried for it, and no reset, step or end of a session came between. */
ORACLE FZ_DEBUG_003_challenge_serves_once(const struct debug_try *t, const struct debug_claims *claims);
/* Before its time is over, which is a day at most. */
ORACLE FZ_DEBUG_004_opens_in_time(const struct debug_try *t, const struct debug_claims *claims);
/* At least one right, none but those of the kind, and those are given. */
ORACLE FZ_DEBUG_005_rights_are_of_the_kind(const struct debug_try *t, const struct debug_claims *claims);
/* One encoding, nothing more in it and nothing behind it. */
ORACLE FZ_DEBUG_006_token_has_one_form(bool is_of_that_form);
/* A try is in storage before anything is compared; after five bad ones there is one in an hour with power. */
ORACLE FZ_DEBUG_007_tries_are_counted(const struct debug_try *t);
/* What was not accepted opens nothing, ends nothing and leaves no trace of a session. */
ORACLE FZ_DEBUG_008_refused_opens_nothing(const struct debug_try *t);
/* At every moment the device tells the rights that were given and are not over, and no others. */
ORACLE FZ_DEBUG_009_rights_end(uint32_t told, uint32_t due);

#endif
