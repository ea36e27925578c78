/* SPDX-License-Identifier: Apache-2.0 */
/* The board is a process of its own, as the real one is, and ends with its scene. */

#include "conformance/targets/reference/board_fixture.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/targets/server/folder.h"
#include "reference-impl/base/reader.h"

static char folder[] = "/tmp/device_test-XXXXXX";
static pid_t board;

static bool read_all(int from, uint8_t *room, size_t len)
{
	return len == 0 || recv(from, room, len, MSG_WAITALL) == (ssize_t)len;
}

/* What the board heard last, in memory that it shares with the test. */
struct heard {
	size_t len;
	uint8_t frame[PORT_FRAME_MAX_LEN];
};
static struct heard *heard;

/* Takes one command; data that leaves a gap ends the board. */
static bool take_command(int client, uint32_t *staged)
{
	uint8_t head[4];
	struct reader r = reader_over(BYTES_OF(head));
	uint32_t len;

	if (!read_all(client, head, sizeof(head)))
		return false;
	len = reader_u32_le(&r);
	if (len == 0 || len > sizeof(heard->frame) || !read_all(client, heard->frame, len))
		return false;
	heard->len = len;
	r = reader_over(bytes_from(heard->frame, len));
	if (reader_u8(&r) != PORT_STAGE_DATA)
		return true;
	if (reader_u32_le(&r) != *staged)
		return false;
	*staged += len - 5;
	return true;
}

static void play_one(int client, const struct scene *scene)
{
	uint32_t staged = 0;

	for (size_t i = 0; i < SCENE_ANSWERS_MAX && scene->answers[i].at; i++)
		if (!take_command(client, &staged) ||
		    send(client, scene->answers[i].at, scene->answers[i].len, MSG_NOSIGNAL) != (ssize_t)scene->answers[i].len)
			_exit(1);
	if (scene->silent)
		pause();
}

static void play(int listener, const struct scene *scene) __attribute__((noreturn));

static void play(int listener, const struct scene *scene)
{
	for (; scene; scene = scene->next) {
		int client = accept(listener, NULL, NULL);

		if (!scene->next)
			close(listener);
		play_one(client, scene);
		close(client);
	}
	_exit(0);
}

static void start_board(const struct scene *scene)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s/unit0/port.sock", folder);
	unlink(address.sun_path);
	ck_assert_int_eq(bind(listener, (const struct sockaddr *)&address, sizeof(address)), 0);
	ck_assert_int_eq(listen(listener, 1), 0);
	board = fork();
	ck_assert_int_ge(board, 0);
	if (board == 0)
		play(listener, scene);
	close(listener);
}

static void stop_board(void)
{
	kill(board, SIGKILL);
	waitpid(board, NULL, 0);
}

void board_fixture_must_answer(const struct scene *scene, const char *request, const char *wanted)
{
	static struct reference_port port;
	struct adapter adapter = reference_device_adapter(&port);
	FILE *in = fmemopen((void *)(uintptr_t)request, strlen(request), "r");
	char *said = NULL;
	size_t said_len = 0;
	FILE *out = open_memstream(&said, &said_len);

	start_board(scene);
	ck_assert_int_eq(adapter_serve(&adapter, in, out), 0);
	stop_board();
	fclose(in);
	fclose(out);
	ck_assert_msg(strstr(said, wanted) != NULL, "wanted %s, got %s", wanted, said);
	free(said);
}

void board_fixture_must_hear(const struct scene *scene, const char *request, const char *wanted, struct bytes last)
{
	board_fixture_must_answer(scene, request, wanted);
	ck_assert_uint_eq(heard->len, last.len);
	ck_assert_mem_eq(heard->frame, last.at, last.len);
}

const char *board_fixture_folder(void)
{
	char unit[64];

	heard = mmap(NULL, sizeof(*heard), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (heard == MAP_FAILED || !mkdtemp(folder) || snprintf(unit, sizeof(unit), "%s/unit0", folder) < 0 || mkdir(unit, 0700) != 0 ||
	    setenv("ASSAY_RUN_DIR", folder, 1) != 0)
		abort();
	return folder;
}

void board_fixture_remove(void)
{
	if (folder_remove(folder, NULL) != RESULT_OK)
		abort();
}
