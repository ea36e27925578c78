/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_BOARD_MAILBOX_LINK_H
#define PLATFORM_BOARD_MAILBOX_LINK_H

/*
 * A stage's end of its mailbox: messages over the socket that it was born with.
 */

#include "reference-impl/platform/mailbox_client.h"

struct mailbox_link {
	int fd; /* stays the caller's */
	struct mailbox_client client;
};

/* Over fd, MAILBOX_FD in a stage. The link must not be moved. */
void mailbox_link_init(struct mailbox_link *link, int fd);

#endif
