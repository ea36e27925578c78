/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of dice.h: the published values come out, and every input matters. */

#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/vectors_fixture.h"
#include "reference-impl/codec/dice_certificate.h"
#include "reference-impl/root_of_trust/dice.h"

static void hex(const json_t *object, const char *name, struct buffer into)
{
	const char *text = json_string_value(json_object_get(object, name));
	struct bytes bytes;

	ck_assert_msg(text != NULL, "%s", name);
	ck_assert_int_eq(text_read_hex(bytes_of_text(text), into, &bytes), RESULT_OK);
	ck_assert_uint_eq(bytes.len, into.len);
}

/* Key pair and identifier of one side, authority (the layer below) or subject. */
static void check_key(const json_t *expected, const uint8_t cdi[DICE_CDI_LEN])
{
	uint8_t private[CRYPTO_P256_SCALAR_LEN], public[64], id[DICE_KEY_ID_LEN], computed[DICE_KEY_ID_LEN];
	struct crypto_p256_key key;

	hex(expected, "p256_priv", BUFFER_OF(private));
	hex(expected, "p256_pub_xy", BUFFER_OF(public));
	hex(expected, "p256_id", BUFFER_OF(id));
	ck_assert_int_eq(dice_key(cdi, &key), RESULT_OK);
	ck_assert_mem_eq(key.scalar, private, sizeof(private));
	ck_assert_mem_eq(key.spki + CRYPTO_P256_SPKI_LEN - 64, public, sizeof(public));
	ck_assert_int_eq(dice_key_id(BYTES_OF(key.spki), computed), RESULT_OK);
	ck_assert_mem_eq(computed, id, sizeof(id));
}

static void check_case(const json_t *known)
{
	struct dice_cdi cdi, expected;
	struct dice_input input = { .mode = (uint8_t)json_integer_value(json_object_get(known, "mode")) };

	hex(known, "in_cdi_attest", BUFFER_OF(cdi.attest));
	hex(known, "in_cdi_seal", BUFFER_OF(cdi.seal));
	hex(known, "code_hash", BUFFER_OF(input.code));
	hex(known, "config_value", BUFFER_OF(input.configuration));
	hex(known, "authority_hash", BUFFER_OF(input.authority));
	hex(known, "hidden", BUFFER_OF(input.hidden));
	hex(known, "out_cdi_attest", BUFFER_OF(expected.attest));
	hex(known, "out_cdi_seal", BUFFER_OF(expected.seal));
	check_key(json_object_get(known, "authority"), cdi.attest);
	ck_assert_int_eq(dice_next(&cdi, &input, &cdi), RESULT_OK);
	ck_assert_mem_eq(&cdi, &expected, sizeof(cdi));
	check_key(json_object_get(known, "subject"), cdi.attest);
}

static void run_file(const char *name)
{
	char path[VECTORS_PATH_MAX];
	struct buffer text;
	json_t *file;
	size_t i;
	json_t *known;

	if (!vectors_path(name, path))
		return;
	text = vectors_read(path);
	file = json_loadb((const char *)text.at, text.len, JSON_REJECT_DUPLICATES, NULL);
	ck_assert_ptr_nonnull(file);
	json_array_foreach (json_object_get(file, "cases"), i, known)
		check_case(known);
	printf("%s: %zu cases\n", name, json_array_size(json_object_get(file, "cases")));
	ck_assert_uint_gt(json_array_size(json_object_get(file, "cases")), 0);
	json_decref(file);
	free(text.at);
}

START_TEST(the_published_values_come_out)
{
	run_file("dice/open-dice-kat.json");
	run_file("dice/own-kat.json");
}
END_TEST

/* The first values of the profile's own tests, so that a tree without vectors is tested too. */
START_TEST(zero_input_gives_its_known_values)
{
	static const uint8_t attest[8] = { 0xfb, 0xfc, 0x67, 0x97, 0x71, 0x34, 0x2e, 0xea };
	static const uint8_t seal[8] = { 0x8f, 0xf8, 0xb2, 0x25, 0x71, 0x32, 0x5e, 0x7d };
	static const uint8_t private[8] = { 0xb9, 0xff, 0xe6, 0xee, 0x0e, 0x0d, 0x32, 0x36 };
	struct dice_cdi cdi = { .attest = { 0 } };
	struct dice_input input = { .mode = LAYER_MODE_NOT_CONFIGURED };
	struct crypto_p256_key key;

	ck_assert_int_eq(dice_next(&cdi, &input, &cdi), RESULT_OK);
	ck_assert_mem_eq(cdi.attest, attest, sizeof(attest));
	ck_assert_mem_eq(cdi.seal, seal, sizeof(seal));
	ck_assert_int_eq(dice_key(cdi.attest, &key), RESULT_OK);
	ck_assert_mem_eq(key.scalar, private, sizeof(private));
}
END_TEST

START_TEST(every_input_matters_to_attestation_and_the_right_ones_to_sealing)
{
	static const bool seals[] = { false, false, true, true, true };
	const struct dice_cdi first = { .attest = { 1 }, .seal = { 1 } };
	struct dice_input input = { .mode = LAYER_MODE_NORMAL }, changed[5];
	struct dice_cdi plain, other;

	ck_assert_int_eq(dice_next(&first, &input, &plain), RESULT_OK);
	for (size_t i = 0; i < 5; i++)
		changed[i] = input;
	changed[0].code[63] = 1;
	changed[1].configuration[63] = 1;
	changed[2].authority[63] = 1;
	changed[3].mode = LAYER_MODE_DEBUG;
	changed[4].hidden[63] = 1;
	for (size_t i = 0; i < 5; i++) {
		ck_assert_int_eq(dice_next(&first, &changed[i], &other), RESULT_OK);
		ck_assert_mem_ne(other.attest, plain.attest, DICE_CDI_LEN);
		ck_assert_int_eq(memcmp(other.seal, plain.seal, DICE_CDI_LEN) != 0, seals[i]);
	}
}
END_TEST

START_TEST(labels_give_unrelated_keys_and_seeds_have_one_length)
{
	static const uint8_t secret[DICE_CDI_LEN] = { 5 };
	struct crypto_p256_key a, b, again;

	ck_assert_int_eq(dice_leaf_key(BYTES_OF(secret), bytes_of_text("one use"), &a), RESULT_OK);
	ck_assert_int_eq(dice_leaf_key(BYTES_OF(secret), bytes_of_text("another"), &b), RESULT_OK);
	ck_assert_int_eq(dice_leaf_key(BYTES_OF(secret), bytes_of_text("one use"), &again), RESULT_OK);
	ck_assert_mem_ne(a.scalar, b.scalar, sizeof(a.scalar));
	ck_assert_mem_eq(&a, &again, sizeof(a));
	ck_assert_int_eq(dice_key_from_seed(bytes_from(secret, 31), &a), RESULT_MALFORMED);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dice");
	TCase *tests = tcase_create("dice");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, the_published_values_come_out);
	tcase_add_test(tests, zero_input_gives_its_known_values);
	tcase_add_test(tests, every_input_matters_to_attestation_and_the_right_ones_to_sealing);
	tcase_add_test(tests, labels_give_unrelated_keys_and_seeds_have_one_length);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
