/* SPDX-License-Identifier: Apache-2.0 */
/* Walls first, image last; the order is the kernel's: some walls are forgotten when the uid changes. */

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "reference-impl/device/board/stage_birth.h"
#include "reference-impl/platform/vault_bus.h"

enum { COMPLAINT_FD = STAGE_IMAGE_FD + 1, FIRST_FREE_FD = COMPLAINT_FD + 1, MIB = 1 << 20 };

static void complain_and_end(const char *step, int error)
{
	char line[128];
	int len = snprintf(line, sizeof(line), "%s: %s", step, strerror(error));
	ssize_t ignored = write(COMPLAINT_FD, line, len > 0 ? (size_t)len : 0);

	(void)ignored;
	_exit(127);
}

static void demand(bool done, const char *step)
{
	if (!done)
		complain_and_end(step, errno);
}

/* Away from the low numbers first, so that no move overwrites what still has to move. */
static void arrange_descriptors(const struct stage_inheritance *from)
{
	int complaint = fcntl(from->complaint_fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
	int bus = fcntl(from->bus_fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
	int second = fcntl(from->second_fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
	int image = fcntl(from->image_fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
	int null;

	if (complaint < 0 || dup3(complaint, COMPLAINT_FD, O_CLOEXEC) < 0)
		_exit(127);
	demand(bus >= 0 && second >= 0 && image >= 0, "descriptors");
	demand(dup3(image, STAGE_IMAGE_FD, O_CLOEXEC) >= 0, "image descriptor");
	demand(dup2(bus, BUS_FD) >= 0 && dup2(second, MAILBOX_FD) >= 0, "sockets");
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	demand(null >= 0, "/dev/null");
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		demand(dup2(null, fd) >= 0, "standard descriptors");
	demand(syscall(SYS_close_range, MAILBOX_FD + 1, STAGE_IMAGE_FD - 1, 0) == 0 &&
		       syscall(SYS_close_range, FIRST_FREE_FD, ~0u, 0) == 0,
	       "closing what is the board's");
}

static void limit(int what, rlim_t most, const char *step)
{
	struct rlimit both = { most, most };

	demand(setrlimit((__rlimit_resource_t)what, &both) == 0, step);
}

/* Less than was asked for is a wall that the board has told to be missing. */
static void limit_locked_memory(uint64_t most)
{
	struct rlimit now;

	demand(getrlimit(RLIMIT_MEMLOCK, &now) == 0, "RLIMIT_MEMLOCK");
	limit(RLIMIT_MEMLOCK, most < now.rlim_max ? most : now.rlim_max, "RLIMIT_MEMLOCK");
}

static void limit_resources(uint64_t locked_len)
{
	limit(RLIMIT_CORE, 0, "RLIMIT_CORE");
	limit(RLIMIT_AS, 512 * MIB, "RLIMIT_AS");
	/* An image in memory and what goes with it, and no more than four of them. */
	limit(RLIMIT_FSIZE, 16 * MIB, "RLIMIT_FSIZE");
	limit(RLIMIT_NOFILE, 12, "RLIMIT_NOFILE");
	limit_locked_memory(locked_len);
}

static void take_uid(uid_t uid)
{
	if (!stage_process_has_own_uid())
		return;
	demand(setgroups(0, NULL) == 0, "setgroups");
	demand(setresgid(uid, uid, uid) == 0, "setresgid");
	demand(setresuid(uid, uid, uid) == 0, "setresuid");
}

static void shut_out_privileges(const struct stage_inheritance *from)
{
	/* Only now: counted when the uid was taken, it would refuse the execution. */
	limit(RLIMIT_NPROC, 0, "RLIMIT_NPROC");
	demand(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0, "PR_SET_DUMPABLE");
	demand(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "PR_SET_NO_NEW_PRIVS");
	demand(prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0, "PR_SET_PDEATHSIG");
	if (getppid() != from->board)
		_exit(127);
}

static void forget_signals(void)
{
	sigset_t none;

	sigemptyset(&none);
	for (int signal_number = 1; signal_number < NSIG; signal_number++)
		signal(signal_number, SIG_DFL);
	demand(sigprocmask(SIG_SETMASK, &none, NULL) == 0, "sigprocmask");
}

void stage_birth_become(const struct stage_birth *birth, const struct stage_inheritance *inheritance)
{
	char *const arguments[] = { (char *)(uintptr_t)birth->name, NULL };
	char *const environment[] = { NULL };

	arrange_descriptors(inheritance);
	demand(setsid() >= 0, "setsid");
	demand(chdir("/") == 0, "chdir");
	umask(0077);
	forget_signals();
	limit_resources(birth->locked_len);
	take_uid(birth->uid);
	shut_out_privileges(inheritance);
	demand(stage_filter_install(birth->filter) == RESULT_OK, "seccomp");
	syscall(SYS_execveat, STAGE_IMAGE_FD, "", arguments, environment, AT_EMPTY_PATH);
	complain_and_end("executing the image", errno);
	_exit(127);
}
