/* SPDX-License-Identifier: Apache-2.0 */
/* One writer for each command that has a body. */
#include "harnesses/worlds/rot_bodies.h"

#include <string.h>

#include "harnesses/worlds/rot_factory.h"
#include "reference-impl/base/writer.h"

/* A chosen byte, 0 beyond the end. */
static uint8_t chosen(struct bytes choices, size_t i)
{
	return i < choices.len ? choices.at[i] : 0;
}

/* Names that begin alike and differ in their last byte, or in length. */
static void write_name(struct writer *w, uint8_t choice)
{
	uint8_t len = (uint8_t)(1 + choice % 3);

	writer_u8(w, len);
	writer_fill(w, 'n', len - 1u);
	writer_u8(w, (uint8_t)('a' + choice / 3 % 4));
}

static void write_seal(struct writer *w, struct bytes choices)
{
	write_name(w, chosen(choices, 0));
	writer_fill(w, chosen(choices, 1), chosen(choices, 2) % ROT_PLAIN_MAX);
}

/* The name that was given then, or another one; the text as it was, or changed. */
static void write_unseal(struct writer *w, const struct rot_texts *texts, struct bytes choices)
{
	const struct rot_text *text = &texts->at[chosen(choices, 0) % ROT_TEXTS_MAX];
	uint8_t sealed[sizeof(text->sealed)];

	if (chosen(choices, 0) % ROT_TEXTS_MAX >= texts->count)
		return;
	memcpy(sealed, text->is.sealed.at, text->is.sealed.len);
	sealed[chosen(choices, 2) % text->is.sealed.len] ^= chosen(choices, 3);
	if (chosen(choices, 1) != 0) {
		write_name(w, (uint8_t)(chosen(choices, 1) - 1));
	} else {
		writer_u8(w, (uint8_t)text->is.name.len);
		writer_bytes(w, text->is.name);
	}
	writer_bytes(w, bytes_from(sealed, text->is.sealed.len));
}

static void write_hash(struct writer *w, size_t len, uint8_t first)
{
	for (size_t i = 0; i < len; i++)
		writer_u8(w, (uint8_t)(first + i));
}

static void write_component(struct writer *w, struct bytes choices)
{
	struct component component = rot_world_component((enum component_kind)(chosen(choices, 0) % COMPONENT_KIND_COUNT),
							 (char)('A' + chosen(choices, 1) % 32));

	component.version.major = chosen(choices, 2);
	component_write(w, &component);
}

static void write_step(struct writer *w, struct bytes choices)
{
	writer_u8(w, (uint8_t)(chosen(choices, 0) % (LIFECYCLE_END + 1)));
	writer_fill(w, ROT_FACTORY_ID, FUSE_DEVICE_ID_LEN - 1);
	writer_u8(w, (uint8_t)(ROT_FACTORY_ID ^ chosen(choices, 1)));
}

static void write_commit(struct writer *w, const struct rot_world *of, struct bytes choices)
{
	struct bytes spki = BYTES_OF(of->rot.client.pending.spki);

	writer_bytes(w, bytes_from(spki.at, spki.len - 1));
	writer_u8(w, (uint8_t)(spki.at[spki.len - 1] ^ chosen(choices, 0)));
}

struct token_plan rot_good_token(const struct rot_world *w)
{
	struct token_plan plan = { .kind = SERVICE_DEBUG, .expires_s = 600, .lifecycle = (uint64_t)w->rot.lifecycle,
				   .rights = SERVICE_RIGHT_DEBUG_APPS };

	memcpy(plan.nonce, w->rot.session.nonce, sizeof(plan.nonce));
	memset(plan.device_id, ROT_FACTORY_ID, sizeof(plan.device_id));
	return plan;
}

struct bytes rot_open_body(const struct rot_world *w, const struct token_plan *plan, unsigned int shown, unsigned int signer,
			   struct buffer room)
{
	struct bytes spki = BYTES_OF(w->keys[shown % TEST_KEY_COUNT].key.spki);
	struct bytes token = token_write(plan, &w->keys[signer % TEST_KEY_COUNT],
					 (struct buffer){ room.at + spki.len, room.len - spki.len });

	memcpy(room.at, spki.at, spki.len);
	return bytes_from(room.at, spki.len + token.len);
}

static void write_open(struct writer *w, const struct rot_world *of, struct bytes choices)
{
	struct token_plan plan = rot_good_token(of);
	uint8_t room[512];

	plan.kind = 1 + chosen(choices, 0) % 2;
	plan.rights = plan.kind == SERVICE_DEBUG ? SERVICE_RIGHT_DEBUG_OS : SERVICE_RIGHT_SIDELOAD;
	plan.nonce[0] ^= chosen(choices, 1);
	writer_bytes(w, rot_open_body(of, &plan, TEST_KEY_TRUSTED, TEST_KEY_TRUSTED, BUFFER_OF(room)));
}

struct bytes rot_body(const struct rot_world *w, const struct rot_texts *texts, uint16_t command, struct bytes choices, struct buffer room)
{
	static const uint8_t nonce_lens[] = { 32, 48, 64 };
	struct writer body = writer_over(room);
	struct bytes written;

	switch (command) {
	case MAILBOX_RANDOM:
		writer_u16_le(&body, (uint16_t)(chosen(choices, 1) < UINT8_MAX ? chosen(choices, 0) % 65 : chosen(choices, 0) << 2));
		break;
	case MAILBOX_MEASURE:
		write_component(&body, choices);
		break;
	case MAILBOX_REGISTER:
	case MAILBOX_SEAL_ADVANCE:
	case MAILBOX_COUNTER_READ:
	case MAILBOX_FAULT_REPORT:
		writer_u8(&body, chosen(choices, 0));
		break;
	case MAILBOX_ATTEST:
		write_hash(&body, nonce_lens[chosen(choices, 0) % 3], chosen(choices, 1));
		break;
	case MAILBOX_SEAL:
		write_seal(&body, choices);
		break;
	case MAILBOX_UNSEAL:
		write_unseal(&body, texts, choices);
		break;
	case MAILBOX_CLIENT_COMMIT:
		write_commit(&body, w, choices);
		break;
	case MAILBOX_CLIENT_SIGN:
		write_hash(&body, nonce_lens[chosen(choices, 0) % 2], chosen(choices, 1));
		break;
	case MAILBOX_COUNTER_RAISE:
		for (size_t i = 0; i < 5; i++)
			writer_u8(&body, chosen(choices, i));
		break;
	case MAILBOX_LIFECYCLE:
		write_step(&body, choices);
		break;
	case MAILBOX_SERVICE_OPEN:
		write_open(&body, w, choices);
		break;
	default:
		break;
	}
	harness_holds(writer_finish(&body, &written) == RESULT_OK, "a body is too long");
	return written;
}

void rot_texts_keep(struct rot_texts *texts, const struct mailbox_exchange *e)
{
	struct bytes body = mailbox_exchange_body(e), sealed = mailbox_exchange_answer(e);
	struct rot_text *text = &texts->at[texts->count % ROT_TEXTS_MAX];
	size_t name_len = body.at[0], plain_len = body.len - 1 - name_len;

	if (plain_len > ROT_PLAIN_MAX || texts->count == ROT_TEXTS_MAX) {
		texts->lost_some = true;
		return;
	}
	memcpy(text->name, body.at + 1, name_len);
	memcpy(text->plain, body.at + 1 + name_len, plain_len);
	memcpy(text->sealed, sealed.at, sealed.len);
	text->is = (struct mailbox_sealed_text){ .owner = *e->caller, .lifecycle = e->after->lifecycle, .mode = root_of_trust_mode(e->after),
						 .name = bytes_from(text->name, name_len), .plain = bytes_from(text->plain, plain_len),
						 .sealed = bytes_from(text->sealed, sealed.len) };
	texts->count++;
}

const struct mailbox_sealed_text *rot_texts_find(const struct rot_texts *texts, const struct mailbox_exchange *e)
{
	struct bytes body = mailbox_exchange_body(e);
	struct bytes sealed = bytes_from(body.at + 1 + body.at[0], body.len - 1 - body.at[0]);

	for (size_t i = 0; i < texts->count; i++)
		if (bytes_equal(texts->at[i].is.sealed, sealed))
			return &texts->at[i].is;
	return NULL;
}
