/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_ROOT_OF_TRUST_FIXTURE_H
#define ROOT_OF_TRUST_ROOT_OF_TRUST_FIXTURE_H

/*
 * A complete device on a simulated chip, and somebody who speaks to its root of trust.
 *
 * Units differ by their number in device secret and id and in nothing else. One fixture at a time: storage is static.
 */

#include "reference-impl/platform/sim/sim.h"
#include "reference-impl/root_of_trust/mailbox.h"
#include "reference-impl/codec/psa_token.h"

struct rot_fixture {
	struct sim sim;
	struct vault vault;
	struct root_of_trust rot;
	uint8_t device_id[FUSE_DEVICE_ID_LEN];
	struct crypto_p256_key service_key; /* its hash is fused */
	uint8_t request[MAILBOX_MESSAGE_MAX_LEN], reply[MAILBOX_MESSAGE_MAX_LEN];
	struct bytes body; /* of the last reply */
};

/* A chip with that unit's fuses, blank, powered on and measured up to nothing but the root of trust. */
void rot_fixture_blank(struct rot_fixture *f, uint8_t unit);
/* The same, device complete, power cycled, booted up to its OS. */
void rot_fixture_init(struct rot_fixture *f, uint8_t unit);

/* Power cycle with a new root of trust; the boot is not measured yet. */
void rot_fixture_power_on(struct rot_fixture *f);
void rot_fixture_reset(struct rot_fixture *f);
/* Measures loader, configuration and OS as ROM and loader do; the letter is the OS's. */
void rot_fixture_boot(struct rot_fixture *f, char os);

/* Sends body behind a good head; *f keeps the reply. Asserts what holds for every reply. */
enum result rot_fixture_ask(struct rot_fixture *f, const struct mailbox_caller *caller, enum mailbox_command command,
			    struct bytes body);
enum result rot_fixture_ask_as(struct rot_fixture *f, enum mailbox_role role, enum mailbox_command command, struct bytes body);

/* App number `app` with everything granted that apps may. */
struct mailbox_caller rot_fixture_app(uint16_t app);

/* The component of a kind, different for each letter. */
struct component rot_fixture_component(enum component_kind kind, char letter);

/* A debug token for this device over a fresh challenge, not yet signed. */
struct service_token rot_fixture_token(struct rot_fixture *f);
/* Signs it and tries it as SERVICE_OPEN of the tool. */
enum result rot_fixture_open(struct rot_fixture *f, const struct service_token *token, const struct crypto_p256_key *key);

/* The claims of a token over nonce asked for by caller, verified under the key that the state shows. */
struct psa_token_claims rot_fixture_attest(struct rot_fixture *f, const struct mailbox_caller *caller, struct bytes nonce);

#endif
