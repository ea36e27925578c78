/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of plane.h: whatever an adapter does, the answer comes in time, says what was wrong, and nothing is left running. */

#include <check.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/core/hostile_fixture.h"
#include "conformance/core/plane.h"
#include "conformance/core/protocol_codec.h"

enum { DEADLINE_MS = 300 };

struct bench {
	struct target target;
	struct planes *planes;
	struct link link;
	char folder[32]; /* run_dir and log_dir */
};

static void set_up(struct bench *b, const char *device)
{
	struct complaint why = { "" };
	struct planes_order order = { .target = &b->target, .run_dir = b->folder, .log_dir = b->folder };

	strcpy(b->folder, "/tmp/run-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(b->folder));
	b->target = hostile_target("good", device, "good");
	ck_assert_msg(planes_open(&order, &b->planes, &why) == RESULT_OK, "%s", why.text);
	b->link = planes_link(b->planes);
}

static void tear_down(struct bench *b)
{
	static const char *const files[] = { "rig.log", "device.log", "kit.log", "device/lock", "told", "mine" };
	char path[64];

	planes_close(b->planes);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", b->folder, files[i]);
		(void)unlink(path);
	}
	snprintf(path, sizeof(path), "%s/device", b->folder);
	ck_assert_int_eq(rmdir(path), 0);
	snprintf(path, sizeof(path), "%s/kit", b->folder);
	ck_assert_int_eq(rmdir(path), 0);
	ck_assert_int_eq(rmdir(b->folder), 0);
	hostile_target_remove(&b->target);
}

static enum answer_kind ask_info(struct bench *b, struct answer *ret_answer)
{
	b->link.ask(b->link.context, &(struct question){ "device.info", 0, DEADLINE_MS, NULL }, ret_answer);
	return ret_answer->kind;
}

static const struct {
	const char *mode, *reason;
} broken[] = {
	{ "crash", "ended, or closed" },       { "leaves", "ended, or closed" },	  { "hang", "within the deadline" },
	{ "flood", "longer than a line" },     { "flood_lines", "out of step" },	  { "half", "ended within a line" },
	{ "half_and_wait", "within the deadline" }, { "wrong_id", "out of step" },	  { "extra_field", "does not list" },
	{ "escapes", "\"unit\" is not a text" },    { "deep", "nested deeper" },	  { "no_such_mode", "ended, or closed" },
};

START_TEST(a_broken_answer_says_what_is_wrong)
{
	struct answer answer;
	struct bench b;

	set_up(&b, broken[_i].mode);
	ck_assert_int_eq(ask_info(&b, &answer), ANSWER_BROKEN);
	ck_assert_msg(strstr(answer.reason, broken[_i].reason) != NULL, "%s: %s", broken[_i].mode, answer.reason);
	answer_release(&answer);
	/* The other planes are not harmed, and this one is begun again. */
	b.link.ask(b.link.context, &(struct question){ "kit.probe", 0, DEADLINE_MS, NULL }, &answer);
	ck_assert_msg(strstr(answer.reason, "kit.probe: ") != NULL, "%s", answer.reason);
	answer_release(&answer);
	ck_assert_int_eq(ask_info(&b, &answer), ANSWER_BROKEN);
	ck_assert_uint_eq(planes_starts(b.planes, PLANE_DEVICE), 2);
	answer_release(&answer);
	tear_down(&b);
}
END_TEST

START_TEST(a_flood_does_not_fill_memory)
{
	struct rusage before, after;
	struct answer answer;
	struct bench b;

	set_up(&b, "flood");
	getrusage(RUSAGE_SELF, &before);
	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(ask_info(&b, &answer), ANSWER_BROKEN);
		answer_release(&answer);
	}
	getrusage(RUSAGE_SELF, &after);
	/* Far less than comes in, far more than a sanitizer holds back of what was freed. */
	ck_assert_int_lt(after.ru_maxrss - before.ru_maxrss, 256 * 1024);
	tear_down(&b);
}
END_TEST

START_TEST(who_speaks_unasked_is_out_of_step)
{
	struct answer answer;
	struct bench b;

	set_up(&b, "chatter");
	ck_assert_int_eq(ask_info(&b, &answer), ANSWER_GIVEN);
	answer_release(&answer);
	ck_assert_int_eq(ask_info(&b, &answer), ANSWER_BROKEN);
	/* Which of the two depends on whether the line came before or after our question. */
	ck_assert_msg(strstr(answer.reason, "without being asked") != NULL || strstr(answer.reason, "out of step") != NULL, "%s",
		      answer.reason);
	answer_release(&answer);
	tear_down(&b);
}
END_TEST

START_TEST(who_does_not_read_is_not_waited_for)
{
	char *much = malloc(4 << 20);
	struct answer answer;
	json_t *params;
	struct bench b;

	memset(much, 'A', 4 << 20);
	params = json_pack("{s:s, s:s%}", "path", "normal", "image", much, (size_t)4 << 20);
	set_up(&b, "deaf");
	b.link.ask(b.link.context, &(struct question){ "device.update", 0, DEADLINE_MS, params }, &answer);
	ck_assert_int_eq(answer.kind, ANSWER_BROKEN);
	ck_assert_ptr_nonnull(strstr(answer.reason, "within the deadline"));
	answer_release(&answer);
	json_decref(params);
	free(much);
	tear_down(&b);
}
END_TEST

START_TEST(a_log_is_kept_and_bounded)
{
	struct answer answer;
	struct stat is;
	char path[64];
	struct bench b;

	set_up(&b, "says_all");
	b.link.ask(b.link.context, &(struct question){ "device.info", 0, 20000, NULL }, &answer);
	ck_assert_int_eq(answer.kind, ANSWER_GIVEN);
	answer_release(&answer);
	snprintf(path, sizeof(path), "%s/device.log", b.folder);
	ck_assert_int_eq(stat(path, &is), 0);
	ck_assert_int_eq(is.st_size, TRANSPORT_LOG_MAX);
	tear_down(&b);
}
END_TEST

START_TEST(last_words_are_kept_without_escapes)
{
	char path[64], text[256] = "";
	struct answer answer;
	struct bench b;
	FILE *log;

	set_up(&b, "crash");
	ck_assert_int_eq(ask_info(&b, &answer), ANSWER_BROKEN);
	answer_release(&answer);
	snprintf(path, sizeof(path), "%s/device.log", b.folder);
	log = fopen(path, "r");
	ck_assert_ptr_nonnull(log);
	ck_assert_ptr_nonnull(fgets(text, sizeof(text), log));
	fclose(log);
	ck_assert_str_eq(text, "about to crash ?[2J\n");
	tear_down(&b);
}
END_TEST

START_TEST(nothing_is_left_running)
{
	struct answer answer;
	char path[64];
	struct bench b;
	int lock;

	set_up(&b, "leaves_orphan");
	b.link.ask(b.link.context, &(struct question){ "device.info", 0, 5000, NULL }, &answer);
	ck_assert_int_eq(answer.kind, ANSWER_GIVEN);
	answer_release(&answer);
	snprintf(path, sizeof(path), "%s/device/lock", b.folder);
	lock = open(path, O_RDWR | O_CLOEXEC);
	ck_assert_int_ge(lock, 0);
	ck_assert_int_ne(flock(lock, LOCK_EX | LOCK_NB), 0);
	planes_close(b.planes);
	b.planes = NULL;
	ck_assert_int_eq(flock(lock, LOCK_EX | LOCK_NB), 0);
	close(lock);
	tear_down(&b);
}
END_TEST

static bool is_missing(const struct bench *b, enum sandbox_wall wall)
{
	for (size_t i = 0; i < planes_missing_count(b->planes); i++) {
		if (planes_missing(b->planes, i) == sandbox_wall_sentence(wall))
			return true;
	}
	return false;
}

/* A port of the host, and a lab, that the program must not reach. */
static int listen_on_host(unsigned int *ret_port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_eq(bind(fd, (const struct sockaddr *)&at, sizeof(at)), 0);
	ck_assert_int_eq(listen(fd, 1), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	*ret_port = ntohs(at.sin_port);
	return fd;
}

static void tell(const struct bench *b, const char *lab, unsigned int port)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "%s/told", b->folder);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fprintf(file, "%s/key %u\n", lab, port);
	fclose(file);
	ck_assert_int_eq(chmod(path, 0644), 0);
}

/* Each wall either holds or is named. */
static void must_hold(const struct bench *b, const char *seen, const char *held, enum sandbox_wall wall)
{
	ck_assert_msg((strstr(seen, held) != NULL) != is_missing(b, wall), "\"%s\" and wall %d: %s", held, (int)wall, seen);
}

START_TEST(each_wall_holds_or_is_named)
{
	char lab[] = "/tmp/lab-XXXXXX", key[32], seen[256];
	struct answer answer;
	unsigned int port;
	struct bench b;
	int host = listen_on_host(&port);

	ck_assert_ptr_nonnull(mkdtemp(lab));
	ck_assert_int_eq(chmod(lab, 0755), 0);
	snprintf(key, sizeof(key), "%s/key", lab);
	close(open(key, O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
	ck_assert_int_eq(setenv("ASSAY_LAB", lab, 1), 0);
	ck_assert_int_eq(setenv("SECRET", "of the judge", 1), 0);
	set_up(&b, "looks_round");
	tell(&b, lab, port);
	ck_assert_msg(ask_info(&b, &answer) == ANSWER_GIVEN, "%s", answer.reason);
	snprintf(seen, sizeof(seen), "%s, %s", json_string_value(json_object_get(answer.result, "unit")),
		 json_string_value(json_object_get(answer.result, "hardware")));
	must_hold(&b, seen, "uid 65101", SANDBOX_WALL_UID);
	must_hold(&b, seen, "memory bounded", SANDBOX_WALL_MEMORY);
	must_hold(&b, seen, "lab hidden", SANDBOX_WALL_FILES);
	must_hold(&b, seen, "net closed", SANDBOX_WALL_NETWORK);
	must_hold(&b, seen, "folder closed", SANDBOX_WALL_UID);
	ck_assert_msg(strstr(seen, "vars 4 files 3") != NULL, "%s", seen);
	answer_release(&answer);
	tear_down(&b);
	close(host);
	ck_assert_int_eq(unlink(key) | rmdir(lab), 0);
}
END_TEST

START_TEST(a_plane_that_breaks_too_often_is_given_up)
{
	struct answer answer = { .kind = ANSWER_BROKEN };
	struct bench b;

	set_up(&b, "wrong_id");
	for (int i = 0; i <= PLANE_RESTARTS_MAX + 1; i++) {
		ck_assert_int_eq(ask_info(&b, &answer), ANSWER_BROKEN);
		answer_release(&answer);
	}
	ck_assert_ptr_nonnull(strstr(answer.reason, "given up"));
	ck_assert_uint_eq(planes_starts(b.planes, PLANE_DEVICE), PLANE_RESTARTS_MAX + 1);
	tear_down(&b);
}
END_TEST

START_TEST(an_absent_adapter_is_named)
{
	struct target target = hostile_target("good", "good", "good");
	const struct planes_order order = { .target = &target };
	struct complaint why = { "" };
	struct planes *planes = NULL;

	free(target.programs[PLANE_DEVICE].words[0]);
	target.programs[PLANE_DEVICE].words[0] = strdup("/nonexistent/adapter");
	ck_assert_int_eq(planes_open(&order, &planes, &why), RESULT_IO);
	ck_assert_ptr_null(planes);
	ck_assert_msg(strstr(why.text, "device: /nonexistent/adapter: can't execute it: No such file") != NULL, "%s", why.text);
	hostile_target_remove(&target);
}
END_TEST

START_TEST(without_a_kit_its_methods_are_unsupported)
{
	struct target target = hostile_target("good", "good", "good");
	const struct planes_order order = { .target = &target };
	struct complaint why = { "" };
	struct answer answer;
	struct planes *planes;
	struct link link;

	target.has_program[PLANE_KIT] = false;
	ck_assert_int_eq(planes_open(&order, &planes, &why), RESULT_OK);
	link = planes_link(planes);
	link.ask(link.context, &(struct question){ "kit.image", 0, DEADLINE_MS, NULL }, &answer);
	ck_assert_int_eq(answer.kind, ANSWER_UNSUPPORTED);
	link.ask(link.context, &(struct question){ "lab.image", 0, DEADLINE_MS, NULL }, &answer);
	ck_assert_int_eq(answer.kind, ANSWER_ERROR);
	planes_close(planes);
	hostile_target_remove(&target);
}
END_TEST

int main(int argc, char **argv)
{
	TCase *all = tcase_create("hostile");
	Suite *suite = suite_create("plane");
	SRunner *runner;
	int failed;

	hostile_adapter_if_asked(argc, argv);
	runner = srunner_create(suite);
	tcase_add_loop_test(all, a_broken_answer_says_what_is_wrong, 0, (int)(sizeof(broken) / sizeof(broken[0])));
	tcase_add_test(all, a_flood_does_not_fill_memory);
	tcase_add_test(all, who_speaks_unasked_is_out_of_step);
	tcase_add_test(all, who_does_not_read_is_not_waited_for);
	tcase_add_test(all, a_log_is_kept_and_bounded);
	tcase_add_test(all, last_words_are_kept_without_escapes);
	tcase_add_test(all, nothing_is_left_running);
	tcase_add_test(all, each_wall_holds_or_is_named);
	tcase_add_test(all, a_plane_that_breaks_too_often_is_given_up);
	tcase_add_test(all, an_absent_adapter_is_named);
	tcase_add_test(all, without_a_kit_its_methods_are_unsupported);
	tcase_set_timeout(all, 120);
	suite_add_tcase(suite, all);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
