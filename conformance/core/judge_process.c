/* SPDX-License-Identifier: Apache-2.0 */
/* Spawns the judge and listens to both its outputs at once, so that neither can block it. */
#define _GNU_SOURCE
#include "conformance/core/judge_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/core/canonical_json.h"
#include "reference-impl/base/text.h"
#include "reference-impl/crypto/crypto.h"

struct ear {
	int fd;
	uint8_t *at;
	size_t len, room, max;
};

enum result program_folder(char *ret_path, size_t room)
{
	ssize_t len = readlink("/proc/self/exe", ret_path, room - 1);
	char *slash;

	if (len < 0)
		return RESULT_IO;
	if ((size_t)len >= room - 1)
		return RESULT_TOO_LARGE;
	ret_path[len] = '\0';
	slash = strrchr(ret_path, '/');
	if (slash == NULL)
		return RESULT_IO;
	*slash = '\0';
	return RESULT_OK;
}

/* In the child: never returns. */
static void become_judge(const char *program, const char *transcript, int out, int err)
{
	char *const arguments[] = { (char *)(uintptr_t) "assay-judge", (char *)(uintptr_t)transcript, NULL };
	char *const environment[] = { NULL };
	int null = open("/dev/null", O_RDONLY);

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (dup2(null, 0) == 0 && dup2(out, 1) == 1 && dup2(err, 2) == 2 && close_range(3, ~0U, 0) == 0)
		(void)execve(program, arguments, environment);
	_exit(127);
}

/* Takes what is there. false at the end of the stream, on an error, or beyond the limit. */
static bool listen_to(struct ear *ear)
{
	ssize_t got;

	if (ear->len == ear->room) {
		uint8_t *more = ear->room * 2 > ear->max ? NULL : realloc(ear->at, ear->room * 2);

		if (more == NULL)
			return false;
		ear->at = more;
		ear->room *= 2;
	}
	got = read(ear->fd, ear->at + ear->len, ear->room - ear->len);
	if (got > 0)
		ear->len += (size_t)got;
	return got > 0 || (got < 0 && errno == EINTR);
}

static void listen_to_both(struct ear *out, struct ear *err)
{
	struct pollfd fds[2] = { { .fd = out->fd, .events = POLLIN }, { .fd = err->fd, .events = POLLIN } };

	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			return;
		if (fds[0].revents != 0 && !listen_to(out))
			fds[0].fd = -1;
		if (fds[1].revents != 0 && !listen_to(err))
			fds[1].fd = -1;
	}
}

static void keep_last_words(const struct ear *err, struct judge_answer *answer)
{
	size_t room = sizeof(answer->says) - 1, len = err->len < room ? err->len : room;

	for (size_t i = 0; i < len; i++) {
		uint8_t byte = err->at[err->len - len + i];

		answer->says[i] = byte >= ' ' && byte <= '~' ? (char)byte : ' ';
	}
	while (len > 0 && answer->says[len - 1] == ' ')
		len--;
	answer->says[len] = '\0';
}

static enum result understand(const struct ear *out, struct judge_answer *answer)
{
	struct json_complaint why;
	struct crypto_sha256 digest;
	struct writer w = writer_over(BUFFER_OF(answer->sha256));

	if (answer->exit != 0)
		return RESULT_OK;
	if (out->len == 0 || out->at[out->len - 1] != '\n' || crypto_sha256(bytes_from(out->at, out->len), &digest) != RESULT_OK ||
	    canonical_json_read(bytes_from(out->at, out->len - 1), true, &answer->verdicts, &why) != RESULT_OK) {
		(void)snprintf(answer->says, sizeof(answer->says), "the judge's answer is not whole canonical JSON");
		return RESULT_MALFORMED;
	}
	text_write_hex(&w, BYTES_OF(digest.at));
	writer_u8(&w, 0);
	return RESULT_OK;
}

static enum result spawn_and_listen(const char *program, const char *transcript, struct ear *out, struct ear *err, int *ret_status)
{
	int to_out[2], to_err[2];
	pid_t child;

	if (pipe2(to_out, O_CLOEXEC) != 0)
		return RESULT_IO;
	if (pipe2(to_err, O_CLOEXEC) != 0 || (child = fork()) < 0) {
		(void)close(to_out[0]);
		(void)close(to_out[1]);
		return RESULT_IO;
	}
	if (child == 0)
		become_judge(program, transcript, to_out[1], to_err[1]);
	(void)close(to_out[1]);
	(void)close(to_err[1]);
	out->fd = to_out[0];
	err->fd = to_err[0];
	listen_to_both(out, err);
	(void)close(to_out[0]);
	(void)close(to_err[0]);
	while (waitpid(child, ret_status, 0) < 0)
		if (errno != EINTR)
			return RESULT_IO;
	return RESULT_OK;
}

enum result judge_ask(const char *transcript, struct judge_answer *ret_answer)
{
	struct judge_answer answer = { .exit = -1 };
	struct ear out = { .at = malloc(65536), .room = 65536, .max = JUDGE_ANSWER_MAX_LEN };
	struct ear err = { .at = malloc(65536), .room = 65536, .max = 1 << 20 };
	char program[4096];
	int status = 0;
	enum result result = program_folder(program, sizeof(program) - sizeof("/assay-judge"));

	if (result == RESULT_OK && out.at != NULL && err.at != NULL) {
		(void)strcat(program, "/assay-judge");
		result = spawn_and_listen(program, transcript, &out, &err, &status);
	}
	if (result == RESULT_OK) {
		answer.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
		keep_last_words(&err, &answer);
		result = understand(&out, &answer);
	}
	free(out.at);
	free(err.at);
	*ret_answer = answer;
	return result;
}
