/* SPDX-License-Identifier: Apache-2.0 */
/* The other questions to a device, and what its target.json says. */

#include "conformance/check_device.h"

#include <string.h>

#include "conformance/core/bench_ask.h"
#include "conformance/core/bench_told.h"
#include "reference-impl/base/text.h"
#include "reference-impl/base/writer.h"

enum { DEVICE_ASK_MS = 30000, RAW_HEAD_LEN = 8 };

static const struct reply no_reply = { .reason = "" };

struct device_info device_info(struct bench *b)
{
	struct device_info info = { .reply = no_reply, .unit = "", .hardware = "" };
	struct device_info_gives gives;
	struct answer answer = { 0 };

	if (bench_is_silent(b))
		return info;
	(void)call_device_info(&b->witness->link, b->number, b->facts->boot_ms + BENCH_ASK_MS, &gives, &answer);
	info.reply = bench_reply(b, bench_settle(b, "device.info", &answer), &answer);
	if (info.reply.given) {
		bench_hear_version(b, &gives);
		info.unit = bench_keep_text(b, gives.unit);
		info.hardware = bench_keep_text(b, gives.hardware);
		info.has_security_version = gives.has_security_version;
		info.security_version = gives.has_security_version ? gives.security_version : 0;
		for (size_t i = 0; i < gives.firmware.count; i++)
			info.firmware[info.firmware_count++] = bench_keep(b, gives.firmware.at[i]);
	}
	answer_release(&answer);
	return info;
}

const char *device_setting(struct bench *b, const char *name)
{
	return json_string_value(json_object_get(json_object_get(b->facts->json, "settings"), name));
}

const char *device_format(struct bench *b)
{
	return b->facts->format == NULL ? "" : b->facts->format;
}

struct bytes device_root(struct bench *b, size_t index)
{
	const json_t *text = json_array_get(json_object_get(b->facts->json, "roots"), index);
	struct bytes root = { 0 };
	struct buffer room = { bench_memory(b, json_string_length(text) + 1), json_string_length(text) };

	if (text == NULL || text_read_base64(bytes_from(json_string_value(text), room.len), room, &root) != RESULT_OK)
		return (struct bytes){ 0 };
	return root;
}

struct state_answer unlock(struct bench *b, struct bytes token, const char *object)
{
	struct device_unlock_takes takes = { token, object };
	struct state_answer state = { .reply = no_reply, .state = "" };
	struct device_unlock_gives gives;
	struct answer answer = { 0 };

	if (bench_is_silent(b))
		return state;
	(void)call_device_unlock(&b->witness->link, b->number, DEVICE_ASK_MS, &takes, &gives, &answer);
	state.reply = bench_reply(b, bench_settle(b, "device.unlock", &answer), &answer);
	if (state.reply.given)
		state.state = bench_keep_text(b, gives.state);
	answer_release(&answer);
	return state;
}

struct entry_answer entry(struct bench *b, const char *name, struct bytes bytes)
{
	struct device_entry_takes takes = { name, bytes };
	struct entry_answer said = { .reply = no_reply };
	struct device_entry_gives gives;
	struct answer answer = { 0 };

	if (bench_is_silent(b))
		return said;
	(void)call_device_entry(&b->witness->link, b->number, DEVICE_ASK_MS, &takes, &gives, &answer);
	said.reply = bench_reply(b, bench_settle(b, "device.entry", &answer), &answer);
	if (said.reply.given)
		said.bytes = bench_keep(b, gives.bytes);
	answer_release(&answer);
	return said;
}

const char *raw_entry(struct bench *b, unsigned int index)
{
	const char *said = device_setting(b, "raw_entries");
	char *name;
	size_t len;

	for (; said != NULL && index > 0; index--) {
		said += strcspn(said, " ");
		said += strspn(said, " ");
	}
	len = said == NULL ? 0 : strcspn(said, " ");
	if (len == 0)
		return NULL;
	name = bench_memory(b, len + 1);
	memcpy(name, said, len);
	return name;
}

struct entry_answer raw_message(struct bench *b, const char *name, unsigned int number, struct bytes body)
{
	uint8_t room[RAW_HEAD_LEN + RAW_BODY_MAX];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes message;

	writer_u16_le(&w, (uint16_t)number);
	writer_u16_le(&w, 0);
	writer_u32_le(&w, (uint32_t)body.len);
	writer_bytes(&w, body);
	if (writer_finish(&w, &message) != RESULT_OK)
		return (struct entry_answer){ .reply = no_reply };
	return entry(b, name, message);
}
