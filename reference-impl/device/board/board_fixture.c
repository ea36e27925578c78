/* SPDX-License-Identifier: Apache-2.0 */
/* Starting and stopping a board around the probe. */

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/board.h"
#include "reference-impl/device/board/board_fixture.h"
#include "reference-impl/platform/fuse_map.h"

enum { MIB = 1 << 20, SIGNAL_WAIT_MS = 20000 };

const struct nor_layout board_fixture_layout = {
	.region_len = {
		[FLASH_LOADER] = MIB,
		[FLASH_SLOT_A] = MIB,
		[FLASH_SLOT_B] = 16 * FLASH_BLOCK_LEN,
		[FLASH_BOOT_STATE] = 2 * FLASH_BLOCK_LEN,
		[FLASH_BOOT_CONFIG] = FLASH_BLOCK_LEN,
		[FLASH_KEYS] = FLASH_BLOCK_LEN,
	},
};

const struct component board_fixture_loader = { .kind = COMPONENT_LOADER, .digest = { { 'L' } } };

static enum result rom(const struct platform *p)
{
	uint8_t header[4];
	struct reader r = reader_over(BYTES_OF(header));
	struct buffer room;
	struct bytes image;
	uint32_t len;
	enum result result = p->flash.read(p->flash.context, FLASH_LOADER, 0, BUFFER_OF(header));

	if (result != RESULT_OK)
		return result;
	len = reader_u32_le(&r);
	result = p->memory.reserve(p->memory.context, sizeof(header), len, &room);
	if (result == RESULT_OK)
		result = p->flash.read(p->flash.context, FLASH_LOADER, 0, room);
	if (result == RESULT_OK)
		result = p->memory.freeze(p->memory.context, &image);
	if (result == RESULT_OK)
		result = p->measurements.enter(p->measurements.context, &board_fixture_loader);
	if (result == RESULT_OK)
		result = p->memory.start(p->memory.context, len);
	if (result != RESULT_OK)
		p->console.write(p->console.context, bytes_of_text("ROM: nothing to start\n"));
	return result;
}

static size_t read_probe(uint8_t *at, size_t room)
{
	int fd = open(STAGE_PROBE_PATH, O_RDONLY | O_CLOEXEC);
	size_t len = 0;
	ssize_t part;

	ck_assert_int_ge(fd, 0);
	while ((part = read(fd, at + len, room - len)) > 0)
		len += (size_t)part;
	close(fd);
	ck_assert_uint_lt(len, room);
	return len;
}

static void place_probe(struct nor *nor, enum flash_region region)
{
	static uint8_t image[MIB];
	size_t len = read_probe(image + 4, sizeof(image) - 4);
	struct writer w = writer_over((struct buffer){ image, 4 });

	writer_u32_le(&w, (uint32_t)len);
	ck_assert_int_eq(nor_rewrite(nor, region, 0, bytes_from(image, len + 4)), RESULT_OK);
}

static void make_file(const char *dir, const char *name, uint64_t len)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(ftruncate(fd, (off_t)len), 0);
	close(fd);
}

void board_fixture_make_unit(const char *dir)
{
	struct board_complaint complaint = { 0 };
	struct storage_files files;
	struct nor_memory memory;
	struct nor nor;

	make_file(dir, "flash.bin", nor_flash_len(&board_fixture_layout));
	make_file(dir, "fuses.bin", FUSE_LEN);
	make_file(dir, "counters.bin", NOR_COUNTERS_LEN);
	ck_assert_int_eq(storage_files_open(&files, dir, &board_fixture_layout, &complaint), RESULT_OK);
	memory = storage_files_memory(&files);
	ck_assert_int_eq(nor_attach(&nor, &board_fixture_layout, &memory), RESULT_OK);
	nor_format(&nor);
	place_probe(&nor, FLASH_LOADER);
	place_probe(&nor, FLASH_SLOT_A);
	storage_files_close(&files);
}

static void be_the_board(const struct board_fixture *f)
{
	struct board_config config = { .state_dir = f->dir,
				       .rig_path = f->rig_path,
				       .port_path = f->port_path,
				       .root_of_trust = ROOT_OF_TRUST_PATH,
				       .layout = &board_fixture_layout,
				       .rom = rom };
	sigset_t stop;

	/* A test that fails leaves without stopping its board. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigprocmask(SIG_BLOCK, &stop, NULL);
	if (!freopen("/dev/null", "w", stdout))
		_exit(1);
	_exit(board_serve(&config, signalfd(-1, &stop, SFD_CLOEXEC)));
}

/* The socket appears when the board is ready; a board that never is fails the test. */
static int connect_to(const char *path, int type)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);

	memcpy(address.sun_path, path, strlen(path));
	for (int wait = 0; wait < SIGNAL_WAIT_MS; wait++) {
		if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0)
			return fd;
		usleep(1000);
	}
	ck_abort_msg("the board does not listen at %s", path);
	return -1;
}

void board_fixture_start(struct board_fixture *f)
{
	memset(f, 0, sizeof(*f));
	strcpy(f->dir, "/tmp/board-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(f->dir));
	snprintf(f->rig_path, sizeof(f->rig_path), "%s/rig", f->dir);
	snprintf(f->port_path, sizeof(f->port_path), "%s/port", f->dir);
	board_fixture_make_unit(f->dir);
	f->port = -1;
	board_fixture_launch(f);
}

void board_fixture_launch(struct board_fixture *f)
{
	f->console_seen = 0;
	f->pid = fork();
	ck_assert_int_ge(f->pid, 0);
	if (f->pid == 0)
		be_the_board(f);
	f->rig = connect_to(f->rig_path, SOCK_SEQPACKET);
}

void board_fixture_remove_unit(const char *dir)
{
	static const char *const names[] = { "flash.bin", "fuses.bin", "counters.bin" };
	char path[128];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	/* Fails, and the test with it, if the board left one of its sockets behind. */
	ck_assert_int_eq(rmdir(dir), 0);
}

void board_fixture_stop(struct board_fixture *f)
{
	int status;

	board_fixture_disconnect(f);
	close(f->rig);
	ck_assert_int_eq(kill(f->pid, SIGTERM), 0);
	ck_assert_int_eq(waitpid(f->pid, &status, 0), f->pid);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
	board_fixture_remove_unit(f->dir);
}

void board_fixture_disconnect(struct board_fixture *f)
{
	if (f->port >= 0)
		close(f->port);
	f->port = -1;
}

void board_fixture_connect(struct board_fixture *f)
{
	struct timeval limit = { SIGNAL_WAIT_MS / 1000, 0 };

	board_fixture_disconnect(f);
	f->port = connect_to(f->port_path, SOCK_STREAM);
	ck_assert_int_eq(setsockopt(f->port, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)), 0);
}
