/* SPDX-License-Identifier: Apache-2.0 */
/* ptrace(2), as far as it is needed here. */
#include "ci/fault/traced.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TICK_MS = 20, CPU_LIMIT_MS = 60, WALL_LIMIT_TICKS = 500, BREAKPOINT = 0xcc };

/* Where a copied process makes its system call: an instruction of our own, known by its name. */
__asm__(".pushsection .text\n.globl traced_system_call\ntraced_system_call:\n\tsyscall\n\tud2\n.popsection\n");
extern const char traced_system_call[];

pid_t traced_start(bool (*run)(const void *context), const void *context)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)signal(SIGCHLD, SIG_IGN); /* copies are children of this process, and nobody waits for them here */
		(void)dup2(open("/dev/null", O_WRONLY), STDERR_FILENO); /* that a glitch smashed a stack is no news */
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0 || raise(SIGSTOP) != 0)
			_exit(99);
		_exit(run(context) ? TRACED_STARTED_EXIT : 0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)(PTRACE_O_EXITKILL | PTRACE_O_TRACEFORK)) != 0)
		return 0;
	return pid;
}

bool traced_registers(pid_t pid, struct user_regs_struct *ret_registers)
{
	return ptrace(PTRACE_GETREGS, pid, NULL, ret_registers) == 0;
}

static bool stopped(pid_t pid, int *ret_status)
{
	pid_t got;

	do
		got = waitpid(pid, ret_status, __WALL);
	while (got < 0 && errno == EINTR);
	return got == pid && WIFSTOPPED(*ret_status);
}

bool traced_step(pid_t pid)
{
	int status;

	return ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) == 0 && stopped(pid, &status) && WSTOPSIG(status) == SIGTRAP;
}

bool traced_run_to(pid_t pid, uintptr_t address)
{
	struct user_regs_struct registers;
	long word = ptrace(PTRACE_PEEKTEXT, pid, (void *)address, NULL);
	int status;

	if (ptrace(PTRACE_POKETEXT, pid, (void *)address, (void *)((word & ~0xffL) | BREAKPOINT)) != 0 ||
	    ptrace(PTRACE_CONT, pid, NULL, NULL) != 0 || !stopped(pid, &status) || WSTOPSIG(status) != SIGTRAP ||
	    ptrace(PTRACE_POKETEXT, pid, (void *)address, (void *)word) != 0 || !traced_registers(pid, &registers))
		return false;
	registers.rip = address;
	return ptrace(PTRACE_SETREGS, pid, NULL, &registers) == 0;
}

pid_t traced_copy(pid_t pid)
{
	struct user_regs_struct before, call;
	unsigned long copy = 0;
	int status;

	if (!traced_registers(pid, &before))
		return 0;
	call = before;
	call.rip = (uintptr_t)traced_system_call;
	call.rax = SYS_fork;
	call.orig_rax = (unsigned long long)-1;
	if (ptrace(PTRACE_SETREGS, pid, NULL, &call) != 0 || ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) != 0 || !stopped(pid, &status) ||
	    status >> 8 != (SIGTRAP | (PTRACE_EVENT_FORK << 8)) || ptrace(PTRACE_GETEVENTMSG, pid, NULL, &copy) != 0)
		return 0;
	/* The call itself has still to come to its end. */
	if (!traced_step(pid) || ptrace(PTRACE_SETREGS, pid, NULL, &before) != 0 || !stopped((pid_t)copy, &status))
		return 0;
	return (pid_t)copy;
}

static uint64_t cpu_ms(pid_t pid)
{
	struct timespec used = { 0 };
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0)
		return UINT64_MAX;
	return (uint64_t)used.tv_sec * 1000 + (uint64_t)used.tv_nsec / 1000000;
}

static void tick(int number)
{
	(void)number;
}

/* A waiting that is interrupted every TICK_MS; gives -1 when the copy has had its time. */
static pid_t wait_a_while(pid_t copy, int *ret_status)
{
	const struct itimerval on = { { 0, TICK_MS * 1000 }, { 0, TICK_MS * 1000 } }, off = { { 0, 0 }, { 0, 0 } };
	struct sigaction action = { .sa_handler = tick };
	pid_t got = -1;

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &on, NULL);
	for (int ticks = 0; ticks < WALL_LIMIT_TICKS && got < 0; ticks++) {
		got = waitpid(copy, ret_status, __WALL);
		if (got < 0 && (errno != EINTR || cpu_ms(copy) > CPU_LIMIT_MS))
			break;
	}
	setitimer(ITIMER_REAL, &off, NULL);
	return got;
}

static void end(pid_t copy)
{
	int status;

	kill(copy, SIGKILL);
	while (waitpid(copy, &status, __WALL) == copy && WIFSTOPPED(status))
		kill(copy, SIGKILL);
}

enum traced_end traced_finish(pid_t copy, const struct user_regs_struct *registers)
{
	int status = 0;

	if (ptrace(PTRACE_SETREGS, copy, NULL, registers) != 0 || ptrace(PTRACE_CONT, copy, NULL, NULL) != 0) {
		end(copy);
		return TRACED_CRASHED;
	}
	if (wait_a_while(copy, &status) != copy) {
		end(copy);
		return TRACED_HUNG;
	}
	if (WIFEXITED(status))
		return WEXITSTATUS(status) == TRACED_STARTED_EXIT ? TRACED_STARTED_IT : TRACED_ENDED_WELL;
	if (WIFSTOPPED(status))
		end(copy);
	return TRACED_CRASHED;
}

int traced_exit(pid_t pid)
{
	int status = 0;

	if (ptrace(PTRACE_CONT, pid, NULL, NULL) != 0 || waitpid(pid, &status, __WALL) != pid || !WIFEXITED(status)) {
		end(pid);
		return -1;
	}
	return WEXITSTATUS(status);
}
