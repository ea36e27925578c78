/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_UNIT_FIXTURE_H
#define TOOLS_UNIT_FIXTURE_H

/* The unit that was provisioned into "@device", switched on, and its root of trust spoken to by messages. */

#include "reference-impl/platform/sim/sim.h"
#include "reference-impl/root_of_trust/mailbox.h"
#include "reference-impl/tools/tools_fixture.h"

#define UNIT_PROVISION "provision --state @device --loader @loader.img --os @os.img --key @k1.pub"

struct unit_fixture {
	struct sim sim;
	struct vault vault;
	struct root_of_trust rot;
	uint8_t reply[MAILBOX_MESSAGE_MAX_LEN];
};

/* A desk (tools_setup()) with a root, "@root" and "@root.pem", and a service key, "@service" and "@service.pub". */
void unit_setup(void);

/* The unit must not be moved from then on. */
void unit_power_on(struct unit_fixture *u);
void unit_power_off(struct unit_fixture *u);

/* *ret_body views the reply, until the next message. */
enum result unit_ask(struct unit_fixture *u, enum mailbox_role role, enum mailbox_command command, struct bytes body, struct bytes *ret_body);
struct bytes unit_must_ask(struct unit_fixture *u, enum mailbox_role role, enum mailbox_command command);

#endif
