/* SPDX-License-Identifier: Apache-2.0 */
/* Who may open a unit: tokens as the maker's service signs them, brought to the unit that the factory made. */

#include <check.h>
#include <stdio.h>
#include <unistd.h>

#include "reference-impl/base/text.h"
#include "reference-impl/tools/key_file.h"
#include "reference-impl/tools/unit_fixture.h"

static struct unit_fixture unit;

/* As a maker's service is asked: the answer of the device's mailbox is typed off. */
static int make_token(const char *rest)
{
	struct bytes challenge = unit_must_ask(&unit, MAILBOX_TOOL, MAILBOX_CHALLENGE);
	char nonce[2 * SERVICE_NONCE_LEN + 1] = "", device[2 * FUSE_DEVICE_ID_LEN + 1] = "", line[1024];
	struct writer n = writer_over((struct buffer){ (uint8_t *)nonce, sizeof(nonce) - 1 });
	struct writer d = writer_over((struct buffer){ (uint8_t *)device, sizeof(device) - 1 });

	text_write_hex(&n, bytes_from(challenge.at, SERVICE_NONCE_LEN));
	text_write_hex(&d, bytes_from(challenge.at + SERVICE_NONCE_LEN, FUSE_DEVICE_ID_LEN));
	ck_assert_int_lt(snprintf(line, sizeof(line), "make_token --device %s --challenge %s --out @token %s", device, nonce, rest), 1024);
	return tools_run(line);
}

static enum result open_with(const char *key)
{
	uint8_t message[CRYPTO_P256_SPKI_LEN + SERVICE_TOKEN_MAX_LEN], spki[CRYPTO_P256_SPKI_LEN];
	struct writer out = writer_over(BUFFER_OF(message));
	struct bytes token, body;
	uint8_t room[SERVICE_TOKEN_MAX_LEN];

	ck_assert_int_eq(key_file_read_public(tools_at(key), spki), RESULT_OK);
	token = tools_load("@token", BUFFER_OF(room));
	writer_bytes(&out, BYTES_OF(spki));
	writer_bytes(&out, token);
	return unit_ask(&unit, MAILBOX_TOOL, MAILBOX_SERVICE_OPEN, bytes_from(message, out.used), &body);
}

/* What the maker's service signs, under which key it is brought, and what the device makes of it. */
static const struct token_case {
	const char *rest, *brought_under;
	enum result result;
} tokens[] = {
	{ "--kind debug --expires 60 --rights debug-os,read-logs --key @service", "@service.pub", RESULT_OK },
	{ "--kind service --expires 86400 --rights sideload,radio-test,read-logs --key @service", "@service.pub", RESULT_OK },
	{ "--kind debug --expires 60 --rights debug-apps --lifecycle device-complete --key @service", "@service.pub", RESULT_OK },
	{ "--kind debug --expires 60 --rights debug-os --key none", "@service.pub", RESULT_BAD_SIGNATURE },
	{ "--kind debug --expires 60 --rights debug-os --key @k2", "@service.pub", RESULT_BAD_SIGNATURE },
	{ "--kind debug --expires 60 --rights debug-os --key @k2", "@k2.pub", RESULT_UNKNOWN_KEY },
	{ "--kind debug --expires 60 --rights sideload --key @service", "@service.pub", RESULT_REFUSED },
	{ "--kind debug --expires 60 --rights debug-os --lifecycle blank --key @service", "@service.pub", RESULT_REFUSED },
};

START_TEST(the_service_key_opens_the_unit)
{
	const struct token_case *c = &tokens[_i];

	ck_assert_int_eq(tools_run(UNIT_PROVISION " --service-key @service.pub"), 0);
	unit_power_on(&unit);
	ck_assert_int_eq(make_token(c->rest), 0);
	ck_assert_msg(open_with(c->brought_under) == c->result, "%s", c->rest);
	ck_assert_int_eq(unit.rot.session.kind != SERVICE_NONE, c->result == RESULT_OK);
	unit_power_off(&unit);
}
END_TEST

START_TEST(without_a_service_key_nobody_does)
{
	ck_assert_int_eq(tools_run(UNIT_PROVISION), 0);
	unit_power_on(&unit);
	ck_assert_int_eq(make_token(tokens[0].rest), 0);
	ck_assert_int_eq(open_with("@service.pub"), RESULT_UNKNOWN_KEY);
	unit_power_off(&unit);
}
END_TEST

/* Each is a word that no token is written for. */
static const char *const wrong_words[] = {
	"--kind repair --expires 60 --rights debug-os --key @service",
	"--kind debug --expires 0 --rights debug-os --key @service",
	"--kind debug --expires 86401 --rights debug-os --key @service",
	"--kind debug --expires 60 --rights everything --key @service",
	"--kind debug --expires 60 --rights debug-os, --key @service",
	"--kind debug --expires 60 --rights debug-os --lifecycle open --key @service",
	"--kind debug --expires 60 --rights debug-os --key @service more",
	"--kind debug --expires 60 --rights debug-os",
	"--kind debug --expires 60 --key @service",
	"--expires 60 --rights debug-os --key @service",
	"--kind debug --expires 60 --rights debug-os --key @service --device 00",
	"--kind debug --expires 60 --rights debug-os --key @service --challenge 00",
};

START_TEST(a_wrong_word_makes_no_token)
{
	ck_assert_int_eq(tools_run(UNIT_PROVISION), 0);
	unit_power_on(&unit);
	ck_assert_msg(make_token(wrong_words[_i]) == 64, "%s", wrong_words[_i]);
	ck_assert_int_ne(access(tools_at("@token"), F_OK), 0);
	unit_power_off(&unit);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tokens");
	TCase *tcase = tcase_create("of the maker's service");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, unit_setup, tools_teardown);
	tcase_add_loop_test(tcase, the_service_key_opens_the_unit, 0, sizeof(tokens) / sizeof(tokens[0]));
	tcase_add_test(tcase, without_a_service_key_nobody_does);
	tcase_add_loop_test(tcase, a_wrong_word_makes_no_token, 0, sizeof(wrong_words) / sizeof(wrong_words[0]));
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
