/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_ROOT_OF_TRUST_H
#define ROOT_OF_TRUST_ROOT_OF_TRUST_H

/*
 * The security subsystem: the one part of the device that holds secrets, and what it remembers.
 *
 * It starts before any other code, lives until power goes, and is spoken to by messages alone
 * (mailbox.h). It measures what boots, derives keys from that, and speaks for the device; no
 * command gives a secret out, and none takes back what was measured.
 *
 * Call order: root_of_trust_power_on(); mailbox_handle() for each message; root_of_trust_reset() when the chip
 * resets with power on; root_of_trust_release() wipes everything.
 * It is freestanding: no allocation, no clock or storage but the vault's, no state outside this struct.
 */

#include "reference-impl/codec/psa_token.h"
#include "reference-impl/platform/mailbox_message.h"
#include "reference-impl/root_of_trust/client_key.h"
#include "reference-impl/root_of_trust/fault_log.h"
#include "reference-impl/root_of_trust/service_session.h"

_Static_assert((int)PSA_TOKEN_MAX_LEN <= (int)MAILBOX_BODY_MAX_LEN, "evidence fits a message");
enum { ROOT_OF_TRUST_BOOT_SEED_LEN = 32 };

struct root_of_trust {
	struct vault vault;
	struct component self; /* as the ROM measured it */
	uint8_t device_id[FUSE_DEVICE_ID_LEN];
	enum lifecycle lifecycle;
	bool in_recovery; /* the loader said so in this boot */
	struct crypto_sha256 configuration; /* of this boot; zero: none was measured */
	uint8_t boot_seed[ROOT_OF_TRUST_BOOT_SEED_LEN]; /* zero when there is no entropy */
	struct entropy_pool pool;
	struct boot_log log;
	struct fault_log faults;
	struct identity identity;
	struct identity_chain chain; /* its certificates */
	struct client_key client;
	struct service_session session;
	uint8_t request[MAILBOX_MESSAGE_MAX_LEN]; /* the one copy of a message that is looked at */
	uint8_t reply[MAILBOX_MESSAGE_MAX_LEN];
	uint8_t scratch[PSA_TOKEN_MAX_LEN];
};

/*
 * Power has come. What can't be had (an identity, entropy) is missing from then on and shows as
 * a fault or in the state; RESULT_CRYPTO or RESULT_MALFORMED (self is no root of trust) only when nothing can work.
 * The struct must not be moved afterwards.
 */
enum result root_of_trust_power_on(struct root_of_trust *rot, const struct vault *vault, const struct component *self) MUST_CHECK;

/* The chip was reset: a new boot with everything measured forgotten; faults, sessions and what they left stay. */
enum result root_of_trust_reset(struct root_of_trust *rot) MUST_CHECK;

void root_of_trust_release(struct root_of_trust *rot);

/*
 * Enters a component into the log and, for a loader or an OS, goes on to its layer of identity; all or nothing.
 * Results as boot_log_enter() and identity_enter(), whose lack of an identity is no error here.
 */
enum result root_of_trust_measure(struct root_of_trust *rot, const struct component *component) MUST_CHECK;

/*
 * Reads who the device is and how far in its life; without the one the other is LIFECYCLE_UNKNOWN. A session was
 * opened for one state and ends with it; that it was open goes on showing.
 */
void root_of_trust_read_fuses(struct root_of_trust *rot);

/* How this boot stands: not configured before the device is complete, then debug, recovery or normal. */
enum layer_mode root_of_trust_mode(const struct root_of_trust *rot);

#endif
