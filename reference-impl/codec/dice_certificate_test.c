/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates as they are written, read back by us and by the library, cut and changed. */

#include <check.h>
#include <string.h>

#include "reference-impl/codec/dice_sample_fixture.h"
#include "reference-impl/crypto/certificate.h"

static struct dice_sample sample;

static void setup(void)
{
	dice_sample_prepare(&sample);
}

static struct dice_certificate parsed(struct bytes der)
{
	struct dice_certificate certificate;

	ck_assert_int_eq(dice_certificate_parse(der, &certificate), RESULT_OK);
	return certificate;
}

START_TEST(what_is_written_is_read)
{
	struct dice_certificate leaf, os;

	dice_sample_write(&sample);
	leaf = parsed(sample.ders[SAMPLE_LEAF]);
	os = parsed(sample.ders[SAMPLE_OS]);
	ck_assert(bytes_equal(leaf.spki, BYTES_OF(sample.keys[SAMPLE_LEAF].spki)) && bytes_equal(leaf.issuer, os.subject));
	ck_assert(bytes_equal(leaf.authority_key_id, os.subject_key_id) && dice_certificate_is_bound(&leaf));
	ck_assert(!leaf.is_ca && leaf.is_for_attestation && leaf.key_usage == DICE_USAGE_DIGITAL_SIGNATURE);
	ck_assert(os.is_ca && os.has_path_len && os.path_len == 0 && os.key_usage == DICE_USAGE_CERTIFICATE_SIGN);
	ck_assert_int_eq(leaf.not_before, 1521763199);
	ck_assert_int_eq(leaf.not_after, 253402300799);
	ck_assert_uint_eq(parsed(sample.ders[SAMPLE_DEVICE]).tcb_infos.len, 0);
}
END_TEST

START_TEST(a_measurement_comes_back)
{
	static const uint8_t longest[CRYPTO_SHA512_LEN] = { 7 };
	struct dice_tcb_info *info = &sample.infos[SAMPLE_OS], read;
	struct bytes infos;

	info->svn = UINT64_MAX;
	info->fwids[info->fwid_count++] = (struct dice_fwid){ CRYPTO_SHA512, BYTES_OF(longest) };
	info->flags = DICE_TCB_DEBUG | (uint32_t)1 << 31 | (uint32_t)1 << 8;
	dice_sample_write(&sample);
	infos = parsed(sample.ders[SAMPLE_OS]).tcb_infos;
	ck_assert_int_eq(dice_tcb_info_take(&infos, &read), RESULT_OK);
	ck_assert(bytes_equal(read.vendor, info->vendor) && bytes_equal(read.model, info->model) && bytes_equal(read.version, info->version));
	ck_assert(read.has_svn && read.svn == UINT64_MAX && read.has_layer && read.layer == info->layer && read.flags == info->flags);
	ck_assert_uint_eq(read.fwid_count, 2);
	ck_assert(read.fwids[1].kind == CRYPTO_SHA512 && bytes_equal(read.fwids[1].digest, BYTES_OF(longest)));
	ck_assert_int_eq(dice_tcb_info_take(&infos, &read), RESULT_NOT_FOUND);
}
END_TEST

START_TEST(every_flag_has_its_place)
{
	struct dice_tcb_info read;
	struct bytes infos;

	sample.infos[SAMPLE_OS].flags = (uint32_t)1 << _i;
	dice_sample_write(&sample);
	infos = parsed(sample.ders[SAMPLE_OS]).tcb_infos;
	ck_assert_int_eq(dice_tcb_info_take(&infos, &read), RESULT_OK);
	ck_assert_uint_eq(read.flags, (uint32_t)1 << _i);
}
END_TEST

static void no_fwid(struct dice_tcb_info *i) { i->fwid_count = 0; }
static void many_fwids(struct dice_tcb_info *i) { i->fwid_count = DICE_MAX_FWIDS + 1; }
static void short_fwid(struct dice_tcb_info *i) { i->fwids[0].digest.len--; }
static void wrong_kind(struct dice_tcb_info *i) { i->fwids[0].kind = CRYPTO_SHA384; }
static void empty_vendor(struct dice_tcb_info *i) { i->vendor.len = 0; }
static void no_utf8(struct dice_tcb_info *i) { i->model = bytes_of_text("\xff"); }

START_TEST(a_measurement_that_breaks_a_rule_is_not_written)
{
	static void (*const spoil[])(struct dice_tcb_info *) = { no_fwid, many_fwids, short_fwid, wrong_kind, empty_vendor, no_utf8 };
	struct dice_signer signer = dice_sample_signer(&sample.keys[SAMPLE_LOADER]);
	struct bytes der = { NULL, 0 };

	spoil[_i](&sample.infos[SAMPLE_OS]);
	ck_assert_int_eq(dice_certificate_write(&sample.requests[SAMPLE_OS], &signer, BUFFER_OF(sample.rooms[0]), &der), RESULT_REFUSED);
	ck_assert_ptr_null(der.at);
}
END_TEST

static enum result will_not_sign(const void *context, struct bytes digest, struct buffer room, struct bytes *ret_der)
{
	(void)digest;
	*ret_der = bytes_from(room.at, 8);
	return context ? RESULT_BUSY : RESULT_OK;
}

START_TEST(a_signer_that_fails_is_heard)
{
	struct dice_signer busy = { will_not_sign, &sample }, wrong = { will_not_sign, NULL };
	struct buffer room = BUFFER_OF(sample.rooms[0]);
	struct bytes der;

	ck_assert_int_eq(dice_certificate_write(&sample.requests[SAMPLE_OS], &busy, room, &der), RESULT_BUSY);
	ck_assert_int_eq(dice_certificate_write(&sample.requests[SAMPLE_OS], &wrong, room, &der), RESULT_CRYPTO);
	sample.requests[SAMPLE_OS].subject_spki.len--;
	ck_assert_int_eq(dice_certificate_write(&sample.requests[SAMPLE_OS], &busy, room, &der), RESULT_MALFORMED);
}
END_TEST

START_TEST(a_short_room_is_told)
{
	struct dice_signer signer = dice_sample_signer(&sample.keys[SAMPLE_LOADER]);
	struct bytes der;

	dice_sample_write(&sample);
	/* A signature may be a byte or two longer the next time. */
	for (size_t len = 0; len + 4 < sample.ders[SAMPLE_OS].len; len += 7)
		ck_assert_int_eq(
			dice_certificate_write(&sample.requests[SAMPLE_OS], &signer, (struct buffer){ sample.rooms[0], len }, &der),
			RESULT_TOO_LARGE);
}
END_TEST

START_TEST(a_cut_certificate_is_refused)
{
	struct dice_certificate certificate;

	dice_sample_write(&sample);
	for (size_t len = 0; len < sample.ders[SAMPLE_OS].len; len++) {
		uint8_t exact[DICE_CERTIFICATE_MAX_LEN];

		memcpy(exact, sample.ders[SAMPLE_OS].at, len);
		ck_assert_int_ne(dice_certificate_parse(bytes_from(exact, len), &certificate), RESULT_OK);
	}
}
END_TEST

/* What we take the library takes, and reads the same from it. */
static bool library_agrees(struct bytes der)
{
	struct dice_certificate ours;
	struct certificate theirs;

	if (dice_certificate_parse(der, &ours) != RESULT_OK)
		return false;
	ck_assert_int_eq(certificate_parse(der, &theirs), RESULT_OK);
	ck_assert(bytes_equal(ours.spki, theirs.spki));
	ck_assert_int_eq(ours.not_before, theirs.not_before);
	ck_assert_int_eq(ours.not_after, theirs.not_after);
	ck_assert_int_eq(ours.is_ca, theirs.is_ca);
	return true;
}

START_TEST(the_library_reads_the_same_from_changed_certificates)
{
	static const uint8_t CHANGES[] = { 0x01, 0x02, 0x10, 0x20, 0x80, 0xff };
	uint8_t changed[DICE_CERTIFICATE_MAX_LEN];
	size_t taken = 0, len;

	dice_sample_write(&sample);
	len = sample.ders[_i].len;
	ck_assert(library_agrees(sample.ders[_i]));
	for (size_t i = 0; i < len; i++) {
		for (size_t j = 0; j < sizeof(CHANGES); j++) {
			memcpy(changed, sample.ders[_i].at, len);
			changed[i] ^= CHANGES[j];
			taken += library_agrees(bytes_from(changed, len));
		}
	}
	/* Keys, digests and texts may change and leave a certificate. */
	ck_assert_uint_gt(taken, 100);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dice certificate");
	TCase *tests = tcase_create("one");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, what_is_written_is_read);
	tcase_add_test(tests, a_measurement_comes_back);
	tcase_add_loop_test(tests, every_flag_has_its_place, 0, 32);
	tcase_add_loop_test(tests, a_measurement_that_breaks_a_rule_is_not_written, 0, 6);
	tcase_add_test(tests, a_signer_that_fails_is_heard);
	tcase_add_test(tests, a_short_room_is_told);
	tcase_add_test(tests, a_cut_certificate_is_refused);
	tcase_add_loop_test(tests, the_library_reads_the_same_from_changed_certificates, 0, SAMPLE_COUNT);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
