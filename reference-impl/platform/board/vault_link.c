/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of vault.h as questions to the board. */

#include "reference-impl/platform/board/vault_link.h"

#include "reference-impl/base/reader.h"
#include "reference-impl/base/secret.h"
#include "reference-impl/platform/vault_bus.h"

static enum result ask(struct board_link *link, const struct board_question *question)
{
	struct bytes ignored;

	return board_link_ask(link, question, &ignored);
}

/* What comes may be a secret: it is in the link's room no longer than it takes to copy it. */
static enum result fetch(struct board_link *link, const struct board_question *question, struct buffer into)
{
	struct bytes data = { 0 };
	enum result result = board_link_ask(link, question, &data);

	if (result == RESULT_OK)
		result = data.len == into.len ? bytes_copy(into, data) : RESULT_IO;
	secret_wipe((struct buffer){ link->data, data.len });
	return result;
}

static enum result take_secret(void *context, struct buffer into)
{
	return fetch(context, &(struct board_question){ .op = VAULT_TAKE_SECRET, .asked_len = (uint32_t)into.len }, into);
}

static enum result read_fuses(void *context, uint32_t offset, struct buffer into)
{
	return fetch(context, &(struct board_question){ .op = VAULT_READ_FUSES, .arg = offset, .asked_len = (uint32_t)into.len }, into);
}

static enum result burn_fuses(void *context, uint32_t offset, struct bytes bits)
{
	return ask(context, &(struct board_question){ .op = VAULT_BURN_FUSES, .arg = offset, .data = bits });
}

static enum result read_counter(void *context, enum counter counter, uint32_t *ret_value)
{
	struct board_link *link = context;
	enum result result = ask(link, &(struct board_question){ .op = VAULT_READ_COUNTER, .region = counter });

	if (result == RESULT_OK)
		*ret_value = link->header.arg;
	return result;
}

static enum result raise_counter(void *context, enum counter counter, uint32_t value)
{
	return ask(context, &(struct board_question){ .op = VAULT_RAISE_COUNTER, .region = counter, .arg = value });
}

static enum result draw_noise(void *context, struct buffer into)
{
	return fetch(context, &(struct board_question){ .op = VAULT_DRAW_NOISE, .asked_len = (uint32_t)into.len }, into);
}

static uint64_t uptime_ms(void *context)
{
	uint8_t room[8];
	struct reader r = reader_over(BYTES_OF(room));
	struct board_question question = { .op = VAULT_UPTIME, .asked_len = sizeof(room) };

	return fetch(context, &question, BUFFER_OF(room)) == RESULT_OK ? reader_u64_le(&r) : 0;
}

struct vault vault_over(struct board_link *link)
{
	return (struct vault){ link, take_secret, read_fuses, burn_fuses, read_counter, raise_counter, draw_noise, uptime_ms };
}
