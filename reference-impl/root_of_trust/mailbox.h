/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_MAILBOX_H
#define ROOT_OF_TRUST_MAILBOX_H

/*
 * Answers messages: each is copied once, and only the copy is looked at. The messages are those of
 * platform/mailbox_message.h; who speaks is said by the owner of the channel, in struct mailbox_caller.
 */

#include "reference-impl/platform/mailbox_message.h"
#include "reference-impl/root_of_trust/root_of_trust.h"
#include "reference-impl/root_of_trust/sealing.h"

/* The owner of the channel says all of it. */
struct mailbox_caller {
	enum mailbox_role role;
	uint8_t component[SEAL_COMPONENT_LEN]; /* the app's; zeros for all others */
	uint16_t app;     /* its number, for client_id */
	uint32_t granted; /* bits 1 << command: what the app's manifest allows of what apps may; others: not looked at */
};

/*
 * Answers request into reply, MAILBOX_MESSAGE_MAX_LEN bytes, and returns the length of the answer; 0 only
 * if reply is shorter. request and reply may be memory that the caller can change at any time.
 */
size_t mailbox_handle(struct root_of_trust *rot, const struct mailbox_caller *caller, struct bytes request, struct buffer reply);

#endif
