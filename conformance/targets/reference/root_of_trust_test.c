/* SPDX-License-Identifier: Apache-2.0 */
/* The methods of the root of trust against boards that answer well, refuse, answer nonsense, or are not yet through their boot. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/file.h"
#include "conformance/targets/reference/board_fixture.h"
#include "conformance/targets/reference/mail.h"
#include "reference-impl/base/text.h"
#include "reference-impl/base/writer.h"

enum { FRAMES = 12, FRAME_ROOM = 2048, COMPONENT_LEN = 77, STATE_LEN = 147 };

/* Frames of one test. */
static uint8_t frames[FRAMES][FRAME_ROOM];
static size_t frame_count;

static void setup(void)
{
	frame_count = 0;
}

/* A frame of the port with the reply to that command. */
static struct bytes reply(enum mailbox_command command, enum result result, struct bytes body)
{
	struct writer w = writer_over((struct buffer){ frames[frame_count++], FRAME_ROOM });
	struct bytes frame;

	ck_assert_uint_le(frame_count, FRAMES);
	writer_u32_le(&w, (uint32_t)(1 + 8 + body.len));
	writer_u8(&w, PORT_OK);
	writer_u16_le(&w, (uint16_t)command);
	writer_u16_le(&w, 0);
	writer_u32_le(&w, result);
	writer_bytes(&w, body);
	ck_assert_int_eq(writer_finish(&w, &frame), RESULT_OK);
	return frame;
}

static struct bytes nothing(void)
{
	return bytes_from("", 0);
}

/* The boot log up to a loader, or up to an OS. */
static struct bytes log_up_to(uint8_t last)
{
	uint8_t log[1 + 3 * COMPONENT_LEN] = { 2 };

	log[1 + COMPONENT_LEN] = last;
	return reply(MAILBOX_BOOT_LOG, RESULT_OK, bytes_from(log, 1 + 2 * COMPONENT_LEN));
}

static struct bytes booted(void)
{
	return log_up_to(3);
}

static struct bytes certificates(void)
{
	return reply(MAILBOX_CERTIFICATES, RESULT_OK, bytes_from("\2\0ab\1\0c", 7));
}

#define NONCE "\"nonce\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\""

START_TEST(evidence_comes_with_its_whole_chain)
{
	struct scene scene = { .answers = { booted(), reply(MAILBOX_ATTEST, RESULT_OK, bytes_from("xyz", 3)), certificates() } };

	board_fixture_must_answer(&scene, REQUEST("device.attest", 5000, "," NONCE),
				  "{\"format\":\"psa-token\",\"evidence\":\"eHl6\",\"chain\":[\"YWI=\",\"Yw==\",\"ZW5k\"]}");
}
END_TEST

START_TEST(half_a_boot_is_waited_for)
{
	struct scene os = { .answers = { booted(), reply(MAILBOX_ATTEST, RESULT_OK, bytes_from("xyz", 3)), certificates() } };
	struct scene gone = { .next = &os };
	struct scene loader = { .answers = { log_up_to(1), RAW("\x02\0\0\0\0\1") }, .next = &gone };

	board_fixture_must_answer(&loader, REQUEST("device.attest", 5000, "," NONCE), "\"evidence\":\"eHl6\"");
}
END_TEST

START_TEST(download_mode_is_the_end_of_a_boot)
{
	struct scene scene = { .answers = { log_up_to(1), RAW("\x02\0\0\0\0\2"), reply(MAILBOX_ATTEST, RESULT_OK, bytes_from("xyz", 3)),
					    certificates() } };

	board_fixture_must_answer(&scene, REQUEST("device.attest", 5000, "," NONCE), "\"evidence\":\"eHl6\"");
}
END_TEST

START_TEST(a_boot_that_does_not_end_is_a_failure)
{
	struct scene scene = { .answers = { log_up_to(1) }, .silent = true }, silent = { .silent = true }, none = { .silent = false };

	board_fixture_must_answer(&scene, REQUEST("device.attest", 500, "," NONCE), "\"code\":-32000");
	board_fixture_must_answer(&silent, REQUEST("device.attest", 400, "," NONCE), "\"code\":-32000");
	board_fixture_must_answer(&none, REQUEST("device.challenge", 400, ""), "\"code\":-32000");
}
END_TEST

START_TEST(a_refusal_is_told_and_a_broken_root_of_trust_is_a_failure)
{
	struct scene refused = { .answers = { booted(), reply(MAILBOX_ATTEST, RESULT_MALFORMED, nothing()) } },
		     broken = { .answers = { booted(), reply(MAILBOX_ATTEST, RESULT_CRYPTO, nothing()) } },
		     no_process = { .answers = { booted(), RAW("\x06\0\0\0\1gone\n") } };

	board_fixture_must_answer(&refused, REQUEST("device.attest", 5000, "," NONCE), "{\"refused\":\"malformed: ");
	board_fixture_must_answer(&broken, REQUEST("device.attest", 5000, "," NONCE), "the root of trust itself failed");
	board_fixture_must_answer(&no_process, REQUEST("device.attest", 5000, "," NONCE), "{\"refused\":\"gone?\"}");
}
END_TEST

START_TEST(nonsense_is_a_failure)
{
	struct scene other = { .answers = { booted(), reply(MAILBOX_RANDOM, RESULT_OK, nothing()) } },
		     shorter = { .answers = { booted(), RAW("\x03\0\0\0\0\7\0") } },
		     odd = { .answers = { booted(), reply(MAILBOX_ATTEST, (enum result)99, nothing()) } },
		     chain = { .answers = { booted(), reply(MAILBOX_ATTEST, RESULT_OK, nothing()),
					    reply(MAILBOX_CERTIFICATES, RESULT_OK, bytes_from("\5\0ab", 4)) } };

	board_fixture_must_answer(&other, REQUEST("device.attest", 5000, "," NONCE), "is none: 8 bytes");
	board_fixture_must_answer(&shorter, REQUEST("device.attest", 5000, "," NONCE), "is none: 2 bytes");
	board_fixture_must_answer(&odd, REQUEST("device.attest", 5000, "," NONCE), "is none");
	board_fixture_must_answer(&chain, REQUEST("device.attest", 5000, "," NONCE), "end in the middle of one");
}
END_TEST

/* u8 lifecycle, mode, flags, 0, u32 rights, 16 device id, 32 seed, 91 key. */
static struct bytes state(uint8_t lifecycle)
{
	uint8_t body[STATE_LEN] = { lifecycle };

	memset(body + 8, 0xd1, 16);
	memset(body + 56, 0x4b, 91);
	return reply(MAILBOX_SECURITY_STATE, RESULT_OK, BYTES_OF(body));
}

START_TEST(the_lifecycle_is_told_and_moved_by_the_devices_own_id)
{
	struct scene told = { .answers = { state(3) } }, moved = { .answers = { state(2), reply(MAILBOX_LIFECYCLE, RESULT_OK, nothing()), state(3) } },
		     refused = { .answers = { state(3), reply(MAILBOX_LIFECYCLE, RESULT_REFUSED, nothing()) } };
	uint8_t step[1 + 8 + 17] = { PORT_ROOT_OF_TRUST, MAILBOX_LIFECYCLE, 0, 0, 0, 17, 0, 0, 0, 1 };

	memset(step + 10, 0xd1, 16);
	board_fixture_must_answer(&told, REQUEST("device.lifecycle", 5000, ",\"act\":\"state\""), "\"state\":\"device-complete\"");
	board_fixture_must_answer(&moved, REQUEST("device.lifecycle", 5000, ",\"act\":\"advance\",\"to\":\"device-complete\""),
				  "\"state\":\"device-complete\"");
	board_fixture_must_hear(&refused, REQUEST("device.lifecycle", 5000, ",\"act\":\"advance\",\"to\":\"blank\""), "{\"refused\":\"refused: ",
				BYTES_OF(step));
}
END_TEST

START_TEST(a_challenge_is_taken_apart_and_a_token_goes_as_it_is)
{
	uint8_t body[49] = { 1, 2, 3 };
	struct scene challenge = { .answers = { reply(MAILBOX_CHALLENGE, RESULT_OK, BYTES_OF(body)) } },
		     open = { .answers = { reply(MAILBOX_SERVICE_OPEN, RESULT_OK, bytes_from("\5\0\0\0", 4)) } },
		     locked = { .answers = { reply(MAILBOX_SERVICE_OPEN, RESULT_BUSY, nothing()) } };
	static const uint8_t heard[] = { 16, MAILBOX_SERVICE_OPEN, 0, 0, 0, 3, 0, 0, 0, 'x', 'y', 'z' };

	body[48] = 3;
	challenge.answers[0] = reply(MAILBOX_CHALLENGE, RESULT_OK, BYTES_OF(body));
	board_fixture_must_answer(&challenge, REQUEST("device.challenge", 5000, ""), "\"device\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"lifecycle\":\"device-complete\"");
	board_fixture_must_hear(&open, REQUEST("device.unlock", 5000, ",\"token\":\"eHl6\""), "\"state\":\"open: debug-os read-logs\"",
				BYTES_OF(heard));
	board_fixture_must_answer(&locked, REQUEST("device.unlock", 5000, ",\"token\":\"eHl6\""), "{\"refused\":\"busy: ");
}
END_TEST

START_TEST(keys_are_used_and_never_given)
{
	struct scene attestation = { .answers = { booted(), state(3), certificates() } },
		     client = { .answers = { booted(), reply(MAILBOX_CLIENT_SIGN, RESULT_OK, bytes_from("s", 1)) } },
		     denied = { .answers = { booted(), reply(MAILBOX_CLIENT_READ, RESULT_REFUSED, nothing()) } }, nobody = { .silent = false };
	static const uint8_t heard[] = { 17, MAILBOX_CLIENT_SIGN, 0, 0, 0, 3, 0, 0, 0, 'x', 'y', 'z' };

	board_fixture_must_answer(&attestation, REQUEST("device.key", 5000, ",\"act\":\"public\""), "\"public\":\"S0tL");
	board_fixture_must_hear(&client, REQUEST("device.key", 5000, ",\"act\":\"sign\",\"template\":\"client\",\"bytes\":\"eHl6\""),
				"\"signature\":\"cw==\"", BYTES_OF(heard));
	board_fixture_must_answer(&denied, REQUEST("device.key", 5000, ",\"act\":\"public\",\"template\":\"client\""), "{\"refused\":\"refused: ");
	board_fixture_must_answer(&nobody, REQUEST("device.key", 300, ",\"act\":\"export\",\"template\":\"client\""), "{\"refused\":\"the mailbox has no command");
	board_fixture_must_answer(&nobody, REQUEST("device.key", 300, ",\"act\":\"export\""), "{\"refused\":\"the mailbox has no command");
	board_fixture_must_answer(&nobody, REQUEST("device.key", 300, ",\"act\":\"public\",\"template\":\"ek\""), "\"code\":-32602");
	board_fixture_must_answer(&nobody, REQUEST("device.key", 300, ",\"act\":\"activate\""), "\"code\":-32601");
}
END_TEST

START_TEST(registers_are_listed_extended_and_not_reset)
{
	struct bytes value = reply(MAILBOX_REGISTER, RESULT_OK, bytes_from("v", 1));
	struct scene list = { .answers = { booted(), value, value, value, value, value } },
		     extend = { .answers = { booted(), reply(MAILBOX_MEASURE, RESULT_OK, nothing()) } }, nobody = { .silent = false };
	uint8_t heard[1 + 8 + COMPONENT_LEN] = { 17, MAILBOX_MEASURE, 0, 0, 0, COMPONENT_LEN, 0, 0, 0, 4 };

	for (size_t i = 0; i < 32; i++)
		heard[1 + 8 + 13 + i] = (uint8_t)i;
	board_fixture_must_answer(&list, REQUEST("device.register", 5000, ",\"act\":\"list\""),
				  "\"names\":[\"root-of-trust\",\"loader\",\"config\",\"os\",\"app\"],\"values\":[\"dg==\"");
	board_fixture_must_hear(&extend, REQUEST("device.register", 5000, ",\"act\":\"extend\",\"register\":\"app\",\"value\":"
						 "\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\""), "\"result\":{}", BYTES_OF(heard));
	board_fixture_must_answer(&nobody, REQUEST("device.register", 300, ",\"act\":\"reset\",\"register\":\"os\""), "{\"refused\":\"the mailbox has no command");
	board_fixture_must_answer(&nobody, REQUEST("device.register", 300, ",\"act\":\"extend\",\"register\":\"os\",\"value\":\"AA==\""), "\"code\":-32602");
	board_fixture_must_answer(&nobody, REQUEST("device.register", 300, ",\"act\":\"extend\",\"register\":\"7\",\"value\":\"AA==\""), "\"code\":-32602");
}
END_TEST

START_TEST(sealing_is_of_whoever_runs)
{
	struct scene seal = { .answers = { booted(), reply(MAILBOX_SEAL, RESULT_OK, bytes_from("sealed", 6)) } },
		     unseal = { .answers = { booted(), reply(MAILBOX_UNSEAL, RESULT_REFUSED, nothing()) } },
		     deaf = { .answers = { booted(), RAW("\x01\0\0\0\2") } };
	static const uint8_t heard[] = { 17, MAILBOX_SEAL, 0, 0, 0, 6, 0, 0, 0, 2, 'n', '1', 'x', 'y', 'z' };

	board_fixture_must_hear(&seal, REQUEST("device.seal", 5000, ",\"act\":\"seal\",\"name\":\"n1\",\"bytes\":\"eHl6\""),
				"\"bytes\":\"c2VhbGVk\"", BYTES_OF(heard));
	board_fixture_must_answer(&unseal, REQUEST("device.seal", 5000, ",\"act\":\"unseal\",\"name\":\"n1\",\"bytes\":\"eHl6\""), "{\"refused\":\"refused: ");
	board_fixture_must_answer(&deaf, REQUEST("device.seal", 5000, ",\"act\":\"seal\",\"name\":\"n1\",\"bytes\":\"eHl6\""),
				  "{\"refused\":\"what runs forwards no messages\"}");
}
END_TEST

START_TEST(raw_bytes_go_in_and_come_out_as_they_are)
{
	struct scene tool = { .answers = { RAW("\x04\0\0\0\0abc") } }, os = { .answers = { RAW("\x01\0\0\0\0") } }, nobody = { .silent = false };
	static const uint8_t by_tool[] = { 16, 'x', 'y', 'z' }, by_os[] = { 17 };

	board_fixture_must_hear(&tool, REQUEST("device.entry", 5000, ",\"entry\":\"mailbox.tool\",\"bytes\":\"eHl6\""), "\"bytes\":\"YWJj\"", BYTES_OF(by_tool));
	board_fixture_must_hear(&os, REQUEST("device.entry", 5000, ",\"entry\":\"mailbox.os\",\"bytes\":\"\""), "\"bytes\":\"\"", BYTES_OF(by_os));
	board_fixture_must_answer(&nobody, REQUEST("device.entry", 300, ",\"entry\":\"flash\",\"bytes\":\"\""), "\"code\":-32602");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("reference root of trust");
	TCase *cases = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	char path[96];
	int failures;

	(void)snprintf(path, sizeof(path), "%s/unit0/endorsement.der", board_fixture_folder());
	if (file_store(path, bytes_of_text("end"), 0600) != RESULT_OK)
		abort();
	suite_add_tcase(suite, cases);
	tcase_set_timeout(cases, 60);
	tcase_add_checked_fixture(cases, setup, NULL);
	tcase_add_test(cases, evidence_comes_with_its_whole_chain);
	tcase_add_test(cases, half_a_boot_is_waited_for);
	tcase_add_test(cases, download_mode_is_the_end_of_a_boot);
	tcase_add_test(cases, a_boot_that_does_not_end_is_a_failure);
	tcase_add_test(cases, a_refusal_is_told_and_a_broken_root_of_trust_is_a_failure);
	tcase_add_test(cases, nonsense_is_a_failure);
	tcase_add_test(cases, the_lifecycle_is_told_and_moved_by_the_devices_own_id);
	tcase_add_test(cases, a_challenge_is_taken_apart_and_a_token_goes_as_it_is);
	tcase_add_test(cases, keys_are_used_and_never_given);
	tcase_add_test(cases, registers_are_listed_extended_and_not_reset);
	tcase_add_test(cases, sealing_is_of_whoever_runs);
	tcase_add_test(cases, raw_bytes_go_in_and_come_out_as_they_are);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	board_fixture_remove();
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
