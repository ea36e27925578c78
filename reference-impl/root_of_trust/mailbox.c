/* SPDX-License-Identifier: Apache-2.0 */
/* Copy, check, run, copy out: no command sees the caller's memory, and no failure leaves a body. */

#include "reference-impl/root_of_trust/mailbox.h"

#include <string.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/root_of_trust/mailbox_table.h"

struct head {
	uint16_t command;
	bool is_good;
};

static struct head read_head(struct bytes message)
{
	struct reader r = reader_over(message);
	struct head head = { .command = reader_u16_le(&r) };
	uint16_t zero = reader_u16_le(&r);
	uint32_t length = reader_u32_le(&r);

	head.is_good = reader_result(&r) == RESULT_OK && zero == 0 && length == reader_rest(&r).len;
	return head;
}

/* The capability first: who may not give a command does not learn what it looks like. */
static enum result check(const struct mailbox_caller *caller, struct head head, size_t body_len)
{
	const struct mailbox_row *row = mailbox_row(head.command);

	if (!head.is_good)
		return RESULT_MALFORMED;
	if (!row)
		return RESULT_UNSUPPORTED;
	if (!mailbox_may(caller, head.command))
		return RESULT_REFUSED;
	return body_len < row->request_min || body_len > row->request_max ? RESULT_MALFORMED : RESULT_OK;
}

static void count_fault(struct root_of_trust *rot, const struct mailbox_caller *caller, struct head head, enum result result)
{
	if (result == RESULT_REFUSED && !mailbox_may(caller, head.command))
		fault_log_add(&rot->faults, FAULT_CAPABILITY);
	else
		fault_log_add(&rot->faults, FAULT_MESSAGE);
}

/* Runs the message in rot->request; the body of the answer lies behind the head of rot->reply. */
static enum result run(struct root_of_trust *rot, const struct mailbox_caller *caller, struct bytes message, size_t *ret_len)
{
	struct head head = read_head(message);
	struct mailbox_call call = { .rot = rot, .caller = caller };
	struct bytes body;
	enum result result = check(caller, head, message.len - (head.is_good ? MAILBOX_HEAD_LEN : 0));

	if (result != RESULT_OK) {
		count_fault(rot, caller, head, result);
		return result;
	}
	call.in = reader_over(bytes_from(message.at + MAILBOX_HEAD_LEN, message.len - MAILBOX_HEAD_LEN));
	call.out = writer_over((struct buffer){ rot->reply + MAILBOX_HEAD_LEN, mailbox_row(head.command)->reply_max });
	result = mailbox_row(head.command)->run(&call);
	if (result == RESULT_OK)
		result = writer_finish(&call.out, &body);
	*ret_len = result == RESULT_OK ? body.len : 0;
	return result;
}

static void write_head(struct root_of_trust *rot, struct bytes message, enum result result)
{
	struct writer w = writer_over((struct buffer){ rot->reply, MAILBOX_HEAD_LEN });

	writer_u16_le(&w, read_head(message).command);
	writer_u16_le(&w, 0);
	writer_u32_le(&w, (uint32_t)result);
}

/* As far as this message can have written; a whole buffer would cost more than many commands do. */
static void wipe(struct root_of_trust *rot, struct bytes message)
{
	const struct mailbox_row *row = mailbox_row(read_head(message).command);

	secret_wipe((struct buffer){ rot->reply, MAILBOX_HEAD_LEN + (row ? row->reply_max : 0) });
	secret_wipe((struct buffer){ rot->request, message.len });
}

size_t mailbox_handle(struct root_of_trust *rot, const struct mailbox_caller *caller, struct bytes request, struct buffer reply)
{
	struct bytes message = bytes_from(rot->request, request.len);
	size_t body_len = 0;
	enum result result;

	if (reply.len < MAILBOX_MESSAGE_MAX_LEN)
		return 0;
	if (request.len > sizeof(rot->request))
		message.len = 0;
	if (message.len > 0)
		memcpy(rot->request, request.at, message.len);
	result = run(rot, caller, message, &body_len);
	if (request.len > sizeof(rot->request))
		result = RESULT_TOO_LARGE;
	write_head(rot, message, result);
	memset(reply.at, 0, reply.len);
	memcpy(reply.at, rot->reply, MAILBOX_HEAD_LEN + body_len);
	wipe(rot, message);
	return MAILBOX_HEAD_LEN + body_len;
}
