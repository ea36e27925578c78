/* SPDX-License-Identifier: Apache-2.0 */
/* A line from whoever asks, read a byte at a time so that nothing behind it is taken. */

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "reference-impl/tools/ask_work.h"

/* RESULT_NOT_FOUND at the end of the input. */
static enum result read_byte(struct ask_work *work, char *ret_byte)
{
	struct pollfd wait[] = { { .fd = STDIN_FILENO, .events = POLLIN }, { .fd = work->desk.stop_fd, .events = POLLIN } };
	ssize_t got;

	while (poll(wait, 2, -1) < 0)
		if (errno != EINTR)
			return RESULT_IO;
	if (program_desk_is_stopped(&work->desk))
		return RESULT_REFUSED;
	got = read(STDIN_FILENO, ret_byte, 1);
	return got < 0 ? RESULT_IO : got == 0 ? RESULT_NOT_FOUND : RESULT_OK;
}

static enum result read_line(struct ask_work *work)
{
	size_t len = 0;
	enum result result;
	char byte;

	for (;;) {
		result = read_byte(work, &byte);
		if (result == RESULT_NOT_FOUND || (result == RESULT_OK && byte == '\n'))
			break;
		if (result != RESULT_OK)
			return result;
		if (len == NONCE_TEXT_MAX_LEN)
			return RESULT_TOO_LARGE;
		if (byte == '\0')
			return RESULT_MALFORMED;
		work->nonce_text[len++] = byte;
	}
	if (len > 0 && work->nonce_text[len - 1] == '\r')
		len--;
	work->nonce_text[len] = '\0';
	return RESULT_OK;
}

static enum result take_option(struct ask_work *work)
{
	size_t len = strlen(work->request->nonce);

	if (len > NONCE_TEXT_MAX_LEN)
		return RESULT_TOO_LARGE;
	memcpy(work->nonce_text, work->request->nonce, len + 1);
	return RESULT_OK;
}

static void prompt(void)
{
	if (!isatty(STDIN_FILENO))
		return;
	fputs("Type anything, and Enter. The device must answer to just that: ", stderr);
	(void)fflush(stderr);
}

enum result ask_nonce(struct ask_work *work)
{
	enum result result;

	if (!work->request->nonce)
		prompt();
	result = work->request->nonce ? take_option(work) : read_line(work);
	if (result == RESULT_OK)
		result = nonce_read(work->nonce_text, &work->nonce);
	if (result == RESULT_OK)
		ask_hex(bytes_from(work->nonce.at, work->nonce.len), work->nonce_hex);
	else if (result != RESULT_REFUSED)
		fputs("assay ask: no nonce: type a line of 1 to 1024 bytes, or give --nonce TEXT\n", stderr);
	return result;
}
