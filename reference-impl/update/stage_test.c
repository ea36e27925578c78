/* SPDX-License-Identifier: Apache-2.0 */
/* Staging takes bytes in order, touches nothing before the verdict, and writes the header last. */

#include <check.h>
#include <string.h>

#include "reference-impl/platform/nor_fixture.h"
#include "reference-impl/platform/port.h"
#include "reference-impl/update/slot_writer.h"
#include "reference-impl/update/update_fixture.h"

enum { IMAGE_LEN = 6601 };

static struct update_fixture f;
static struct stage stage;
static uint8_t image[IMAGE_LEN];

static void setup(void)
{
	update_fixture_init(&f);
	stage_init(&stage, &f.platform, &f.boot);
	for (size_t i = 0; i < sizeof(image); i++)
		image[i] = (uint8_t)(i * 7);
	image[0] = 'G';
}

static enum result send(uint32_t from, uint32_t to)
{
	return stage_data(&stage, from, bytes_from(image + from, to - from));
}

static void expect_in_slot(size_t len)
{
	struct bytes view;

	ck_assert_int_eq(nor_inspect(&f.sim.chip.nor, FLASH_SLOT_B, 0, len, &view), RESULT_OK);
	ck_assert_mem_eq(view.at, image, len);
}

START_TEST(a_good_image_is_written_and_recorded)
{
	ck_assert_int_eq(stage_begin(&stage, PORT_PATH_RECOVERY, IMAGE_LEN), RESULT_OK);
	ck_assert_int_eq(send(0, 1), RESULT_OK);
	ck_assert_int_eq(send(1, 1), RESULT_OK);
	ck_assert_int_eq(send(1, 4097), RESULT_OK);
	ck_assert_int_eq(send(4097, IMAGE_LEN), RESULT_OK);
	ck_assert_uint_eq(f.sim.chip.nor.operations, 0);
	ck_assert_int_eq(stage_end(&stage), RESULT_OK);
	expect_in_slot(IMAGE_LEN);
	ck_assert(update_fixture_is_erased(&f, IMAGE_LEN));
	ck_assert_uint_eq(f.recorded, 1);
	ck_assert_uint_eq(f.path, PORT_PATH_RECOVERY);
	ck_assert_uint_eq(f.sim.chip.nor.operations, 2 + 7);
	ck_assert_int_eq(stage_end(&stage), RESULT_REFUSED);
}
END_TEST

START_TEST(a_refused_image_leaves_no_trace)
{
	image[0] = 'X';
	ck_assert_int_eq(stage_begin(&stage, PORT_PATH_NORMAL, IMAGE_LEN), RESULT_OK);
	ck_assert_int_eq(send(0, IMAGE_LEN), RESULT_OK);
	ck_assert_int_eq(stage_end(&stage), RESULT_BAD_SIGNATURE);
	ck_assert_uint_eq(f.sim.chip.nor.operations, 0);
	ck_assert_uint_eq(f.recorded, 0);
}
END_TEST

START_TEST(begin_says_no)
{
	ck_assert_int_eq(stage_begin(&stage, PORT_PATH_NORMAL, 0), RESULT_REFUSED);
	ck_assert_int_eq(stage_begin(&stage, 2, IMAGE_LEN), RESULT_REFUSED);
	ck_assert_int_eq(stage_begin(&stage, PORT_PATH_NORMAL, NOR_FIXTURE_SLOT_LEN + 1), RESULT_TOO_LARGE);
	ck_assert_int_eq(stage_begin(&stage, PORT_PATH_NORMAL, UINT32_MAX), RESULT_TOO_LARGE);
	f.free_result = RESULT_BUSY;
	ck_assert_int_eq(stage_begin(&stage, PORT_PATH_NORMAL, IMAGE_LEN), RESULT_BUSY);
	ck_assert_int_eq(send(0, 10), RESULT_REFUSED);
	ck_assert_int_eq(stage_end(&stage), RESULT_REFUSED);
}
END_TEST

START_TEST(a_failed_begin_ends_what_was_open)
{
	ck_assert_int_eq(stage_begin(&stage, PORT_PATH_NORMAL, IMAGE_LEN), RESULT_OK);
	ck_assert_int_eq(send(0, IMAGE_LEN), RESULT_OK);
	ck_assert_int_eq(stage_begin(&stage, PORT_PATH_NORMAL, 0), RESULT_REFUSED);
	ck_assert_int_eq(stage_end(&stage), RESULT_REFUSED);
}
END_TEST

START_TEST(a_second_begin_starts_over)
{
	ck_assert_int_eq(stage_begin(&stage, PORT_PATH_NORMAL, 8192), RESULT_OK);
	ck_assert_int_eq(send(0, 100), RESULT_OK);
	ck_assert_int_eq(stage_begin(&stage, PORT_PATH_NORMAL, IMAGE_LEN), RESULT_OK);
	ck_assert_int_eq(send(0, IMAGE_LEN), RESULT_OK);
	ck_assert_int_eq(stage_end(&stage), RESULT_OK);
	expect_in_slot(IMAGE_LEN);
}
END_TEST

/* _i: a gap, a repetition, too much; each ends the staging. */
START_TEST(data_out_of_order_ends_it)
{
	static const struct {
		uint32_t from, to;
		enum result expected;
	} bad[] = { { 101, 200, RESULT_REFUSED }, { 99, 200, RESULT_REFUSED }, { 0, 100, RESULT_REFUSED }, { 100, IMAGE_LEN, RESULT_TOO_LARGE } };

	ck_assert_int_eq(stage_begin(&stage, PORT_PATH_NORMAL, IMAGE_LEN - 1), RESULT_OK);
	ck_assert_int_eq(send(0, 100), RESULT_OK);
	ck_assert_int_eq(send(bad[_i].from, bad[_i].to), bad[_i].expected);
	ck_assert_int_eq(send(100, IMAGE_LEN - 1), RESULT_REFUSED);
	ck_assert_int_eq(stage_end(&stage), RESULT_REFUSED);
}
END_TEST

START_TEST(missing_data_is_no_image)
{
	ck_assert_int_eq(stage_begin(&stage, PORT_PATH_NORMAL, IMAGE_LEN), RESULT_OK);
	ck_assert_int_eq(send(0, IMAGE_LEN - 1), RESULT_OK);
	ck_assert_int_eq(stage_end(&stage), RESULT_TRUNCATED);
	ck_assert_uint_eq(f.sim.chip.nor.operations, 0);
}
END_TEST

/* _i: operations before the cut. The old header goes first, the new one comes last. */
START_TEST(no_cut_leaves_a_header_before_its_image)
{
	uint8_t old[FLASH_PAGE_LEN];
	struct bytes view;

	memset(old, 'G', sizeof(old));
	ck_assert_int_eq(sim_put(&f.sim, FLASH_SLOT_B, 0, BYTES_OF(old)), RESULT_OK);
	nor_arm_cut(&f.sim.chip.nor, (uint64_t)_i + 1, RIG_TEAR_NONE);
	ck_assert_int_eq(slot_write(&f.platform.flash, FLASH_SLOT_B, BYTES_OF(image)), RESULT_IO);
	ck_assert_int_eq(nor_inspect(&f.sim.chip.nor, FLASH_SLOT_B, 0, 1, &view), RESULT_OK);
	ck_assert_uint_eq(view.at[0], _i == 0 ? 'G' : 0xff);
}
END_TEST

START_TEST(a_slot_that_keeps_something_else_is_noticed)
{
	static uint8_t altered[16] = { 1, 2, 3 }, seen[16];

	memset(seen, 1, sizeof(seen));
	ck_assert_int_eq(nor_fault_second_read(&f.sim.chip.nor, FLASH_SLOT_B, 2048, BYTES_OF(altered), BUFFER_OF(seen)), RESULT_OK);
	ck_assert_int_eq(slot_write(&f.platform.flash, FLASH_SLOT_B, BYTES_OF(image)), RESULT_OK);
	ck_assert_int_eq(slot_write(&f.platform.flash, FLASH_SLOT_B, BYTES_OF(image)), RESULT_IO);
	ck_assert_int_eq(slot_write(&f.platform.flash, FLASH_SLOT_B, bytes_from(image, 0)), RESULT_TOO_LARGE);
	ck_assert_int_eq(slot_write(&f.platform.flash, FLASH_SLOT_B, bytes_from(image, NOR_FIXTURE_SLOT_LEN + 1)), RESULT_TOO_LARGE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stage");
	TCase *tcase = tcase_create("stagings");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_test(tcase, a_good_image_is_written_and_recorded);
	tcase_add_test(tcase, a_refused_image_leaves_no_trace);
	tcase_add_test(tcase, begin_says_no);
	tcase_add_test(tcase, a_failed_begin_ends_what_was_open);
	tcase_add_test(tcase, a_second_begin_starts_over);
	tcase_add_loop_test(tcase, data_out_of_order_ends_it, 0, 4);
	tcase_add_test(tcase, missing_data_is_no_image);
	tcase_add_loop_test(tcase, no_cut_leaves_a_header_before_its_image, 0, 9);
	tcase_add_test(tcase, a_slot_that_keeps_something_else_is_noticed);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
