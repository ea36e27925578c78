/* SPDX-License-Identifier: Apache-2.0 */
/* The root of trust's program, its birth and its end. */

#include "reference-impl/device/board/root_process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/board.h"
#include "reference-impl/device/board/root_line.h"

enum { ROOT_UID = 64000, PROGRAM_MAX_LEN = 16 << 20 };

struct root_process root_process_none(void)
{
	return (struct root_process){ .program = image_memfd_empty(), .process = stage_process_none(), .control = -1, .rom = -1, .tool = -1 };
}

/* A program that changes while it is read is measured as it was read: no other bytes are ever executed. */
static enum result read_program(struct root_process *root, int fd)
{
	struct stat status;
	struct buffer room;
	enum result result;

	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
		return RESULT_IO;
	if (status.st_size <= 0 || status.st_size > PROGRAM_MAX_LEN)
		return RESULT_TOO_LARGE;
	result = image_memfd_reserve(&root->program, 0, (uint32_t)status.st_size, &room);
	for (size_t done = 0; result == RESULT_OK && done < room.len;) {
		ssize_t got = read(fd, room.at + done, room.len - done);

		if (got > 0)
			done += (size_t)got;
		else if (got == 0 || errno != EINTR)
			result = RESULT_IO;
	}
	return result;
}

static enum result measure_program(struct root_process *root)
{
	struct bytes program;
	enum result result = image_memfd_freeze(&root->program, &program);

	root->self = (struct component){ .kind = COMPONENT_ROOT_OF_TRUST, .version = { .major = 1 } };
	return result == RESULT_OK ? crypto_sha256(program, &root->self.digest) : result;
}

enum result root_process_load(struct root_process *root, const char *path, struct board_complaint *complaint)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum result result = fd < 0 ? RESULT_NOT_FOUND : read_program(root, fd);

	if (result == RESULT_OK)
		result = measure_program(root);
	if (result == RESULT_OK)
		result = stage_filter_compile(STAGE_FILTER_ROOT_OF_TRUST, &root->filter);
	if (result != RESULT_OK)
		board_complain(complaint, BOARD_EXIT_RIG, "%s: the root of trust's program: %s; name it with --root-of-trust", path,
			       fd < 0 ? strerror(errno) : result_sentence(result));
	if (fd >= 0)
		close(fd);
	return result;
}

void root_process_unload(struct root_process *root)
{
	image_memfd_release(&root->program);
}

bool root_process_can_lock(void)
{
	const struct rlimit enough = { STAGE_LOCKED_LEN, STAGE_LOCKED_LEN };
	struct rlimit limit;

	if (getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_max >= enough.rlim_max)
		return true;
	return setrlimit(RLIMIT_MEMLOCK, &enough) == 0;
}

static enum result birth(struct board *board, int control_end)
{
	struct root_process *root = &board->root;
	struct stage_birth birth = {
		.name = "root-of-trust",
		.uid = ROOT_UID,
		.image_fd = root->program.fd,
		.second_fd = control_end,
		.locked_len = STAGE_LOCKED_LEN,
		.filter = &root->filter,
	};

	return stage_process_start(&root->process, &birth);
}

static enum result start(struct board *board)
{
	int ends[2];
	enum result result;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return RESULT_IO;
	board->root.control = ends[0];
	result = birth(board, ends[1]);
	close(ends[1]);
	return result;
}

static enum result tell_power_on(struct board *board)
{
	uint8_t room[COMPONENT_ENCODED_LEN];
	struct writer w = writer_over(BUFFER_OF(room));

	component_write(&w, &board->root.self);
	return root_tell(board, &(struct root_order){ .op = CONTROL_POWER_ON, .data = BYTES_OF(room), .fd = -1 });
}

enum result root_power_on(struct board *board)
{
	struct root_process *root = &board->root;
	enum result result;

	root->is_lost = false;
	root->powered_ms = board_now_ms();
	result = start(board);
	if (result == RESULT_OK)
		result = tell_power_on(board);
	if (result == RESULT_OK)
		result = root_open_channel(board, MAILBOX_ROM, &root->rom);
	if (result == RESULT_OK)
		result = root_open_channel(board, MAILBOX_TOOL, &root->tool);
	/* Power that was lost meanwhile is no fault of the program. */
	if (result != RESULT_OK && board->chip.nor.powered)
		fprintf(stderr, "assay-device: the root of trust does not start: %s\n", result_sentence(result));
	if (result != RESULT_OK)
		root_power_off(board);
	return result;
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void root_power_off(struct board *board)
{
	struct root_process *root = &board->root;

	stage_process_kill(&root->process);
	close_end(&root->control);
	close_end(&root->rom);
	close_end(&root->tool);
	root->tool_waits = false;
	root->is_lost = false;
}

enum result root_reset(struct board *board)
{
	return root_tell(board, &(struct root_order){ .op = CONTROL_RESET, .fd = -1 });
}

enum result root_open_channel(struct board *board, enum mailbox_role role, int *ret_fd)
{
	int ends[2];
	enum result result;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return RESULT_IO;
	result = root_tell(board, &(struct root_order){ .op = CONTROL_CHANNEL, .region = role, .fd = ends[1] });
	close(ends[1]);
	if (result == RESULT_OK)
		*ret_fd = ends[0];
	else
		close(ends[0]);
	return result;
}
