/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_MAIL_H
#define TARGETS_REFERENCE_MAIL_H

/*
 * Messages to the chip's root of trust, by either of the two ways that the service port has: as a tool, which the
 * silicon itself hands over whatever runs, and as whoever runs, who forwards them under his own role.
 *
 * A request opens a visit, sends what it needs, and closes it; the visit ends with the boot. What the
 * device refuses is its answer and is told in its words; everything else that goes wrong is a failure of this program.
 */

#include "conformance/targets/reference/answer.h"
#include "conformance/targets/reference/port_client.h"
#include "reference-impl/platform/mailbox_message.h"

enum mail_way { MAIL_AS_TOOL, MAIL_AS_RUNNING };

/* Port and request are lent. */
struct mail_visit {
	struct reference_port *port;
	struct adapter_request *request;
	int64_t until_ms;
};

struct mail {
	enum mail_way way;
	enum mailbox_command command;
	struct bytes body;
};

struct mail_visit mail_visit_for(struct reference_port *port, struct adapter_request *request);

/* Connects; ADAPTER_GIVES or a failure. */
enum adapter_answer mail_open(struct mail_visit *visit);
void mail_close(struct mail_visit *visit);

/*
 * Connects as mail_open(), once the boot has come to its end: an OS is measured, or the loader serves download mode. Before,
 * the device would speak for half a boot, under another key.
 */
enum adapter_answer mail_open_after_boot(struct mail_visit *visit);

/* ADAPTER_GIVES: *ret_body is the reply's, a view into the port's frame until the next message. */
enum adapter_answer mail_send(struct mail_visit *visit, const struct mail *mail, struct bytes *ret_body);

/* Bytes as they are, and what came back for them. */
enum adapter_answer mail_send_raw(struct mail_visit *visit, enum mail_way way, struct bytes message, struct bytes *ret_reply);

#endif
