/* SPDX-License-Identifier: Apache-2.0 */
/* Other forms of a published token: each is another one, and says what it means to say. */

#include "conformance/token_alter.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/readers/cose_envelope.h"
#include "reference-impl/base/vectors_fixture.h"
#include "reference-impl/base/writer.h"

enum { KEY_LEN = 91, TOKEN_MAX = 1024 };

static uint8_t token_room[TOKEN_MAX];

/* A key, and behind it a message. Empty where there are no vectors, which the fixture says. */
static struct bytes token(void)
{
	char path[VECTORS_PATH_MAX];
	struct buffer file;

	if (!vectors_path("psa-eat/tokens/bootseed_8.cbor", path))
		return bytes_from(NULL, 0);
	file = vectors_read(path);
	ck_assert_uint_le(KEY_LEN + file.len, sizeof(token_room));
	memset(token_room, 0x55, KEY_LEN);
	memcpy(token_room + KEY_LEN, file.at, file.len);
	free(file.at);
	return bytes_from(token_room, KEY_LEN + file.len);
}

static struct bytes altered(size_t number, struct buffer room, const char **ret_how)
{
	struct altered_token made = { .how = "" };

	ck_assert_int_eq(token_alter(token(), bytes_of_text("context"), number, room, &made), RESULT_OK);
	*ret_how = made.how;
	return made.bytes;
}

START_TEST(each_form_differs_from_the_token_and_from_the_others)
{
	static uint8_t rooms[2][TOKEN_ALTERED_MAX];
	const char *how, *other_how;

	if (token().len == 0)
		return;
	for (size_t i = 0; i < token_alterations(); i++) {
		struct bytes one = altered(i, BUFFER_OF(rooms[0]), &how);

		ck_assert_msg(!bytes_equal(one, token()), "%s", how);
		ck_assert_mem_eq(one.at, token_room, KEY_LEN);
		for (size_t j = 0; j < i; j++)
			ck_assert_msg(!bytes_equal(one, altered(j, BUFFER_OF(rooms[1]), &other_how)), "%s, %s", how, other_how);
	}
}
END_TEST

static size_t number_of(const char *wanted)
{
	uint8_t room[TOKEN_ALTERED_MAX];
	const char *how = "";

	for (size_t i = 0; i < token_alterations(); i++) {
		(void)altered(i, BUFFER_OF(room), &how);
		if (strcmp(how, wanted) == 0)
			return i;
	}
	ck_abort_msg("there is no such form: %s", wanted);
}

START_TEST(an_hmac_is_one_under_the_key_that_stands_in_front)
{
	uint8_t room[TOKEN_ALTERED_MAX], text[TOKEN_MAX];
	struct writer w = writer_over(BUFFER_OF(text));
	struct cose_envelope read;
	struct crypto_sha256 tag;
	struct bytes made, payload;
	const char *how;

	if (token().len == 0)
		return;
	made = altered(number_of("an HMAC under the public key"), BUFFER_OF(room), &how);
	ck_assert_int_eq(cose_envelope_read(bytes_from(made.at + KEY_LEN, made.len - KEY_LEN), &read, NULL), RESULT_OK);
	ck_assert_int_eq(read.algorithm, 5);
	payload = walked_content(&read.payload);
	writer_text(&w, "\x84\x6aSignature1\x43\xa1\x01\x05\x47" "context\x59");
	writer_u16_be(&w, (uint16_t)payload.len);
	writer_bytes(&w, payload);
	ck_assert_int_eq(crypto_hmac_sha256(bytes_from(token_room, KEY_LEN), bytes_from(text, w.used), &tag), RESULT_OK);
	ck_assert(bytes_equal(walked_content(&read.signature), BYTES_OF(tag.at)));
}
END_TEST

/* Five forms of one name stand behind one another: inside, without a signature, outside twice, and beside the right name. */
START_TEST(an_algorithm_is_named_inside_outside_and_beside)
{
	static const char *const beginnings[] = { "\xd2\x84\x43\xa1\x01\xf6", "\xd2\x84\x43\xa1\x01\xf6", "\xd2\x84\x40\xa1\x01\xf6",
						  "\xd2\x84\x41\xa0\xa1\x01\xf6", "\xd2\x84\x43\xa1\x01\x26\xa1\x01\xf6" };
	uint8_t room[TOKEN_ALTERED_MAX], zeros[64] = { 0 };
	struct bytes made = { NULL, 0 };
	const char *how;
	size_t first;

	if (token().len == 0)
		return;
	first = number_of("the algorithm is null");
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
		struct bytes beginning = bytes_of_text(beginnings[i]);

		made = altered(first + i, BUFFER_OF(room), &how);
		ck_assert(bytes_equal(bytes_from(made.at + KEY_LEN, beginning.len), beginning));
		if (i == 1)
			ck_assert_uint_eq(made.at[made.len - 1], 0x40);
	}
	ck_assert_mem_eq(made.at + made.len - sizeof(zeros), zeros, sizeof(zeros));
}
END_TEST

START_TEST(what_holds_no_message_has_no_other_form)
{
	uint8_t room[TOKEN_ALTERED_MAX];
	struct altered_token made;

	ck_assert_int_eq(token_alter(bytes_of_text("\xd2\x84 no message"), bytes_of_text(""), 0, BUFFER_OF(room), &made), RESULT_NOT_FOUND);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("token_alter");
	TCase *tcase = tcase_create("forms");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, each_form_differs_from_the_token_and_from_the_others);
	tcase_add_test(tcase, an_hmac_is_one_under_the_key_that_stands_in_front);
	tcase_add_test(tcase, an_algorithm_is_named_inside_outside_and_beside);
	tcase_add_test(tcase, what_holds_no_message_has_no_other_form);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
