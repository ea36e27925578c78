/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of image_memfd.h: header and rest are one view, and frozen bytes never change again. */

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reference-impl/platform/board/image_memfd.h"

static struct image_memfd image;
static struct buffer room;
static struct bytes view;

static void setup(void)
{
	image = image_memfd_empty();
}

static void teardown(void)
{
	image_memfd_release(&image);
}

static void fill(void)
{
	for (size_t i = 0; i < room.len; i++)
		room.at[i] = (uint8_t)(i * 7);
}

START_TEST(the_view_is_one_and_the_file_is_what_follows_the_header)
{
	static const uint32_t header_lens[] = { 0, 1, 32, 512, 4095, 4096, 4097, 65535 };
	uint8_t byte;

	for (size_t i = 0; i < sizeof(header_lens) / sizeof(header_lens[0]); i++) {
		uint32_t header_len = header_lens[i];

		ck_assert_int_eq(image_memfd_reserve(&image, header_len, 5000, &room), RESULT_OK);
		ck_assert_uint_eq(room.len, header_len + 5000);
		fill();
		ck_assert_int_eq(image_memfd_freeze(&image, &view), RESULT_OK);
		ck_assert_ptr_eq(view.at, room.at);
		ck_assert_uint_eq(view.len, room.len);
		for (size_t k = 0; k < view.len; k++)
			ck_assert_uint_eq(view.at[k], (uint8_t)(k * 7));
		ck_assert_int_eq(pread(image.fd, &byte, 1, 4999), 1);
		ck_assert_uint_eq(byte, view.at[view.len - 1]);
	}
}
END_TEST

START_TEST(a_frozen_file_is_sealed_for_everybody)
{
	ck_assert_int_eq(image_memfd_reserve(&image, 32, 5000, &room), RESULT_OK);
	ck_assert(!image_memfd_is_sealed(image.fd, 5000));
	ck_assert_int_eq(image_memfd_freeze(&image, &view), RESULT_OK);
	ck_assert(image_memfd_is_sealed(image.fd, 5000));
	ck_assert(!image_memfd_is_sealed(image.fd, 5001));
	ck_assert(!image_memfd_is_sealed(image.fd, 0));
	ck_assert(!image_memfd_is_sealed(STDIN_FILENO, 1));
	ck_assert_int_eq(pwrite(image.fd, "x", 1, 0), -1);
	ck_assert_int_eq(errno, EPERM);
	ck_assert_int_eq(ftruncate(image.fd, 1), -1);
	ck_assert_ptr_eq(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, image.fd, 0), MAP_FAILED);
	ck_assert_int_eq(mprotect(image.base, image.header_pages_len + 4096, PROT_READ | PROT_WRITE), -1);
	ck_assert_int_eq(image_memfd_freeze(&image, &view), RESULT_REFUSED);
}
END_TEST

/* The kernel writes on our behalf, and says what a store of our own would meet. */
static bool can_be_written(uint8_t *at)
{
	int ends[2];
	bool written;

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "x", 1), 1);
	written = read(ends[0], at, 1) == 1;
	close(ends[0]);
	close(ends[1]);
	return written;
}

/* A page in a pipe is referred to by the pipe, as one in the kernel's own queues is by them. */
START_TEST(sealing_waits_for_who_still_refers_to_a_page)
{
	int fd = memfd_create("image", MFD_CLOEXEC | MFD_ALLOW_SEALING), ends[2], go_on[2], status;
	uint8_t page[4096] = { 1 };
	loff_t from = 0;
	pid_t holder;

	ck_assert_int_eq(write(fd, page, sizeof(page)), sizeof(page));
	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(pipe(go_on), 0);
	ck_assert_int_eq(splice(fd, &from, ends[1], NULL, sizeof(page), 0), sizeof(page));
	ck_assert_int_eq(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE), -1);
	ck_assert_int_eq(errno, EBUSY);
	holder = fork();
	if (holder == 0)
		_exit(read(go_on[0], page, 1) == 1 && usleep(400000) == 0 && read(ends[0], page, sizeof(page)) == sizeof(page) ? 0 : 1);
	ck_assert_int_eq(write(go_on[1], page, 1), 1);
	ck_assert_int_eq(image_memfd_seal(fd), RESULT_OK);
	ck_assert(image_memfd_is_sealed(fd, sizeof(page)));
	ck_assert_int_eq(waitpid(holder, &status, 0), holder);
	ck_assert_int_eq(status, 0);
	close(fd);
}
END_TEST

START_TEST(a_frozen_view_cannot_be_written)
{
	ck_assert_int_eq(image_memfd_reserve(&image, 32, 100, &room), RESULT_OK);
	ck_assert(can_be_written(room.at));
	ck_assert(can_be_written(room.at + 131));
	ck_assert_int_eq(image_memfd_freeze(&image, &view), RESULT_OK);
	ck_assert(!can_be_written(room.at));
	ck_assert(!can_be_written(room.at + 32));
	ck_assert(!can_be_written(room.at + 131));
}
END_TEST

START_TEST(a_new_reservation_forgets_the_old_and_is_zero)
{
	ck_assert_int_eq(image_memfd_reserve(&image, 32, 5000, &room), RESULT_OK);
	fill();
	ck_assert_int_eq(image_memfd_reserve(&image, 16, 100, &room), RESULT_OK);
	for (size_t i = 0; i < room.len; i++)
		ck_assert_uint_eq(room.at[i], 0);
}
END_TEST

START_TEST(impossible_lengths_are_refused)
{
	ck_assert_int_eq(image_memfd_freeze(&image, &view), RESULT_REFUSED);
	ck_assert_int_eq(image_memfd_reserve(&image, 65536, 100, &room), RESULT_TOO_LARGE);
	ck_assert_int_eq(image_memfd_reserve(&image, 32, 0, &room), RESULT_TOO_LARGE);
	ck_assert_int_eq(image_memfd_reserve(&image, 32, UINT32_MAX, &room), RESULT_TOO_LARGE);
	ck_assert_int_eq(image_memfd_freeze(&image, &view), RESULT_REFUSED);
	image_memfd_release(&image);
	image_memfd_release(&image);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("image_memfd");
	TCase *tests = tcase_create("image");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, the_view_is_one_and_the_file_is_what_follows_the_header);
	tcase_add_test(tests, a_frozen_file_is_sealed_for_everybody);
	tcase_add_test(tests, sealing_waits_for_who_still_refers_to_a_page);
	tcase_add_test(tests, a_frozen_view_cannot_be_written);
	tcase_add_test(tests, a_new_reservation_forgets_the_old_and_is_zero);
	tcase_add_test(tests, impossible_lengths_are_refused);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
