/* SPDX-License-Identifier: Apache-2.0 */
/* One message, written, exchanged and read in the same room; and the boot log as such messages. */

#include "reference-impl/platform/mailbox_client.h"

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"

static enum result read_reply(struct bytes reply, enum mailbox_command command, struct bytes *ret_body)
{
	struct reader r = reader_over(reply);
	uint16_t answered = reader_u16_le(&r), zero = reader_u16_le(&r);
	uint32_t result = reader_u32_le(&r);

	if (reader_result(&r) != RESULT_OK || answered != command || zero != 0 || result > RESULT_INTERNAL)
		return RESULT_IO;
	*ret_body = reader_rest(&r);
	return (enum result)result;
}

enum result mailbox_ask(struct mailbox_client *client, enum mailbox_command command, struct bytes body, struct bytes *ret_body)
{
	struct writer w = writer_over(BUFFER_OF(client->message));
	struct bytes message;
	size_t len = 0;
	enum result result;

	writer_u16_le(&w, (uint16_t)command);
	writer_u16_le(&w, 0);
	writer_u32_le(&w, (uint32_t)body.len);
	writer_bytes(&w, body);
	result = writer_finish(&w, &message);
	if (result == RESULT_OK)
		result = client->exchange(client->context, BUFFER_OF(client->message), message.len, &len);
	return result == RESULT_OK ? read_reply(bytes_from(client->message, len), command, ret_body) : result;
}

static enum result enter(void *context, const struct component *component)
{
	uint8_t room[COMPONENT_ENCODED_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes none;

	component_write(&w, component);
	return mailbox_ask(context, MAILBOX_MEASURE, BYTES_OF(room), &none);
}

static enum result read(void *context, enum component_kind kind, struct crypto_sha256 *ret_value)
{
	const uint8_t which = (uint8_t)kind;
	struct bytes value;
	enum result result = mailbox_ask(context, MAILBOX_REGISTER, BYTES_OF(which), &value);

	if (result != RESULT_OK)
		return result;
	return value.len == sizeof(*ret_value) ? bytes_copy(BUFFER_OF(*ret_value), value) : RESULT_IO;
}

static enum result recovery(void *context)
{
	struct bytes none;

	return mailbox_ask(context, MAILBOX_RECOVERY, (struct bytes){ 0 }, &none);
}

struct measurements mailbox_measurements(struct mailbox_client *client)
{
	return (struct measurements){ client, enter, read, recovery };
}
