/* SPDX-License-Identifier: Apache-2.0 */
/* Effects: the log, the counters, and what an error leaves behind. */
#include "harnesses/oracles/mailbox.h"

#include <string.h>

enum { ROW_LEN = 8, ROWS = 2, COMPONENT_LEN = 77, DIGEST_AT = 13, HASH_LEN = 32 };

static uint32_t le32(const uint8_t *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

uint32_t rot_cells_counter(const struct rot_cells *cells, unsigned int counter)
{
	uint32_t greatest = 0;
	bool found = false;

	for (unsigned int row = 0; row < ROWS; row++) {
		const uint8_t *at = cells->counters + (counter * ROWS + row) * ROW_LEN;

		if (le32(at) != ~le32(at + 4))
			continue;
		greatest = !found || le32(at) > greatest ? le32(at) : greatest;
		found = true;
	}
	return found ? greatest : UINT32_MAX;
}

/* As a message has it. */
static bool is_entry(struct bytes encoded, const struct component *entry)
{
	const uint8_t *at = encoded.at;

	return encoded.len == COMPONENT_LEN && at[0] == entry->kind && at[1] == entry->version.major && at[2] == entry->version.minor &&
	       (at[3] | at[4] << 8) == entry->version.revision && le32(at + 5) == entry->version.build &&
	       le32(at + 9) == entry->security_counter && memcmp(at + DIGEST_AT, entry->digest.at, HASH_LEN) == 0 &&
	       memcmp(at + DIGEST_AT + HASH_LEN, entry->signer.at, HASH_LEN) == 0;
}

/* Registers move by the new entry and by nothing else. */
static bool registers_follow(const struct boot_log *before, const struct boot_log *after)
{
	struct crypto_sha256 chain[2], measured[COMPONENT_KIND_COUNT];

	memcpy(measured, before->measured, sizeof(measured));
	for (size_t i = before->count; i < after->count; i++) {
		chain[0] = measured[after->entry[i].kind];
		chain[1] = after->entry[i].digest;
		harness_holds(crypto_sha256(BYTES_OF(chain), &measured[after->entry[i].kind]) == RESULT_OK, "no digest can be computed");
	}
	return memcmp(measured, after->measured, sizeof(measured)) == 0;
}

static bool log_is_told(const struct mailbox_exchange *e)
{
	struct bytes answer = mailbox_exchange_answer(e);

	if (answer.len < 1 || answer.at[0] != e->after->log.count || answer.len != 1 + answer.at[0] * (size_t)COMPONENT_LEN)
		return false;
	for (size_t i = 0; i < e->after->log.count; i++)
		if (!is_entry(bytes_from(answer.at + 1 + i * COMPONENT_LEN, COMPONENT_LEN), &e->after->log.entry[i]))
			return false;
	return true;
}

static bool is_in(struct bytes encoded, const struct boot_log *log)
{
	for (size_t i = 0; i < log->count; i++)
		if (is_entry(encoded, &log->entry[i]))
			return true;
	return false;
}

static bool is_ok(const struct mailbox_exchange *e, uint16_t command)
{
	return mailbox_exchange_result(e) == RESULT_OK && mailbox_exchange_command(e) == command;
}

ORACLE FZ_MAILBOX_003_log_only_grows(const struct mailbox_exchange *e)
{
	const char *id = "FZ-MAILBOX-003", *promise = "log-only-grows";
	const struct boot_log *before = &e->before->log, *after = &e->after->log;
	size_t grown = after->count - before->count;

	oracle_holds(after->count >= before->count && memcmp(before->entry, after->entry, before->count * sizeof(before->entry[0])) == 0,
		     id, promise, "an entry of the log was changed or taken back");
	oracle_holds(grown == 0 || (grown == 1 && is_ok(e, MAILBOX_MEASURE)), id, promise, "the log grew without a measurement");
	oracle_holds(!is_ok(e, MAILBOX_MEASURE) || is_in(mailbox_exchange_body(e), after), id, promise,
		     "what was measured is not in the log");
	oracle_holds(registers_follow(before, after), id, promise, "a register is not what was measured");
	oracle_holds(!is_ok(e, MAILBOX_BOOT_LOG) || log_is_told(e), id, promise, "the log is not told as it is");
	oracle_holds(!is_ok(e, MAILBOX_REGISTER) || bytes_equal(mailbox_exchange_answer(e),
								BYTES_OF(after->measured[mailbox_exchange_body(e).at[0] % COMPONENT_KIND_COUNT])),
		     id, promise, "a register is not told as it is");
}

/* A try takes the challenge and its own time, good or bad, and a challenge that fails is none. */
static bool session_is_as_before(const struct mailbox_exchange *e)
{
	struct service_session before = e->before->session, after = e->after->session;
	uint16_t command = mailbox_exchange_command(e);

	if (e->before->lifecycle != e->after->lifecycle)
		return e->was_cut && command == MAILBOX_LIFECYCLE;
	if (command == MAILBOX_SERVICE_OPEN || command == MAILBOX_CHALLENGE) {
		before.is_challenged = after.is_challenged;
		before.last_try_ms = after.last_try_ms;
		memcpy(before.nonce, after.nonce, sizeof(before.nonce));
	}
	return before.is_challenged == after.is_challenged && before.last_try_ms == after.last_try_ms &&
	       before.challenged_ms == after.challenged_ms && memcmp(before.nonce, after.nonce, sizeof(before.nonce)) == 0 &&
	       before.kind == after.kind && memcmp(&before.permit, &after.permit, sizeof(after.permit)) == 0 &&
	       before.ends_ms == after.ends_ms && before.saw_debug == after.saw_debug && before.saw_service == after.saw_service;
}

static bool is_client_as_before(const struct client_key *before, const struct client_key *after)
{
	return before->generation == after->generation && before->has_active == after->has_active &&
	       before->has_pending == after->has_pending && memcmp(&before->active, &after->active, sizeof(before->active)) == 0 &&
	       memcmp(&before->pending, &after->pending, sizeof(before->pending)) == 0;
}

static bool cells_are_as_before(const struct mailbox_exchange *e)
{
	unsigned int tried = COUNTER_TOKEN_TRIED * ROWS * ROW_LEN;
	struct rot_cells before = *e->cells_before;

	if (mailbox_exchange_command(e) == MAILBOX_SERVICE_OPEN)
		memcpy(before.counters + tried, e->cells->counters + tried, ROWS * ROW_LEN);
	return e->was_cut || memcmp(&before, e->cells, sizeof(before)) == 0;
}

ORACLE FZ_MAILBOX_005_failed_is_undone(const struct mailbox_exchange *e)
{
	const char *id = "FZ-MAILBOX-005", *promise = "failed-is-undone";
	const struct root_of_trust *before = e->before, *after = e->after;

	if (mailbox_exchange_result(e) == RESULT_OK)
		return;
	oracle_holds(before->log.count == after->log.count && memcmp(before->log.measured, after->log.measured, sizeof(after->log.measured)) == 0 &&
			     memcmp(&before->configuration, &after->configuration, sizeof(after->configuration)) == 0,
		     id, promise, "an error left something measured");
	oracle_holds(before->in_recovery == after->in_recovery && memcmp(before->boot_seed, after->boot_seed, sizeof(after->boot_seed)) == 0,
		     id, promise, "an error changed how this boot stands");
	oracle_holds(memcmp(&before->identity, &after->identity, sizeof(after->identity)) == 0, id, promise, "an error changed the identity");
	oracle_holds(is_client_as_before(&before->client, &after->client), id, promise, "an error changed the client key");
	oracle_holds(session_is_as_before(e), id, promise, "an error changed what is open");
	oracle_holds(cells_are_as_before(e), id, promise, "an error changed storage");
}

/* By how much a command that was done moves a counter; tries of tokens are FZ-DEBUG's. */
static uint32_t step_of(const struct mailbox_exchange *e, unsigned int counter)
{
	struct bytes body = mailbox_exchange_body(e);
	uint32_t before = rot_cells_counter(e->cells_before, counter);

	if (is_ok(e, MAILBOX_COUNTER_RAISE) && counter == COUNTER_RELEASE)
		return le32(body.at + 1) - before;
	if (is_ok(e, MAILBOX_SEAL_ADVANCE))
		return counter == (body.at[0] == MAILBOX_SEALED_APPS ? COUNTER_SEAL_APPS : COUNTER_SEAL_OS);
	return is_ok(e, MAILBOX_CLIENT_COMMIT) && counter == COUNTER_CLIENT_KEY;
}

static bool is_for_a_token(unsigned int counter)
{
	return counter == COUNTER_TOKEN_TRIED || counter == COUNTER_TOKEN_SETTLED;
}

static bool moves_as_asked(const struct mailbox_exchange *e, unsigned int counter)
{
	uint32_t before = rot_cells_counter(e->cells_before, counter), after = rot_cells_counter(e->cells, counter);

	if (e->was_cut)
		return true;
	if (is_for_a_token(counter) && mailbox_exchange_command(e) == MAILBOX_SERVICE_OPEN)
		return true;
	return after - before == step_of(e, counter);
}

ORACLE FZ_MAILBOX_007_counters_move_as_asked(const struct mailbox_exchange *e)
{
	static const unsigned int told[] = { COUNTER_LOADER, COUNTER_OS, COUNTER_RELEASE };
	const char *id = "FZ-MAILBOX-007", *promise = "counters-move-as-asked";

	for (unsigned int i = 0; i < COUNTER_END; i++) {
		oracle_holds(rot_cells_counter(e->cells, i) >= rot_cells_counter(e->cells_before, i), id, promise, "a counter fell");
		oracle_holds(moves_as_asked(e, i), id, promise, "a counter moved that should stand, or too far, or not at all");
	}
	for (unsigned int i = 0; i < FUSE_LEN; i++)
		oracle_holds((e->cells_before->fuses[i] & ~e->cells->fuses[i]) == 0, id, promise, "a fuse was mended");
	oracle_holds(!is_ok(e, MAILBOX_COUNTER_READ) ||
			     le32(mailbox_exchange_answer(e).at) == rot_cells_counter(e->cells, told[mailbox_exchange_body(e).at[0] % 3]),
		     id, promise, "a counter is not told as it is");
	oracle_holds(!is_ok(e, MAILBOX_SEAL_ADVANCE) ||
			     le32(mailbox_exchange_answer(e).at) ==
				     rot_cells_counter(e->cells, mailbox_exchange_body(e).at[0] == MAILBOX_SEALED_APPS ? COUNTER_SEAL_APPS : COUNTER_SEAL_OS),
		     id, promise, "a counter is not told as it is");
}
