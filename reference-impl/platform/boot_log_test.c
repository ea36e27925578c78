/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of boot_log.h: entries and registers only grow, in the order of a boot. */

#include <check.h>
#include <string.h>

#include "reference-impl/platform/boot_log.h"
#include "reference-impl/root_of_trust/fault_log.h"

static struct boot_log boot;

static struct component part(enum component_kind kind, uint8_t letter)
{
	return (struct component){ .kind = kind, .version = { 1, 2, 3, letter }, .digest = { { letter } }, .signer = { { 9 } } };
}

static enum result enter(enum component_kind kind, uint8_t letter)
{
	struct component component = part(kind, letter);

	return boot_log_enter(&boot, &component);
}

static void setup(void)
{
	memset(&boot, 0, sizeof(boot));
}

START_TEST(a_boot_goes_forward_and_each_stage_comes_once)
{
	ck_assert_int_eq(enter(COMPONENT_LOADER, 1), RESULT_REFUSED);
	ck_assert_int_eq(enter(COMPONENT_ROOT_OF_TRUST, 1), RESULT_OK);
	ck_assert_int_eq(enter(COMPONENT_ROOT_OF_TRUST, 1), RESULT_REFUSED);
	ck_assert_int_eq(enter(COMPONENT_OS, 2), RESULT_REFUSED);
	ck_assert_int_eq(enter(COMPONENT_CONFIG, 2), RESULT_REFUSED);
	ck_assert_int_eq(enter(COMPONENT_LOADER, 2), RESULT_OK);
	ck_assert_int_eq(enter(COMPONENT_LOADER, 3), RESULT_REFUSED);
	ck_assert_int_eq(enter(COMPONENT_APP, 3), RESULT_REFUSED);
	ck_assert_int_eq(enter(COMPONENT_CONFIG, 3), RESULT_OK);
	ck_assert_int_eq(enter(COMPONENT_OS, 4), RESULT_OK);
	ck_assert_int_eq(enter(COMPONENT_OS, 5), RESULT_REFUSED);
	ck_assert_int_eq(enter(COMPONENT_CONFIG, 5), RESULT_REFUSED);
	ck_assert_int_eq(enter(COMPONENT_KIND_COUNT, 5), RESULT_REFUSED);
	ck_assert_int_eq(enter(COMPONENT_APP, 5), RESULT_OK);
	ck_assert_int_eq(enter(COMPONENT_OS, 6), RESULT_REFUSED);
	ck_assert_uint_eq(boot.count, 5);
}
END_TEST

static void boot_to_os(void)
{
	ck_assert_int_eq(enter(COMPONENT_ROOT_OF_TRUST, 1), RESULT_OK);
	ck_assert_int_eq(enter(COMPONENT_LOADER, 2), RESULT_OK);
	ck_assert_int_eq(enter(COMPONENT_OS, 3), RESULT_OK);
}

START_TEST(a_register_is_the_chain_of_its_digests)
{
	struct crypto_sha256 chain[2] = { { { 0 } }, { { 10 } } }, expected;

	boot_to_os();
	ck_assert_int_eq(enter(COMPONENT_APP, 10), RESULT_OK);
	ck_assert_int_eq(enter(COMPONENT_APP, 11), RESULT_OK);
	ck_assert_int_eq(crypto_sha256(BYTES_OF(chain), &chain[0]), RESULT_OK);
	chain[1] = part(COMPONENT_APP, 11).digest;
	ck_assert_int_eq(crypto_sha256(BYTES_OF(chain), &expected), RESULT_OK);
	ck_assert_mem_eq(&boot.measured[COMPONENT_APP], &expected, sizeof(expected));
}
END_TEST

START_TEST(an_app_started_again_is_in_the_log_once_and_another_form_of_it_twice)
{
	struct component other = part(COMPONENT_APP, 10);
	struct crypto_sha256 before;

	boot_to_os();
	ck_assert_int_eq(enter(COMPONENT_APP, 10), RESULT_OK);
	before = boot.measured[COMPONENT_APP];
	ck_assert_int_eq(enter(COMPONENT_APP, 10), RESULT_OK);
	ck_assert_uint_eq(boot.count, 4);
	ck_assert_mem_eq(&boot.measured[COMPONENT_APP], &before, sizeof(before));
	other.security_counter = 7;
	ck_assert_int_eq(boot_log_enter(&boot, &other), RESULT_OK);
	ck_assert_uint_eq(boot.count, 5);
}
END_TEST

START_TEST(a_full_log_takes_nothing_more_and_loses_nothing)
{
	struct boot_log full;

	boot_to_os();
	for (uint8_t app = 0; app < BOOT_LOG_MAX - 3; app++)
		ck_assert_int_eq(enter(COMPONENT_APP, (uint8_t)(100 + app)), RESULT_OK);
	full = boot;
	ck_assert_int_eq(enter(COMPONENT_APP, 1), RESULT_TOO_LARGE);
	ck_assert_int_eq(enter(COMPONENT_APP, 100), RESULT_OK);
	ck_assert_mem_eq(&boot, &full, sizeof(boot));
}
END_TEST

START_TEST(an_entry_reads_as_it_was_written)
{
	uint8_t room[COMPONENT_ENCODED_LEN], again[COMPONENT_ENCODED_LEN];
	struct writer w = writer_over(BUFFER_OF(room)), second = writer_over(BUFFER_OF(again));
	struct component component = part(COMPONENT_APP, 5), read;
	struct reader r = reader_over(BYTES_OF(room));
	struct bytes written;

	component.security_counter = 0x01020304;
	component_write(&w, &component);
	ck_assert_int_eq(writer_finish(&w, &written), RESULT_OK);
	ck_assert_uint_eq(written.len, COMPONENT_ENCODED_LEN);
	ck_assert_int_eq(component_read(&r, &read), RESULT_OK);
	component_write(&second, &read);
	ck_assert_mem_eq(room, again, sizeof(room));
	for (size_t len = 0; len < sizeof(room); len++) {
		r = reader_over(bytes_from(room, len));
		ck_assert_int_eq(component_read(&r, &read), RESULT_TRUNCATED);
	}
	room[0] = COMPONENT_KIND_COUNT;
	r = reader_over(BYTES_OF(room));
	ck_assert_int_eq(component_read(&r, &read), RESULT_MALFORMED);
}
END_TEST

START_TEST(faults_are_counted_up_to_the_top)
{
	struct fault_log faults = { .count = { [FAULT_TOKEN] = UINT32_MAX } };

	fault_log_add(&faults, FAULT_TOKEN);
	fault_log_add(&faults, FAULT_KIND_COUNT);
	ck_assert_uint_eq(faults.count[FAULT_TOKEN], UINT32_MAX);
	ck_assert(!fault_log_is_grave(&faults));
	fault_log_add(&faults, FAULT_GLITCH);
	ck_assert_uint_eq(faults.count[FAULT_GLITCH], 1);
	ck_assert(fault_log_is_grave(&faults));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("boot log");
	TCase *tests = tcase_create("boot log");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, a_boot_goes_forward_and_each_stage_comes_once);
	tcase_add_test(tests, a_register_is_the_chain_of_its_digests);
	tcase_add_test(tests, an_app_started_again_is_in_the_log_once_and_another_form_of_it_twice);
	tcase_add_test(tests, a_full_log_takes_nothing_more_and_loses_nothing);
	tcase_add_test(tests, an_entry_reads_as_it_was_written);
	tcase_add_test(tests, faults_are_counted_up_to_the_top);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
