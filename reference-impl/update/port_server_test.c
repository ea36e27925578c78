/* SPDX-License-Identifier: Apache-2.0 */
/* One line for each frame: what is sent to the port, and the first byte and length of the answer. */

#include <check.h>
#include <string.h>

#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/update/port_server.h"
#include "reference-impl/update/update_fixture.h"

static struct update_fixture f;
static struct port_service service;
static uint8_t room[PORT_FRAME_MAX_LEN];

static void setup(void)
{
	update_fixture_init(&f);
	service = (struct port_service){
		.platform = &f.platform,
		.room = BUFFER_OF(room),
		.server = PORT_SERVER_DOWNLOAD,
		.slot = 1,
		.reason = "because",
	};
	stage_init(&service.stage, &f.platform, &f.boot);
}

static struct bytes ask(const void *frame, size_t len)
{
	struct bytes bytes = bytes_from(frame, len), received;

	sim_port_offer(&f.sim, &bytes, 1);
	ck_assert_int_eq(port_receive(&service, 0, &received), RESULT_OK);
	port_answer(&service, received);
	return sim_port_answer(&f.sim);
}

static const struct frame_case {
	const char *name;
	uint8_t frame[12];
	size_t len;
	uint8_t status;
} cases[] = {
	{ "empty", { 0 }, 0, PORT_UNKNOWN },
	{ "unknown", { 9 }, 1, PORT_UNKNOWN },
	{ "unknown and long", { 0xff, 1, 2, 3 }, 4, PORT_UNKNOWN },
	{ "info with more", { PORT_INFO, 0 }, 2, PORT_REFUSED },
	{ "begin without fields", { PORT_STAGE_BEGIN }, 1, PORT_REFUSED },
	{ "begin cut", { PORT_STAGE_BEGIN, 0, 1, 0, 0 }, 5, PORT_REFUSED },
	{ "begin with more", { PORT_STAGE_BEGIN, 0, 1, 0, 0, 0, 0 }, 7, PORT_REFUSED },
	{ "begin", { PORT_STAGE_BEGIN, 0, 1, 0, 0, 0 }, 6, PORT_OK },
	{ "begin of nothing", { PORT_STAGE_BEGIN, 0, 0, 0, 0, 0 }, 6, PORT_REFUSED },
	{ "begin of everything", { PORT_STAGE_BEGIN, 0, 0xff, 0xff, 0xff, 0xff }, 6, PORT_REFUSED },
	{ "begin on no path", { PORT_STAGE_BEGIN, 2, 1, 0, 0, 0 }, 6, PORT_REFUSED },
	{ "data without begin", { PORT_STAGE_DATA, 0, 0, 0, 0, 1 }, 6, PORT_REFUSED },
	{ "data without fields", { PORT_STAGE_DATA, 0 }, 2, PORT_REFUSED },
	{ "end without begin", { PORT_STAGE_END }, 1, PORT_REFUSED },
	{ "end with more", { PORT_STAGE_END, 1 }, 2, PORT_REFUSED },
	{ "reset with more", { PORT_RESET, 1 }, 2, PORT_REFUSED },
	{ "reset", { PORT_RESET }, 1, PORT_OK },
};

START_TEST(answers_each_frame)
{
	struct bytes answer = ask(cases[_i].frame, cases[_i].len);

	ck_assert_msg(answer.len >= 1 && answer.at[0] == cases[_i].status, "%s", cases[_i].name);
	ck_assert_msg((answer.len > 1) == (cases[_i].status == PORT_REFUSED), "%s", cases[_i].name);
	ck_assert_uint_eq(f.sim.chip.nor.operations, 0);
}
END_TEST

START_TEST(info_says_who_it_is)
{
	static const uint8_t command = PORT_INFO;
	uint8_t id[16];
	struct bytes answer;

	memset(id, 0x1d, sizeof(id));
	ck_assert_int_eq(nor_burn(&f.sim.chip.nor, FUSE_DEVICE_ID, BYTES_OF(id)), RESULT_OK);
	ck_assert_int_eq(nor_counter_raise(&f.sim.chip.nor, COUNTER_OS, 0x01020304), RESULT_OK);
	answer = ask(&command, 1);
	ck_assert_uint_eq(answer.len, 1 + 1 + 4 + 1 + 16 + 32 + 32 + 7);
	ck_assert_mem_eq(answer.at, "\0\2\4\3\2\1\1", 7);
	ck_assert_mem_eq(answer.at + 7, id, sizeof(id));
	ck_assert_mem_eq(answer.at + 87, "because", 7);
}
END_TEST

START_TEST(an_image_goes_in)
{
	static const uint8_t begin[] = { PORT_STAGE_BEGIN, PORT_PATH_RECOVERY, 6, 0, 0, 0 };
	static const uint8_t first[] = { PORT_STAGE_DATA, 0, 0, 0, 0, 'G', 'o' };
	static const uint8_t rest[] = { PORT_STAGE_DATA, 2, 0, 0, 0, 'o', 'd', '.', '.' };
	static const uint8_t end = PORT_STAGE_END;

	ck_assert_uint_eq(ask(begin, sizeof(begin)).at[0], PORT_OK);
	ck_assert_uint_eq(ask(first, sizeof(first)).at[0], PORT_OK);
	ck_assert_uint_eq(ask(rest, sizeof(rest)).at[0], PORT_OK);
	ck_assert_uint_eq(ask(&end, 1).at[0], PORT_OK);
	ck_assert_uint_eq(f.recorded, 1);
	ck_assert_uint_eq(f.path, PORT_PATH_RECOVERY);
}
END_TEST

START_TEST(reset_ends_the_service)
{
	static const uint8_t info = PORT_INFO, reset = PORT_RESET;
	const struct bytes frames[] = { { &info, 1 }, { &reset, 1 }, { &info, 1 } };

	sim_port_offer(&f.sim, frames, 3);
	ck_assert_int_eq(port_serve(&service), RESULT_OK);
	ck_assert(service.reset_asked);
	ck_assert(f.sim.chip.reset_asked);
	ck_assert_uint_eq(f.sim.port.sent_count, 2);
}
END_TEST

START_TEST(nobody_there_is_no_failure)
{
	struct bytes frame;

	ck_assert_int_eq(port_receive(&service, 0, &frame), RESULT_NOT_FOUND);
	sim_power_off(&f.sim);
	ck_assert_int_eq(port_serve(&service), RESULT_IO);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("port_server");
	TCase *tcase = tcase_create("frames");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_loop_test(tcase, answers_each_frame, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tcase, info_says_who_it_is);
	tcase_add_test(tcase, an_image_goes_in);
	tcase_add_test(tcase, reset_ends_the_service);
	tcase_add_test(tcase, nobody_there_is_no_failure);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
