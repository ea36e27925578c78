/* SPDX-License-Identifier: Apache-2.0 */
/* The board's end of the vault: one question of the root of trust, one answer, or none when power was cut in it. */

#include <sys/socket.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/board.h"
#include "reference-impl/platform/vault_bus.h"

struct vault_message {
	struct bus_header header;
	uint8_t data[VAULT_DATA_MAX_LEN];
};

/* As long as what was asked for. */
static enum result give_bytes(const struct vault *vault, const struct vault_message *q, struct buffer into)
{
	if (q->header.op == VAULT_TAKE_SECRET)
		return vault->take_secret(vault->context, into);
	if (q->header.op == VAULT_READ_FUSES)
		return vault->read_fuses(vault->context, q->header.arg, into);
	return crypto_random(into);
}

static enum result give_uptime(const struct board *board, struct buffer into)
{
	struct writer w = writer_over(into);

	writer_u64_le(&w, board_now_ms() - board->root.powered_ms);
	return w.failed == RESULT_OK && w.used == into.len ? RESULT_OK : RESULT_MALFORMED;
}

static bool has_good_form(const struct vault_message *q, size_t data_len)
{
	bool brings = q->header.op == VAULT_BURN_FUSES;

	return brings ? q->header.length == data_len : data_len == 0 && q->header.length <= VAULT_DATA_MAX_LEN;
}

static enum result handle(struct board *board, const struct vault_message *q, struct vault_message *answer)
{
	struct buffer into = { answer->data, q->header.length };
	struct vault vault = { .context = NULL };

	/* Noise and uptime are the board's own. */
	chip_offer_vault(&board->chip, &vault);
	switch ((enum vault_op)q->header.op) {
	case VAULT_BURN_FUSES:
		return vault.burn_fuses(vault.context, q->header.arg, bytes_from(q->data, q->header.length));
	case VAULT_READ_COUNTER:
		return vault.read_counter(vault.context, (enum counter)q->header.region, &answer->header.arg);
	case VAULT_RAISE_COUNTER:
		return vault.raise_counter(vault.context, (enum counter)q->header.region, q->header.arg);
	case VAULT_TAKE_SECRET:
	case VAULT_READ_FUSES:
	case VAULT_DRAW_NOISE:
		answer->header.length = q->header.length;
		return give_bytes(&vault, q, into);
	case VAULT_UPTIME:
		answer->header.length = q->header.length;
		return give_uptime(board, into);
	case VAULT_OP_END:
		break;
	}
	return RESULT_UNSUPPORTED;
}

void root_vault_serve(struct board *board)
{
	struct vault_message question, answer = { .header.arg = 0 };
	int fd = board->root.process.bus_fd;
	ssize_t len = recv(fd, &question, sizeof(question), MSG_TRUNC | MSG_DONTWAIT);
	size_t data_len = (size_t)len - sizeof(question.header);

	if (len < (ssize_t)sizeof(question.header) || len > (ssize_t)sizeof(question)) {
		board->root.is_lost |= len >= 0;
		return;
	}
	answer.header.op = question.header.op;
	answer.header.result = has_good_form(&question, data_len) ? handle(board, &question, &answer) : RESULT_MALFORMED;
	if (answer.header.result != RESULT_OK)
		answer.header.length = 0;
	if (board->chip.nor.powered && send(fd, &answer, sizeof(answer.header) + answer.header.length, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		board->root.is_lost = true;
	secret_wipe(BUFFER_OF(answer.data));
}
