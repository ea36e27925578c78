/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates: what is issued is read, followed to its root, and to no other. */

#include <check.h>
#include <string.h>

#include "reference-impl/crypto/certificate.h"

enum { NOW = 1767225600, DAY = 86400 }; /* 2026-01-01 */

struct issued {
	struct crypto_p256_key key;
	uint8_t room[1024];
	struct bytes der;
};

static void issue(struct issued *to, const char *name, bool is_ca, const struct issued *by)
{
	struct certificate_issue wish = { .common_name = name, .not_before = NOW, .days = 10, .is_ca = is_ca };

	ck_assert_int_eq(crypto_p256_generate(&to->key), RESULT_OK);
	wish.issuer_key = by ? &by->key : &to->key;
	wish.issuer = by ? by->der : bytes_from(NULL, 0);
	wish.subject_spki = BYTES_OF(to->key.spki);
	ck_assert_int_eq(certificate_issue(&wish, BUFFER_OF(to->room), &to->der), RESULT_OK);
}

/* Root, intermediate and leaf; and a stranger's root of the same name. */
static struct issued root, middle, leaf, stranger;

static void setup(void)
{
	issue(&root, "Root", true, NULL);
	issue(&middle, "Middle", true, &root);
	issue(&leaf, "Leaf", false, &middle);
	issue(&stranger, "Root", true, NULL);
}

static struct certificate_chain leaf_to_root(void)
{
	return (struct certificate_chain){ .leaf = leaf.der, .intermediates = &middle.der, .intermediate_count = 1,
					   .roots = &root.der, .root_count = 1, .at_time = NOW + DAY };
}

static void must_refuse(const struct certificate_chain *chain, const char *reason_part)
{
	struct certificate_path path = { .count = 99 };
	const char *reason = NULL;

	ck_assert_int_eq(certificate_verify_chain(chain, &path, &reason), RESULT_REFUSED);
	ck_assert_uint_eq(path.count, 99);
	ck_assert_msg(strstr(reason, reason_part) != NULL, "reason: %s", reason);
}

START_TEST(an_issued_certificate_is_read_back)
{
	struct certificate c;

	ck_assert_int_eq(certificate_parse(leaf.der, &c), RESULT_OK);
	ck_assert(bytes_equal(c.spki, BYTES_OF(leaf.key.spki)));
	ck_assert(bytes_lie_within(c.spki, leaf.der));
	ck_assert_int_eq(c.key_kind, CERTIFICATE_KEY_P256);
	ck_assert_str_eq(c.subject, "CN=Leaf");
	ck_assert_int_eq(c.not_before, NOW);
	ck_assert_int_eq(c.not_after, NOW + 10 * DAY);
	ck_assert(!c.is_ca);
	ck_assert_int_eq(certificate_parse(middle.der, &c), RESULT_OK);
	ck_assert(c.is_ca);
}
END_TEST

START_TEST(every_shorter_or_longer_input_is_malformed)
{
	uint8_t longer[sizeof(leaf.room) + 1] = { 0 };
	struct certificate c;

	for (size_t len = 0; len < leaf.der.len; len++)
		ck_assert_int_eq(certificate_parse(bytes_from(leaf.der.at, len), &c), RESULT_MALFORMED);
	memcpy(longer, leaf.der.at, leaf.der.len);
	ck_assert_int_eq(certificate_parse(bytes_from(longer, leaf.der.len + 1), &c), RESULT_MALFORMED);
}
END_TEST

START_TEST(mutated_certificates_are_read_or_refused_within_bounds)
{
	uint8_t mutated[sizeof(leaf.room)];

	for (size_t at = 0; at < leaf.der.len; at++) {
		for (unsigned flip = 1; flip < 256; flip += 42) {
			struct certificate c;

			memcpy(mutated, leaf.der.at, leaf.der.len);
			mutated[at] ^= (uint8_t)flip;
			if (certificate_parse(bytes_from(mutated, leaf.der.len), &c) == RESULT_OK)
				ck_assert(bytes_lie_within(c.spki, bytes_from(mutated, leaf.der.len)));
		}
	}
}
END_TEST

START_TEST(a_chain_leads_to_its_root)
{
	struct certificate_chain chain = leaf_to_root();
	struct certificate_path path;
	const char *reason;

	ck_assert_int_eq(certificate_verify_chain(&chain, &path, &reason), RESULT_OK);
	ck_assert_uint_eq(path.count, 3);
	ck_assert_ptr_eq(path.at[0].at, leaf.der.at);
	ck_assert_ptr_eq(path.at[1].at, middle.der.at);
	ck_assert_ptr_eq(path.at[2].at, root.der.at);
	ck_assert_str_eq(reason, "ok");
}
END_TEST

START_TEST(a_root_need_not_be_self_signed)
{
	struct certificate_chain chain = leaf_to_root();
	struct certificate_path path;

	chain.roots = &middle.der;
	chain.intermediate_count = 0;
	ck_assert_int_eq(certificate_verify_chain(&chain, &path, NULL), RESULT_OK);
	ck_assert_uint_eq(path.count, 2);
}
END_TEST

START_TEST(a_root_of_the_same_name_is_another_root)
{
	struct certificate_chain chain = leaf_to_root();
	struct bytes helping[] = { middle.der, root.der };

	chain.roots = &stranger.der;
	must_refuse(&chain, "");
	/* Bringing the root along as an intermediate makes it no root. */
	chain.intermediates = helping;
	chain.intermediate_count = 2;
	must_refuse(&chain, "");
	chain.root_count = 0;
	must_refuse(&chain, "");
}
END_TEST

START_TEST(time_counts)
{
	struct certificate_chain chain = leaf_to_root();

	chain.at_time = NOW - 1;
	must_refuse(&chain, "not yet valid");
	chain.at_time = NOW + 10 * DAY + 1;
	must_refuse(&chain, "expired");
}
END_TEST

START_TEST(a_leaf_that_is_no_authority_issues_nothing)
{
	struct certificate_chain chain = leaf_to_root();
	struct bytes helping[] = { middle.der, leaf.der };
	struct issued below;

	issue(&below, "Below", false, &leaf);
	chain.leaf = below.der;
	chain.intermediates = helping;
	chain.intermediate_count = 2;
	must_refuse(&chain, "invalid CA certificate");
}
END_TEST

START_TEST(broken_intermediates_are_passed_over_and_broken_roots_told)
{
	struct certificate_chain chain = leaf_to_root();
	struct bytes rubbish = bytes_of_text("rubbish");
	struct bytes helping[] = { rubbish, middle.der };
	struct certificate_path path;

	chain.intermediates = helping;
	chain.intermediate_count = 2;
	ck_assert_int_eq(certificate_verify_chain(&chain, &path, NULL), RESULT_OK);
	chain.roots = &rubbish;
	ck_assert_int_eq(certificate_verify_chain(&chain, &path, NULL), RESULT_MALFORMED);
}
END_TEST

START_TEST(what_can_not_be_issued_is_refused)
{
	struct certificate_issue wish = { .issuer_key = &root.key, .common_name = "", .not_before = NOW, .days = 1 };
	uint8_t room[1024];
	struct bytes der;

	ck_assert_int_eq(certificate_issue(&wish, BUFFER_OF(room), &der), RESULT_REFUSED);
	wish.common_name = "Self";
	wish.subject_spki = BYTES_OF(leaf.key.spki);
	ck_assert_int_eq(certificate_issue(&wish, BUFFER_OF(room), &der), RESULT_REFUSED);
	wish.issuer = stranger.der;
	ck_assert_int_eq(certificate_issue(&wish, BUFFER_OF(room), &der), RESULT_REFUSED);
	wish.issuer = root.der;
	wish.dns_name = "device.example";
	ck_assert_int_eq(certificate_issue(&wish, (struct buffer){ room, 64 }, &der), RESULT_TOO_LARGE);
	ck_assert_int_eq(certificate_issue(&wish, BUFFER_OF(room), &der), RESULT_OK);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("certificate");
	TCase *tests = tcase_create("chains");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, an_issued_certificate_is_read_back);
	tcase_add_test(tests, every_shorter_or_longer_input_is_malformed);
	tcase_add_test(tests, mutated_certificates_are_read_or_refused_within_bounds);
	tcase_add_test(tests, a_chain_leads_to_its_root);
	tcase_add_test(tests, a_root_need_not_be_self_signed);
	tcase_add_test(tests, a_root_of_the_same_name_is_another_root);
	tcase_add_test(tests, time_counts);
	tcase_add_test(tests, a_leaf_that_is_no_authority_issues_nothing);
	tcase_add_test(tests, broken_intermediates_are_passed_over_and_broken_roots_told);
	tcase_add_test(tests, what_can_not_be_issued_is_refused);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
