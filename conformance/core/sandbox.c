/* SPDX-License-Identifier: Apache-2.0 */
/* The runner's side: start, listen to what could not be had, stop so that nothing is left. */

#include "conformance/core/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/core/sandbox_child.h"

enum { START_MS = 10000, DIR_MAX = 4096 };

const char *sandbox_wall_sentence(enum sandbox_wall wall)
{
	static const char *const sentences[SANDBOX_WALL_COUNT] = {
		"wall missing: own uid; start as root to give each program of the target a uid of its own",
		"wall missing: own network; start as root, or allow user and network namespaces",
		"wall missing: own processes; start as root, or allow user and process namespaces",
		"wall missing: own view of files, so the lab's folder can't be hidden; start as root, or allow mount namespaces",
		"wall missing: no privileges; the programs could keep some of the runner's",
		"wall missing: resource limits; the system refused to set them",
		"wall missing: limit of memory; the suite is built with a sanitizer, or the system refused it",
	};

	return sentences[wall];
}

enum result sandbox_give_folder(const char *path, int number, struct complaint *ret_why)
{
	uid_t owner = number < 0 ? 0 : SANDBOX_UID_FIRST + (uid_t)number;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	bool root = geteuid() == 0;
	bool given = fd >= 0 && (!root || fchown(fd, owner, SANDBOX_GID) == 0) && fchmod(fd, root ? 02750 : 0700) == 0;

	if (!given)
		complain(ret_why, "%s: can't be made a program's folder: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return given ? RESULT_OK : RESULT_IO;
}

/* Both ends of the three channels; `child` ends are above the standard streams. */
struct channels {
	int stream[2], log[2], notes[2];
};

static void close_all(struct channels *channels)
{
	int *ends[] = { &channels->stream[0], &channels->stream[1], &channels->log[0], &channels->log[1], &channels->notes[0],
			&channels->notes[1] };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (*ends[i] >= 0)
			close(*ends[i]);
		*ends[i] = -1;
	}
}

static bool above_standard(int *fd)
{
	int moved = fcntl(*fd, F_DUPFD_CLOEXEC, 3);

	if (moved < 0)
		return false;
	close(*fd);
	*fd = moved;
	return true;
}

static bool open_all(struct channels *channels)
{
	*channels = (struct channels){ { -1, -1 }, { -1, -1 }, { -1, -1 } };
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channels->stream) == 0 && pipe2(channels->log, O_CLOEXEC) == 0 &&
	       pipe2(channels->notes, O_CLOEXEC) == 0 && above_standard(&channels->stream[1]) && above_standard(&channels->log[1]) &&
	       above_standard(&channels->notes[1]) && fcntl(channels->log[0], F_SETFL, O_NONBLOCK) == 0;
}

static bool note_arrives(int fd, struct sandbox_note *ret_note)
{
	struct pollfd waiting = { fd, POLLIN, 0 };

	return poll(&waiting, 1, START_MS) == 1 && read(fd, ret_note, sizeof(*ret_note)) == (ssize_t)sizeof(*ret_note);
}

static void complain_of(const struct sandbox_order *order, const struct sandbox_note *note, struct complaint *ret_why)
{
	char what[sizeof(note->what)];

	memcpy(what, note->what, sizeof(what));
	what[sizeof(what) - 1] = '\0';
	if (note->number == EACCES && !order->trusted && geteuid() == 0)
		complain(ret_why, "%s: can't %s: %s; it runs as uid %u, so the file must be executable and each folder above it open (chmod o+x)",
			 order->argv[0], what, strerror(note->number), SANDBOX_UID_FIRST + order->number);
	else
		complain(ret_why, "%s: can't %s: %s", order->argv[0], what, strerror(note->number));
}

/* Listens until the program was executed, which closes the last end of the channel. */
static enum result listen_to_start(const struct sandbox_order *order, int notes, struct sandbox_process *process,
				   struct complaint *ret_why)
{
	enum result result = RESULT_OK;
	struct sandbox_note note;

	while (note_arrives(notes, &note)) {
		if (note.kind == SANDBOX_NOTE_INIT)
			process->init = (pid_t)note.number;
		if (note.kind == SANDBOX_NOTE_MISSING && note.number >= 0 && note.number < SANDBOX_WALL_COUNT)
			process->missing |= UINT32_C(1) << note.number;
		if (note.kind == SANDBOX_NOTE_FAILED && result == RESULT_OK) {
			complain_of(order, &note, ret_why);
			result = RESULT_IO;
		}
	}
	process->own_processes = (process->missing & 1U << SANDBOX_WALL_PROCESSES) == 0;
	if (result == RESULT_OK && process->init == 0) {
		complain(ret_why, "%s: could not be started behind its walls", order->argv[0]);
		return RESULT_IO;
	}
	return result;
}

static bool order_is_right(const struct sandbox_order *order)
{
	return order->argv[0] != NULL && order->argv[0][0] == '/' && strlen(order->run_dir) < DIR_MAX && strlen(order->bin) < DIR_MAX &&
	       (order->overlay == NULL || strlen(order->overlay) < DIR_MAX);
}

static enum result start_with(const struct sandbox_order *order, struct channels *channels, struct sandbox_process *ret_process,
			      struct complaint *ret_why)
{
	struct sandbox_process process = { .stream = channels->stream[0], .log = channels->log[0] };
	struct sandbox_child child = { order, channels->stream[1], channels->log[1], channels->notes[1] };
	pid_t first = fork();
	enum result result;

	if (first == 0)
		sandbox_child_run(&child);
	close(channels->stream[1]);
	close(channels->log[1]);
	close(channels->notes[1]);
	channels->stream[1] = channels->log[1] = channels->notes[1] = -1;
	result = listen_to_start(order, channels->notes[0], &process, ret_why);
	if (first > 0)
		(void)waitpid(first, NULL, 0);
	if (result != RESULT_OK) {
		channels->stream[0] = channels->log[0] = -1;
		sandbox_stop(&process, 0);
		return result;
	}
	channels->stream[0] = channels->log[0] = -1;
	*ret_process = process;
	return RESULT_OK;
}

enum result sandbox_start(const struct sandbox_order *order, struct sandbox_process *ret_process, struct complaint *ret_why)
{
	struct channels channels;
	enum result result = RESULT_IO;

	if (!order_is_right(order)) {
		complain(ret_why, "%s: a program is named by its absolute path", order->argv[0] == NULL ? "?" : order->argv[0]);
		return RESULT_MALFORMED;
	}
	if (open_all(&channels))
		result = start_with(order, &channels, ret_process, ret_why);
	else
		complain(ret_why, "%s: no channel to it: %s", order->argv[0], strerror(errno));
	close_all(&channels);
	return result;
}

static void wait_for_end(pid_t pid, uint32_t grace_ms)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	struct pollfd waiting = { pidfd, POLLIN, 0 };

	if (pidfd < 0)
		return;
	(void)poll(&waiting, 1, (int)grace_ms);
	close(pidfd);
}

void sandbox_stop(struct sandbox_process *process, uint32_t grace_ms)
{
	if (process->stream >= 0)
		(void)shutdown(process->stream, SHUT_WR);
	if (process->init > 0) {
		wait_for_end(process->init, grace_ms);
		/* Not buried yet, so the number can't be another's. */
		(void)kill(-process->init, SIGKILL);
		(void)kill(process->init, SIGKILL);
		while (waitpid(process->init, NULL, 0) < 0 && errno == EINTR)
			;
	}
	if (process->stream >= 0)
		close(process->stream);
	if (process->log >= 0)
		close(process->log);
	*process = (struct sandbox_process){ .stream = -1, .log = -1 };
}
