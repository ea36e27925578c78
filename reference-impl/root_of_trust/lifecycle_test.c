/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of lifecycle.h: steps are earned, taken whole, one after another, and never taken back. */

#include <check.h>
#include <string.h>

#include "reference-impl/platform/nor_fixture.h"
#include "reference-impl/root_of_trust/lifecycle.h"

static struct sim sim;
static struct vault vault;

static void burn(uint32_t offset, struct bytes bits)
{
	ck_assert_int_eq(nor_burn(&sim.chip.nor, offset, bits), RESULT_OK);
}

static void setup(void)
{
	nor_fixture_sim(&sim);
	vault = sim_vault(&sim);
	sim_power_on(&sim, false);
}

static void burn_identity(void)
{
	static const uint8_t id[FUSE_DEVICE_ID_LEN] = { 1 };

	burn(FUSE_DEVICE_ID, BYTES_OF(id));
}

static void burn_key(uint32_t place, const uint8_t scalar[CRYPTO_P256_SCALAR_LEN])
{
	struct crypto_p256_key key;
	struct crypto_sha256 hash;

	ck_assert_int_eq(crypto_p256_from_scalar(bytes_from(scalar, CRYPTO_P256_SCALAR_LEN), &key), RESULT_OK);
	ck_assert_int_eq(crypto_sha256(BYTES_OF(key.spki), &hash), RESULT_OK);
	burn(FUSE_KEY_HASH + place * CRYPTO_SHA256_LEN, BYTES_OF(hash));
}

static const uint8_t good_key[CRYPTO_P256_SCALAR_LEN] = { 3, 1, 4, 1, 5, 9 };
static const uint8_t key_one[CRYPTO_P256_SCALAR_LEN] = { [31] = 1 };

static enum result advance(enum lifecycle to)
{
	return lifecycle_step(&vault, lifecycle_read(&vault), to);
}

START_TEST(a_device_goes_from_blank_over_module_to_device)
{
	ck_assert_int_eq(lifecycle_read(&vault), LIFECYCLE_BLANK);
	burn_identity();
	burn_key(0, good_key);
	ck_assert_int_eq(advance(LIFECYCLE_DEVICE_COMPLETE), RESULT_REFUSED);
	ck_assert_int_eq(advance(LIFECYCLE_MODULE_COMPLETE), RESULT_OK);
	ck_assert_int_eq(lifecycle_read(&vault), LIFECYCLE_MODULE_COMPLETE);
	ck_assert_int_eq(advance(LIFECYCLE_DEVICE_COMPLETE), RESULT_OK);
	ck_assert_int_eq(lifecycle_read(&vault), LIFECYCLE_DEVICE_COMPLETE);
}
END_TEST

START_TEST(nothing_leads_back_or_stays)
{
	uint64_t operations;

	burn_identity();
	burn_key(0, good_key);
	ck_assert_int_eq(advance(LIFECYCLE_MODULE_COMPLETE), RESULT_OK);
	ck_assert_int_eq(advance(LIFECYCLE_DEVICE_COMPLETE), RESULT_OK);
	operations = sim.chip.nor.operations;
	for (int to = -1; to < 8; to++)
		ck_assert_int_eq(advance((enum lifecycle)to), RESULT_REFUSED);
	ck_assert_uint_eq(sim.chip.nor.operations, operations);
	ck_assert_int_eq(lifecycle_read(&vault), LIFECYCLE_DEVICE_COMPLETE);
}
END_TEST

START_TEST(a_module_without_identity_is_not_complete)
{
	ck_assert_int_eq(advance(LIFECYCLE_MODULE_COMPLETE), RESULT_REFUSED);
	ck_assert_int_eq(lifecycle_read(&vault), LIFECYCLE_BLANK);
}
END_TEST

START_TEST(a_device_needs_a_living_key_and_none_that_everybody_has)
{
	static const uint8_t gone = 1;

	burn_identity();
	ck_assert_int_eq(advance(LIFECYCLE_MODULE_COMPLETE), RESULT_OK);
	ck_assert_int_eq(advance(LIFECYCLE_DEVICE_COMPLETE), RESULT_REFUSED);
	burn_key(1, key_one);
	ck_assert_int_eq(advance(LIFECYCLE_DEVICE_COMPLETE), RESULT_REFUSED);
	burn_key(3, good_key);
	ck_assert_int_eq(advance(LIFECYCLE_DEVICE_COMPLETE), RESULT_REFUSED);
	burn(FUSE_KEY_REVOKED + 1, BYTES_OF(gone));
	ck_assert_int_eq(advance(LIFECYCLE_DEVICE_COMPLETE), RESULT_OK);
}
END_TEST

START_TEST(a_service_key_that_everybody_has_keeps_a_device_from_production)
{
	struct crypto_p256_key key;
	struct crypto_sha256 hash;

	burn_identity();
	burn_key(0, good_key);
	ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(key_one), &key), RESULT_OK);
	ck_assert_int_eq(crypto_sha256(BYTES_OF(key.spki), &hash), RESULT_OK);
	ck_assert(lifecycle_is_test_key(&hash));
	burn(FUSE_SERVICE_KEY_HASH, BYTES_OF(hash));
	ck_assert_int_eq(advance(LIFECYCLE_MODULE_COMPLETE), RESULT_OK);
	ck_assert_int_eq(advance(LIFECYCLE_DEVICE_COMPLETE), RESULT_REFUSED);
}
END_TEST

START_TEST(any_bit_of_a_step_is_the_step_and_the_later_one_counts)
{
	const uint8_t bit = (uint8_t)(1 << _i);

	burn(FUSE_LIFECYCLE, BYTES_OF(bit));
	ck_assert_int_eq(lifecycle_read(&vault), LIFECYCLE_MODULE_COMPLETE);
	sim.chip.nor.space[NOR_FUSES].at[FUSE_LIFECYCLE] = 0;
	burn(FUSE_LIFECYCLE + 1, BYTES_OF(bit));
	ck_assert_int_eq(lifecycle_read(&vault), LIFECYCLE_DEVICE_COMPLETE);
	burn(FUSE_LIFECYCLE + 2, BYTES_OF(bit));
	ck_assert_int_eq(lifecycle_read(&vault), LIFECYCLE_UNKNOWN);
	ck_assert_int_eq(advance(LIFECYCLE_BLANK), RESULT_REFUSED);
}
END_TEST

START_TEST(fuses_that_cannot_be_read_are_no_state_at_all)
{
	ck_assert_int_eq(nor_fault_read_error(&sim.chip.nor, NOR_FUSES, FUSE_LIFECYCLE, 1), RESULT_OK);
	ck_assert_int_eq(lifecycle_read(&vault), LIFECYCLE_UNKNOWN);
	ck_assert_int_eq(lifecycle_step(&vault, LIFECYCLE_UNKNOWN, LIFECYCLE_BLANK), RESULT_REFUSED);
}
END_TEST

/* Every tear of either step: before it or after it, and it can be taken to its end. */
START_TEST(a_cut_step_was_taken_or_was_not)
{
	enum lifecycle before = _i % 2 ? LIFECYCLE_MODULE_COMPLETE : LIFECYCLE_BLANK, after = before + 1, now;

	burn_identity();
	burn_key(0, good_key);
	if (before == LIFECYCLE_MODULE_COMPLETE)
		ck_assert_int_eq(advance(before), RESULT_OK);
	nor_arm_cut(&sim.chip.nor, 1, (enum rig_tear)(_i / 2));
	ck_assert_int_eq(advance(after), RESULT_IO);
	ck_assert(sim.chip.nor.cut.fired);
	sim_power_on(&sim, false);
	now = lifecycle_read(&vault);
	ck_assert(now == before || now == after);
	if (now == before)
		ck_assert_int_eq(advance(after), RESULT_OK);
	ck_assert_int_eq(lifecycle_read(&vault), after);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lifecycle");
	TCase *tests = tcase_create("lifecycle");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, a_device_goes_from_blank_over_module_to_device);
	tcase_add_test(tests, nothing_leads_back_or_stays);
	tcase_add_test(tests, a_module_without_identity_is_not_complete);
	tcase_add_test(tests, a_device_needs_a_living_key_and_none_that_everybody_has);
	tcase_add_test(tests, a_service_key_that_everybody_has_keeps_a_device_from_production);
	tcase_add_loop_test(tests, any_bit_of_a_step_is_the_step_and_the_later_one_counts, 0, 8);
	tcase_add_test(tests, fuses_that_cannot_be_read_are_no_state_at_all);
	tcase_add_loop_test(tests, a_cut_step_was_taken_or_was_not, 0, 6);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
