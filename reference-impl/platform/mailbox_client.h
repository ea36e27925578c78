/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_MAILBOX_CLIENT_H
#define PLATFORM_MAILBOX_CLIENT_H

/*
 * Speaking to the root of trust: a command out, a body back, by whatever way messages travel.
 *
 * Call order: fill context and exchange, then ask as often as wanted, one question at a time.
 */

#include "reference-impl/base/bytes.h"
#include "reference-impl/platform/mailbox_message.h"
#include "reference-impl/platform/platform.h"

struct mailbox_client {
	void *context;
	/* Sends the first len bytes of message and takes the reply into it; RESULT_IO when there is none. */
	enum result (*exchange)(void *context, struct buffer message, size_t len, size_t *ret_len);
	uint8_t message[MAILBOX_MESSAGE_MAX_LEN];
};

/*
 * What the root of trust answers; *ret_body views the client and lives until the next question.
 * RESULT_TOO_LARGE for more than a message holds; RESULT_IO when nobody answers, or not to this.
 */
enum result mailbox_ask(struct mailbox_client *client, enum mailbox_command command, struct bytes body, struct bytes *ret_body) MUST_CHECK;

/* The boot log by such questions; the client must outlive it. */
struct measurements mailbox_measurements(struct mailbox_client *client);

#endif
