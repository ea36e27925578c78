/* SPDX-License-Identifier: Apache-2.0 */
/* Two serving processes: one has the root of trust, the other sends back bytes without looking at them. */
#include "ci/bench_mailbox.h"

#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ci/bench_rot.h"

enum { HASH_LEN = 32, REQUEST_LEN = MAILBOX_HEAD_LEN + HASH_LEN, REPLY_LEN = MAILBOX_HEAD_LEN + CRYPTO_P256_SIGNATURE_MAX_LEN - 1 };

struct server {
	int line;
	pid_t pid;
};

struct subject {
	struct server mailbox, echo;
	struct crypto_p256_key key;
	uint8_t request[MAILBOX_MESSAGE_MAX_LEN], reply[MAILBOX_MESSAGE_MAX_LEN];
	size_t request_len;
};

static const uint8_t transcript[HASH_LEN] = { 0x5a };

static void serve_mailbox(int line)
{
	static const struct mailbox_caller agent = { .role = MAILBOX_AGENT };
	static struct bench_rot device;
	static uint8_t request[MAILBOX_MESSAGE_MAX_LEN], reply[MAILBOX_MESSAGE_MAX_LEN];
	ssize_t got;

	if (bench_rot_boot(&device) == RESULT_OK)
		while ((got = recv(line, request, sizeof(request), 0)) > 0) {
			size_t len = mailbox_handle(&device.rot, &agent, bytes_from(request, (size_t)got), BUFFER_OF(reply));

			if (send(line, reply, len, MSG_NOSIGNAL) != (ssize_t)len)
				break;
		}
	bench_rot_release(&device);
}

static void serve_echo(int line)
{
	uint8_t request[MAILBOX_MESSAGE_MAX_LEN], reply[REPLY_LEN] = { 0 };

	while (recv(line, request, sizeof(request), 0) > 0)
		if (send(line, reply, sizeof(reply), MSG_NOSIGNAL) != (ssize_t)sizeof(reply))
			return;
}

static enum result start(struct server *server, void (*serve)(int line))
{
	int lines[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, lines) != 0)
		return RESULT_IO;
	server->pid = fork();
	if (server->pid == 0) {
		close(lines[0]);
		serve(lines[1]);
		_exit(0);
	}
	close(lines[1]);
	server->line = lines[0];
	return server->pid > 0 ? RESULT_OK : RESULT_IO;
}

/* It ends when nobody can ask it any more. */
static void stop(struct server *server)
{
	if (server->pid <= 0)
		return;
	close(server->line);
	(void)waitpid(server->pid, NULL, 0);
}

static enum result go_round(struct subject *subject, const struct server *server, size_t *ret_len)
{
	ssize_t got;

	if (send(server->line, subject->request, subject->request_len, MSG_NOSIGNAL) != (ssize_t)subject->request_len)
		return RESULT_IO;
	got = recv(server->line, subject->reply, sizeof(subject->reply), 0);
	*ret_len = got > 0 ? (size_t)got : 0;
	return got > 0 ? RESULT_OK : RESULT_IO;
}

static enum result run_mailbox(void *context)
{
	struct subject *subject = context;
	enum result result = RESULT_OK;
	size_t len = 0;

	for (size_t i = 0; i < BENCH_MAILBOX_REPEATS && result == RESULT_OK; i++) {
		result = go_round(subject, &subject->mailbox, &len);
		if (result == RESULT_OK && (len <= MAILBOX_HEAD_LEN || subject->reply[4] != RESULT_OK))
			result = RESULT_REFUSED;
	}
	return result;
}

static enum result run_bare(void *context)
{
	struct subject *subject = context;
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct bytes signature;
	enum result result = RESULT_OK;
	size_t len;

	for (size_t i = 0; i < BENCH_MAILBOX_REPEATS && result == RESULT_OK; i++)
		result = crypto_p256_sign(&subject->key, BYTES_OF(transcript), BUFFER_OF(room), &signature);
	for (size_t i = 0; i < BENCH_MAILBOX_REPEATS * 3 / 2 && result == RESULT_OK; i++)
		result = go_round(subject, &subject->echo, &len);
	return result;
}

/* Where the scheduler puts two processes decides more than what they do; so all three share a processor. */
static enum result stay_here(void)
{
	cpu_set_t one;
	int here = sched_getcpu();

	if (here < 0)
		return RESULT_IO;
	CPU_ZERO(&one);
	CPU_SET((size_t)here, &one);
	return sched_setaffinity(0, sizeof(one), &one) == 0 ? RESULT_OK : RESULT_IO;
}

static enum result prepare(struct subject *subject)
{
	enum result result = crypto_p256_generate(&subject->key);

	if (result == RESULT_OK)
		result = stay_here();
	if (result == RESULT_OK)
		result = start(&subject->mailbox, serve_mailbox);
	if (result == RESULT_OK)
		result = start(&subject->echo, serve_echo);
	subject->request_len = bench_rot_request(MAILBOX_CLIENT_SIGN, BYTES_OF(transcript), BUFFER_OF(subject->request)).len;
	return result == RESULT_OK && subject->request_len != REQUEST_LEN ? RESULT_INTERNAL : result;
}

enum result bench_mailbox(size_t rounds, struct stopwatch_times *ret_times)
{
	struct subject subject;
	enum result result;

	memset(&subject, 0, sizeof(subject));
	result = prepare(&subject);
	if (result == RESULT_OK)
		result = stopwatch_compare((struct stopwatch_job){ run_mailbox, &subject }, (struct stopwatch_job){ run_bare, &subject },
					   rounds, ret_times);
	stop(&subject.echo);
	stop(&subject.mailbox);
	crypto_p256_release(&subject.key);
	return result;
}
