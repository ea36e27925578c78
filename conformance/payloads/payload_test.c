/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of payload.h, seen from a console: what each script says and does, and which lines get an answer. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/payloads/payload.h"
#include "reference-impl/base/text.h"
#include "reference-impl/crypto/crypto.h"

/* A chip whose console is two strings, and which remembers how the payload ended. */
struct fake {
	const char *input; /* NULL: nobody types */
	size_t at, chunk;
	char said[4096];
	char ended[64];
	bool refuses_confirm;
};

static void fake_write(void *context, const char *text, size_t len)
{
	struct fake *fake = context;

	strncat(fake->said, text, len);
}

static bool fake_read(void *context, char *room, size_t room_len, size_t *ret_len)
{
	struct fake *fake = context;
	size_t left = fake->input ? strlen(fake->input) - fake->at : 0;
	size_t len = left < fake->chunk ? left : fake->chunk;

	if (left == 0)
		return false;
	len = len < room_len ? len : room_len;
	memcpy(room, fake->input + fake->at, len);
	fake->at += len;
	*ret_len = len;
	return true;
}

static bool fake_confirm(void *context)
{
	struct fake *fake = context;

	strcat(fake->ended, "confirm ");
	return !fake->refuses_confirm;
}

static void fake_hang(void *context)
{
	strcat(((struct fake *)context)->ended, "hang ");
}

static void fake_crash(void *context)
{
	strcat(((struct fake *)context)->ended, "crash ");
}

static void fake_cut_power(void *context)
{
	strcat(((struct fake *)context)->ended, "cut ");
}

static struct payload_block block_with(uint8_t script)
{
	struct payload_block block = { .name = "canary", .script = { script } };

	memset(block.key, 0x5a, sizeof(block.key));
	return block;
}

static void run(struct fake *fake, const struct payload_block *block)
{
	struct payload_port port = { fake, fake_write, fake_read, fake_confirm, fake_hang, fake_crash, fake_cut_power };

	fake->chunk = fake->chunk ? fake->chunk : 1000;
	payload_run(block, &port);
}

static void must_say(uint8_t script, const char *said, const char *ended)
{
	struct payload_block block = block_with(script);
	struct fake fake = { 0 };

	run(&fake, &block);
	ck_assert_str_eq(fake.said, said);
	ck_assert_str_eq(fake.ended, ended);
}

START_TEST(each_script_does_its_thing)
{
	must_say(PAYLOAD_CONFIRM, "ASSAY 1 canary up\nASSAY 1 canary confirmed\n", "confirm ");
	must_say(PAYLOAD_HANG, "ASSAY 1 canary up\n", "hang ");
	must_say(PAYLOAD_CRASH, "ASSAY 1 canary up\n", "crash ");
	must_say(PAYLOAD_SILENT, "", "hang ");
	must_say(PAYLOAD_NEVER_CONFIRM, "ASSAY 1 canary up\n", "");
	must_say(PAYLOAD_CUT_POWER, "ASSAY 1 canary up\n", "cut ");
	must_say(77, "ASSAY 1 canary up\n", "");
}
END_TEST

START_TEST(a_confirmation_that_failed_is_not_claimed)
{
	struct payload_block block = block_with(PAYLOAD_CONFIRM);
	struct fake fake = { .refuses_confirm = true };

	run(&fake, &block);
	ck_assert_str_eq(fake.said, "ASSAY 1 canary up\nASSAY 1 canary not confirmed\n");
}
END_TEST

START_TEST(the_longest_name_needs_no_end)
{
	struct payload_block block = block_with(PAYLOAD_NEVER_CONFIRM);
	struct fake fake = { 0 };

	memset(block.name, 'n', sizeof(block.name));
	run(&fake, &block);
	ck_assert_str_eq(fake.said, "ASSAY 1 nnnnnnnnnnnnnnnn up\n");
}
END_TEST

/* How a payload that never confirms answers `input`, behind its first line. */
static void must_answer(const char *input, size_t chunk, const char *want)
{
	struct payload_block block = block_with(PAYLOAD_NEVER_CONFIRM);
	struct fake fake = { .input = input, .chunk = chunk };
	size_t skip = strlen("ASSAY 1 canary up\n");

	run(&fake, &block);
	ck_assert_uint_ge(strlen(fake.said), skip);
	ck_assert_str_eq(fake.said + skip, want);
}

/* The line that answers a nonce, by the project's own cryptography. */
static void write_right_answer(const struct payload_block *block, struct bytes nonce, char line[128])
{
	struct crypto_sha256 tag;
	char hex[65] = "";
	struct writer w = writer_over((struct buffer){ (uint8_t *)hex, 64 });

	ck_assert_int_eq(crypto_hmac_sha256(BYTES_OF(block->key), nonce, &tag), RESULT_OK);
	text_write_hex(&w, BYTES_OF(tag));
	snprintf(line, 128, "ASSAY 1 canary %s\n", hex);
}

START_TEST(a_nonce_is_answered_however_it_is_cut)
{
	struct payload_block block = block_with(PAYLOAD_NEVER_CONFIRM);
	char want[128], twice[256];

	write_right_answer(&block, bytes_of_text("\x01\xab"), want);
	snprintf(twice, sizeof(twice), "%s%s", want, want);
	for (size_t chunk = 1; chunk < 12; chunk++)
		must_answer("ASSAY ? 01ab\nASSAY ? 01ab\r\n", chunk, twice);
}
END_TEST

START_TEST(the_longest_nonce_is_answered)
{
	struct payload_block block = block_with(PAYLOAD_NEVER_CONFIRM);
	uint8_t nonce[PAYLOAD_NONCE_MAX_LEN];
	char input[256] = "ASSAY ? ", want[128];

	memset(nonce, 0xee, sizeof(nonce));
	for (size_t i = 0; i < sizeof(nonce); i++)
		strcat(input, "ee");
	strcat(input, "\n");
	write_right_answer(&block, BYTES_OF(nonce), want);
	must_answer(input, 13, want);
}
END_TEST

START_TEST(other_lines_get_no_answer)
{
	char too_long[400] = "ASSAY ? ";

	for (size_t i = 0; i <= PAYLOAD_NONCE_MAX_LEN; i++)
		strcat(too_long, "ee");
	strcat(too_long, "\n");
	must_answer(too_long, 64, "");
	must_answer("ASSAY ? \n\nASSAY ?\nASSAY ? 0\nASSAY ? 0G\nASSAY ? AB\nASSAY ! 01\nassay ? 01\nASSAY ? 01", 7, "");
}
END_TEST

START_TEST(a_line_too_long_leaves_the_next_one_whole)
{
	struct payload_block block = block_with(PAYLOAD_NEVER_CONFIRM);
	char input[2048] = "", want[128];

	memset(input, 'x', 1024);
	strcat(input, "ASSAY ? 00\nASSAY ? 00\n");
	write_right_answer(&block, bytes_from("", 1), want);
	must_answer(input, 50, want);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("payload");
	TCase *cases = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, cases);
	tcase_add_test(cases, each_script_does_its_thing);
	tcase_add_test(cases, a_confirmation_that_failed_is_not_claimed);
	tcase_add_test(cases, the_longest_name_needs_no_end);
	tcase_add_test(cases, a_nonce_is_answered_however_it_is_cut);
	tcase_add_test(cases, the_longest_nonce_is_answered);
	tcase_add_test(cases, other_lines_get_no_answer);
	tcase_add_test(cases, a_line_too_long_leaves_the_next_one_whole);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
