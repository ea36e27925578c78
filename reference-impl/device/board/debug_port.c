/* SPDX-License-Identifier: Apache-2.0 */
/* One question to the root of trust before each act. */

#include "reference-impl/device/board/debug_port.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/device/board/board.h"
#include "reference-impl/root_of_trust/service_token.h"

enum { RIGHTS_OFFSET = 4 };

/* Whatever keeps the root of trust from saying yes is a no. */
static enum result may_debug(struct board *board)
{
	struct bytes state = { 0 };
	struct reader r;
	uint32_t rights;

	if (!board->chip.nor.powered || board->stage.pid == 0)
		return RESULT_REFUSED;
	if (mailbox_ask(&board->root.as_rom, MAILBOX_SECURITY_STATE, (struct bytes){ 0 }, &state) != RESULT_OK)
		return RESULT_REFUSED;
	r = reader_over(state);
	(void)reader_take(&r, RIGHTS_OFFSET);
	rights = reader_u32_le(&r);
	return reader_result(&r) == RESULT_OK && rights & SERVICE_RIGHT_DEBUG_OS ? RESULT_OK : RESULT_REFUSED;
}

enum result debug_port_attach(struct board *board, struct buffer room, struct bytes *ret_seen)
{
	struct bytes name = bytes_of_text(board->chip.stage == CHIP_OS ? "os" : "loader");
	enum result result = may_debug(board);

	if (result == RESULT_OK)
		result = bytes_copy(room, name);
	if (result == RESULT_OK)
		*ret_seen = bytes_from(room.at, name.len);
	return result;
}

enum result debug_port_read(struct board *board, uint64_t address, uint64_t length, struct buffer room, struct bytes *ret_seen)
{
	char path[64];
	enum result result = may_debug(board);
	ssize_t got;
	int fd;

	if (result != RESULT_OK)
		return result;
	if (length == 0 || length > room.len || address > INT64_MAX)
		return RESULT_TOO_LARGE;
	(void)snprintf(path, sizeof(path), "/proc/%d/mem", board->stage.pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return RESULT_IO;
	got = pread(fd, room.at, (size_t)length, (off_t)address);
	close(fd);
	*ret_seen = bytes_from(room.at, got > 0 ? (size_t)got : 0);
	return RESULT_OK;
}

enum result debug_port_halt(struct board *board)
{
	enum result result = may_debug(board);

	if (result != RESULT_OK)
		return result;
	return kill(board->stage.pid, SIGSTOP) == 0 ? RESULT_OK : RESULT_IO;
}
