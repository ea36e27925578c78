/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Promise of mailbox.h under attack: 100 000 messages, good ones, spoiled ones and noise, from every
 * caller, over a device that is booted, reset and torn. Behind each of them the promises hold.
 */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/root_of_trust/mailbox_table.h"
#include "reference-impl/root_of_trust/root_of_trust_fixture.h"

enum { MESSAGES = 100000, MESSAGES_UNDER_VALGRIND = 1000 };

static struct rot_fixture f;
static uint64_t chance;

static uint32_t draw(uint32_t below)
{
	chance = chance * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((chance >> 33) % below);
}

/* Bytes that no reply may hold. */
static struct {
	uint8_t at[32];
} secrets[16];
static size_t secret_count;

static void add_secret(const void *secret, size_t len)
{
	static const uint8_t zeros[32];

	ck_assert_uint_le(len, sizeof(secrets[0].at));
	if (memcmp(secret, zeros, len) != 0 && secret_count < sizeof(secrets) / sizeof(secrets[0]))
		memcpy(secrets[secret_count++].at, secret, len);
}

static void gather_secrets(void)
{
	secret_count = 0;
	add_secret(f.sim.chip.nor.space[NOR_FUSES].at + FUSE_DEVICE_SECRET, 32);
	add_secret(f.rot.identity.own.attest, 32);
	add_secret(f.rot.identity.own.seal, 32);
	add_secret(f.rot.identity.layer.attest, 32);
	add_secret(f.rot.identity.layer.seal, 32);
	add_secret(f.rot.identity.attestation.scalar, 32);
	add_secret(f.rot.identity.seal_root, 32);
	add_secret(f.rot.identity.client_root, 32);
	add_secret(f.rot.client.active.scalar, 32);
	add_secret(f.rot.client.pending.scalar, 32);
	add_secret(f.rot.pool.key, 32);
}

static void no_secret_in(struct bytes reply)
{
	for (size_t i = 0; i < secret_count; i++)
		ck_assert_msg(memmem(reply.at, reply.len, secrets[i].at, 16) == NULL, "secret %zu in a reply", i);
}

static uint32_t succeeded[MAILBOX_COMMAND_END];

/* What may only grow. */
struct watermark {
	enum lifecycle lifecycle;
	uint32_t counter[COUNTER_END];
	struct boot_log log;
	bool saw_debug;
};

static struct watermark now(void)
{
	struct watermark mark = { .lifecycle = lifecycle_read(&f.vault), .log = f.rot.log, .saw_debug = f.rot.session.saw_debug };

	for (int i = 0; i < COUNTER_END; i++)
		ck_assert_int_eq(f.vault.read_counter(f.vault.context, (enum counter)i, &mark.counter[i]), RESULT_OK);
	return mark;
}

static void nothing_fell(const struct watermark *before, const struct watermark *after)
{
	ck_assert_int_ge(after->lifecycle, before->lifecycle);
	for (int i = 0; i < COUNTER_END; i++)
		ck_assert_uint_ge(after->counter[i], before->counter[i]);
	ck_assert_uint_ge(after->log.count, before->log.count);
	ck_assert_mem_eq(after->log.entry, before->log.entry, before->log.count * sizeof(before->log.entry[0]));
	ck_assert_uint_ge(after->saw_debug, before->saw_debug);
}

/* A failed message has changed nothing that lasts; a try of a token is counted, as it must be. */
static void nothing_was_done(const struct watermark *before, const struct watermark *after)
{
	ck_assert_int_eq(after->lifecycle, before->lifecycle);
	for (int i = 0; i < COUNTER_END; i++)
		if (i != COUNTER_TOKEN_TRIED)
			ck_assert_uint_eq(after->counter[i], before->counter[i]);
	ck_assert_mem_eq(&after->log, &before->log, sizeof(after->log));
	ck_assert_uint_eq(after->saw_debug, before->saw_debug);
}

/* A body that is good in its form more often than chance would have it. */
static size_t make_body(uint16_t command, uint8_t *body)
{
	const struct mailbox_row *row = mailbox_row(command);
	uint32_t span = row ? row->request_max - row->request_min + 1 : 64;
	size_t len = (row ? row->request_min : 0) + draw(draw(2) ? span : (span < 8 ? span : 8));

	for (size_t i = 0; i < len; i++)
		body[i] = (uint8_t)(draw(3) ? draw(256) : draw(6));
	if (command == MAILBOX_LIFECYCLE)
		memcpy(body + 1, f.device_id, sizeof(f.device_id));
	if (command == MAILBOX_CLIENT_COMMIT && draw(2))
		memcpy(body, f.rot.client.pending.spki, CRYPTO_P256_SPKI_LEN);
	if (command == MAILBOX_SERVICE_OPEN && draw(2))
		memcpy(body, f.service_key.spki, CRYPTO_P256_SPKI_LEN);
	if (command == MAILBOX_SEAL || command == MAILBOX_UNSEAL)
		body[0] = (uint8_t)draw(36);
	if (command == MAILBOX_FAULT_REPORT || command == MAILBOX_MEASURE)
		body[0] = (uint8_t)draw(FAULT_KIND_COUNT);
	return len;
}

/* Any caller, but more often one that may. */
static struct mailbox_caller make_caller(uint16_t command)
{
	struct mailbox_caller caller = rot_fixture_app((uint16_t)draw(4));

	caller.granted = draw(2) ? UINT32_MAX : draw(UINT32_MAX);
	for (int tries = 0; tries < 5; tries++) {
		caller.role = (enum mailbox_role)draw(MAILBOX_ROLE_COUNT + 1);
		if (mailbox_may(&caller, command))
			break;
	}
	return caller;
}

static size_t make_message(uint8_t message[MAILBOX_MESSAGE_MAX_LEN + 64])
{
	uint16_t command = (uint16_t)(draw(20) ? 1 + draw(MAILBOX_COMMAND_END - 1) : draw(65536));
	size_t len = MAILBOX_HEAD_LEN + make_body(command, message + MAILBOX_HEAD_LEN);
	struct writer w = writer_over((struct buffer){ message, MAILBOX_HEAD_LEN });

	writer_u16_le(&w, command);
	writer_u16_le(&w, 0);
	writer_u32_le(&w, (uint32_t)(len - MAILBOX_HEAD_LEN));
	switch (draw(8)) {
	case 0: message[draw((uint32_t)len)] ^= (uint8_t)(1 << draw(8)); break;
	case 1: len = draw((uint32_t)len + 1); break;
	case 2: len += draw(64); break;
	case 3: len = draw(40) ? len : MAILBOX_MESSAGE_MAX_LEN + draw(64); break;
	default: break;
	}
	return len;
}

static void check_reply(size_t len, const struct watermark *before)
{
	static const uint8_t zeros[MAILBOX_MESSAGE_MAX_LEN];
	struct reader r = reader_over(BYTES_OF(f.reply));
	struct watermark after = now();
	uint16_t command = reader_u16_le(&r);
	uint32_t result;

	(void)reader_u16_le(&r);
	result = reader_u32_le(&r);
	ck_assert_uint_ge(len, MAILBOX_HEAD_LEN);
	ck_assert_uint_le(len, MAILBOX_MESSAGE_MAX_LEN);
	ck_assert_uint_le(result, RESULT_INTERNAL);
	ck_assert_uint_ne(result, RESULT_INTERNAL);
	ck_assert_mem_eq(f.reply + len, zeros, sizeof(f.reply) - len);
	ck_assert_mem_eq(f.rot.request, zeros, sizeof(f.rot.request));
	ck_assert_mem_eq(f.rot.reply, zeros, sizeof(f.rot.reply));
	ck_assert_mem_eq(f.rot.scratch, zeros, sizeof(f.rot.scratch));
	no_secret_in(bytes_from(f.reply, len));
	nothing_fell(before, &after);
	if (result == RESULT_OK) {
		succeeded[command]++;
		return;
	}
	ck_assert_uint_eq(len, MAILBOX_HEAD_LEN);
	nothing_was_done(before, &after);
}

static void abuse_once(void)
{
	static uint8_t message[MAILBOX_MESSAGE_MAX_LEN + 64];
	struct watermark before = now();
	size_t len = make_message(message);
	struct mailbox_caller caller = make_caller((uint16_t)(message[0] | message[1] << 8));

	gather_secrets();
	memset(f.reply, 0xee, sizeof(f.reply));
	check_reply(mailbox_handle(&f.rot, &caller, bytes_from(message, len), BUFFER_OF(f.reply)), &before);
}

/* Now and then time passes, the device resets or power goes, and it always answers again. */
static void live(void)
{
	uint32_t event = draw(2000);

	f.sim.uptime_ms += draw(1000);
	if (event == 0)
		rot_fixture_power_on(&f);
	if (event == 1)
		rot_fixture_reset(&f);
	if (event < 2 && draw(2))
		rot_fixture_boot(&f, 'O');
	if (event < 20)
		ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_SECURITY_STATE, (struct bytes){ 0 }), RESULT_OK);
}

START_TEST(whatever_is_sent_the_promises_hold)
{
	int messages = strstr(getenv("ASSAY_BUILD") ? getenv("ASSAY_BUILD") : "", "valgrind") ? MESSAGES_UNDER_VALGRIND : MESSAGES / 4;

	chance = 0x5eed + (uint64_t)_i;
	if (_i % 2)
		rot_fixture_init(&f, (uint8_t)_i);
	else
		rot_fixture_blank(&f, (uint8_t)_i);
	for (int i = 0; i < messages; i++) {
		abuse_once();
		live();
	}
	/* Chance signs no token, opens nothing sealed, and has seldom the right step: all else was done, too. */
	for (int command = 1; command < MAILBOX_COMMAND_END && messages > MESSAGES_UNDER_VALGRIND; command++)
		if (command != MAILBOX_SERVICE_OPEN && command != MAILBOX_UNSEAL && command != MAILBOX_LIFECYCLE)
			ck_assert_msg(succeeded[command] > 0, "command %d never succeeded", command);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mailbox abuse");
	TCase *tests = tcase_create("mailbox abuse");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 600);
	tcase_add_loop_test(tests, whatever_is_sent_the_promises_hold, 0, 4);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
