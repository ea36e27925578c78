/* SPDX-License-Identifier: Apache-2.0 */
/* PEM: written and read again, several blocks in a file, and what is no PEM. */

#include <check.h>
#include <string.h>

#include "reference-impl/crypto/pem.h"

static struct bytes written(struct writer *w)
{
	struct bytes text;

	ck_assert_int_eq(writer_finish(w, &text), RESULT_OK);
	return text;
}

START_TEST(every_length_comes_back)
{
	uint8_t der[200], text_room[512], room[200];

	memset(der, 0x5a, sizeof(der));
	for (size_t len = 0; len <= sizeof(der); len++) {
		struct writer w = writer_over(BUFFER_OF(text_room));
		struct bytes text, got;

		pem_write(&w, "CERTIFICATE", bytes_from(der, len));
		text = written(&w);
		ck_assert_int_eq(pem_read(&text, "CERTIFICATE", BUFFER_OF(room), &got), RESULT_OK);
		ck_assert(bytes_equal(got, bytes_from(der, len)));
		ck_assert_int_eq(pem_read(&text, "CERTIFICATE", BUFFER_OF(room), &got), RESULT_NOT_FOUND);
	}
}
END_TEST

START_TEST(blocks_of_other_labels_and_text_are_skipped)
{
	struct bytes text = bytes_of_text("Bag Attributes\n-----BEGIN EC PARAMETERS-----\nBggq\n-----END EC PARAMETERS-----\r\n"
					  "-----BEGIN CERTIFICATE-----\r\nAQID\r\n-----END CERTIFICATE-----\r\n"
					  "-----BEGIN CERTIFICATE-----\nBA==\n-----END CERTIFICATE-----");
	uint8_t room[8];
	struct bytes got;

	ck_assert_int_eq(pem_read(&text, "CERTIFICATE", BUFFER_OF(room), &got), RESULT_OK);
	ck_assert(bytes_equal(got, bytes_from("\1\2\3", 3)));
	ck_assert_int_eq(pem_read(&text, "CERTIFICATE", BUFFER_OF(room), &got), RESULT_OK);
	ck_assert(bytes_equal(got, bytes_from("\4", 1)));
	ck_assert_int_eq(pem_read(&text, "CERTIFICATE", BUFFER_OF(room), &got), RESULT_NOT_FOUND);
}
END_TEST

START_TEST(what_is_no_pem)
{
	static const char *const texts[] = {
		"-----BEGIN X-----\nAQID\n", "-----BEGIN X-----\nAQ=D\n-----END X-----\n", "-----BEGIN X-----\nAQI\n-----END X-----\n",
		"-----BEGIN X-----\nAQ==\nAQ==\n-----END X-----\n", "-----BEGIN X-----\nAQID\n-----END Y-----\n",
		"-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\n\nAQID\n-----END X-----\n",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct bytes text = bytes_of_text(texts[i]), got;
		uint8_t room[8];

		ck_assert_msg(pem_read(&text, "X", BUFFER_OF(room), &got) == RESULT_MALFORMED, "%s", texts[i]);
		ck_assert_uint_eq(text.len, strlen(texts[i]));
	}
}
END_TEST

START_TEST(a_short_room_is_told)
{
	struct bytes text = bytes_of_text("-----BEGIN X-----\nAQID\n-----END X-----\n"), got;
	uint8_t room[2];

	ck_assert_int_eq(pem_read(&text, "X", BUFFER_OF(room), &got), RESULT_TOO_LARGE);
}
END_TEST

START_TEST(a_private_key_comes_back)
{
	struct crypto_p256_key key, again;
	uint8_t room[512];
	struct writer w = writer_over(BUFFER_OF(room));

	ck_assert_int_eq(crypto_p256_generate(&key), RESULT_OK);
	ck_assert_int_eq(pem_write_p256_key(&w, &key), RESULT_OK);
	ck_assert_int_eq(pem_read_p256_key(written(&w), &again), RESULT_OK);
	ck_assert(bytes_equal(BYTES_OF(key), BYTES_OF(again)));
}
END_TEST

START_TEST(a_key_in_the_older_form_is_read)
{
	/* RFC 6979 A.2.5, as "openssl ec" writes it. */
	static const char text[] = "-----BEGIN EC PRIVATE KEY-----\n"
				   "MHcCAQEEIMmvqdhFunUWa1whV2ex1pNOUMPbNuibEnuKYisSD2choAoGCCqGSM49\n"
				   "AwEHoUQDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Z5A/4QCLi8\n"
				   "maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==\n-----END EC PRIVATE KEY-----\n";
	struct crypto_p256_key key;
	enum result result = pem_read_p256_key(bytes_of_text(text), &key);

	/* The public half in the file is not believed: it is derived again. */
	ck_assert_int_eq(result, RESULT_OK);
	ck_assert_uint_eq(key.scalar[0], 0xc9);
	ck_assert_uint_eq(key.spki[27], 0x60);
}
END_TEST

START_TEST(what_is_no_p256_key)
{
	static const char ed25519[] = "-----BEGIN PRIVATE KEY-----\n"
				      "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
	static const char rubbish[] = "-----BEGIN PRIVATE KEY-----\nAQID\n-----END PRIVATE KEY-----\n";
	struct crypto_p256_key key;

	ck_assert_int_eq(pem_read_p256_key(bytes_of_text(ed25519), &key), RESULT_UNSUPPORTED);
	ck_assert_int_eq(pem_read_p256_key(bytes_of_text(rubbish), &key), RESULT_MALFORMED);
	ck_assert_int_eq(pem_read_p256_key(bytes_of_text(""), &key), RESULT_NOT_FOUND);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pem");
	TCase *tests = tcase_create("files");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, every_length_comes_back);
	tcase_add_test(tests, blocks_of_other_labels_and_text_are_skipped);
	tcase_add_test(tests, what_is_no_pem);
	tcase_add_test(tests, a_short_room_is_told);
	tcase_add_test(tests, a_private_key_comes_back);
	tcase_add_test(tests, a_key_in_the_older_form_is_read);
	tcase_add_test(tests, what_is_no_p256_key);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
