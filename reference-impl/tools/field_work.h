/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_FIELD_WORK_H
#define TOOLS_FIELD_WORK_H

/* Inside field*.c only: one request at work, and its complaints. */

#include "reference-impl/tools/answer_sheet.h"
#include "reference-impl/tools/field_request.h"
#include "reference-impl/tools/port_line.h"

struct field_work {
	const struct field_request *request;
	struct answer_sheet sheet;
	struct port_line line;
	struct mailbox_client mailbox;
};

/* A question to whoever runs, the first over this connection. RESULT_REFUSED with the device's reason told. */
enum result field_first(struct field_work *work, enum port_command command, struct bytes *ret_fields) MUST_CHECK;
/* The next one. */
enum result field_next(struct field_work *work, const struct port_question *question, struct bytes *ret_fields) MUST_CHECK;
/* A question to the root of trust; connects first if need be. what: for the complaint. */
enum result field_root(struct field_work *work, enum mailbox_command command, struct bytes body, struct bytes *ret_body) MUST_CHECK;
/* Tells why not, and returns it. */
enum result field_complain(const struct field_work *work, const char *what, enum result result);

/* field_evidence.c, field_install.c, field_rights.c: the verbs with steps of their own. */
enum result field_attest(struct field_work *work) MUST_CHECK;
enum result field_install(struct field_work *work) MUST_CHECK;
enum result field_challenge(struct field_work *work) MUST_CHECK;
enum result field_unlock(struct field_work *work) MUST_CHECK;
enum result field_lifecycle(struct field_work *work) MUST_CHECK;

#endif
