/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_ROOT_TALK_FIXTURE_H
#define DEVICE_BOARD_ROOT_TALK_FIXTURE_H

/*
 * Speaking to the root of trust of a board under test: as a tool at its port, or as the probe that runs.
 * What fails here fails the test, but for an answer that did not come.
 */

#include "reference-impl/device/board/board_fixture.h"
#include "reference-impl/platform/boot_log.h"
#include "reference-impl/platform/mailbox_message.h"

struct root_reply {
	bool is_there; /* or the connection, the channel or the stage has ended */
	uint32_t error; /* of the stage's channel: an errno */
	uint16_t command;
	enum result result;
	struct bytes body; /* lives until the next frame */
};

/* The message in room, which is good until the next one. */
struct bytes root_talk_message(enum mailbox_command command, struct bytes body);

/* As a tool: sends; takes the answer; both. */
void root_talk_send(struct board_fixture *f, struct bytes message);
struct root_reply root_talk_receive(struct board_fixture *f);
struct root_reply root_talk_as_tool(struct board_fixture *f, enum mailbox_command command, struct bytes body);

/* As the stage that runs: bytes as they are; a message. */
struct root_reply root_talk_raw(struct board_fixture *f, struct bytes bytes);
struct root_reply root_talk_as_stage(struct board_fixture *f, enum mailbox_command command, struct bytes body);

/* The boot log that a tool is shown. */
struct boot_log root_talk_log(struct board_fixture *f);

/* Burns a secret, an identity and a maker's key into a unit without power. */
void root_talk_burn_identity(const struct board_fixture *f);

#endif
