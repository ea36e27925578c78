/* SPDX-License-Identifier: Apache-2.0 */
/* The list, and its translation to BPF by libseccomp. */

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "reference-impl/device/board/stage_filter.h"

static const char *const allowed[] = {
	/* its sockets, and standard output to nowhere */
	"sendmsg", "recvmsg", "sendto", "recvfrom", "read", "write", "writev", "poll", "ppoll", "close",
	/* its own memory */
	"brk", "munmap", "mremap", "madvise",
	/* how a static program starts */
	"arch_prctl", "set_tid_address", "set_robust_list", "rseq", "futex", "getrandom", "fstat",
	/* time, signals to itself, the end */
	"clock_gettime", "clock_getres", "gettimeofday", "time", "nanosleep", "clock_nanosleep", "pause", "sched_yield",
	"restart_syscall", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "getpid", "gettid", "getuid",
	"geteuid", "getgid", "getegid", "exit", "exit_group",
};

/* Beside these: the image that a stage verifies; memory that stays where it is. */
static const char *const allowed_too[STAGE_FILTER_KIND_COUNT][3] = {
	[STAGE_FILTER_STAGE] = { "memfd_create", "ftruncate", "fallocate" },
	[STAGE_FILTER_ROOT_OF_TRUST] = { "mlockall", "mlock" },
};

/* What libraries ask at start and can do without. */
static const struct {
	const char *name;
	int error;
} not_there[] = {
	{ "open", ENOENT }, { "openat", ENOENT }, { "access", ENOENT }, { "faccessat", ENOENT }, { "stat", ENOENT },
	{ "newfstatat", ENOENT }, { "statx", ENOENT }, { "readlink", ENOENT }, { "readlinkat", ENOENT }, { "ioctl", ENOTTY },
	{ "lseek", ESPIPE }, { "uname", EFAULT }, { "sysinfo", EFAULT },
	{ "sched_getaffinity", EFAULT },
};

static bool add(scmp_filter_ctx filter, uint32_t action, const char *name)
{
	int number = seccomp_syscall_resolve_name(name);

	/* Negative: this processor has no such call, so nobody can make it. */
	return number < 0 || seccomp_rule_add(filter, action, number, 0) == 0;
}

static bool add_lists(scmp_filter_ctx filter, enum stage_filter_kind kind)
{
	for (size_t i = 0; i < sizeof(allowed_too[kind]) / sizeof(allowed_too[kind][0]); i++)
		if (allowed_too[kind][i] && !add(filter, SCMP_ACT_ALLOW, allowed_too[kind][i]))
			return false;
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (!add(filter, SCMP_ACT_ALLOW, allowed[i]))
			return false;
	for (size_t i = 0; i < sizeof(not_there) / sizeof(not_there[0]); i++)
		if (!add(filter, SCMP_ACT_ERRNO((uint32_t)not_there[i].error), not_there[i].name))
			return false;
	return true;
}

/* What descriptors are asked; not who is signalled about them. */
static const int allowed_fcntls[] = { F_GETFD, F_SETFD, F_GETFL, F_DUPFD, F_DUPFD_CLOEXEC, F_ADD_SEALS, F_GET_SEALS };

static bool add_fcntls(scmp_filter_ctx filter)
{
	for (size_t i = 0; i < sizeof(allowed_fcntls) / sizeof(allowed_fcntls[0]); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
				     SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)allowed_fcntls[i], 0)) != 0)
			return false;
	return true;
}

/* prctl() is not there for a stage; the root of trust may make itself less visible, and nothing else. */
static bool add_prctl(scmp_filter_ctx filter, enum stage_filter_kind kind)
{
	struct scmp_arg_cmp undumpable = SCMP_A0(SCMP_CMP_EQ, PR_SET_DUMPABLE, 0), zero = SCMP_A1(SCMP_CMP_EQ, 0, 0);
	struct scmp_arg_cmp other = SCMP_A0(SCMP_CMP_NE, PR_SET_DUMPABLE, 0);

	if (kind == STAGE_FILTER_STAGE)
		return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 0) == 0;
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 2, undumpable, zero) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1, other) == 0;
}

/* No memory ever becomes executable: what runs is what was verified. */
static bool add_conditions(scmp_filter_ctx filter)
{
	struct scmp_arg_cmp not_executable = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	struct scmp_arg_cmp only_asks = SCMP_A2(SCMP_CMP_EQ, 0, 0);
	struct scmp_arg_cmp the_image = SCMP_A0(SCMP_CMP_EQ, STAGE_IMAGE_FD, 0);
	struct scmp_arg_cmp by_descriptor = SCMP_A4(SCMP_CMP_EQ, AT_EMPTY_PATH, 0);

	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, not_executable) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, not_executable) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, only_asks) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(execveat), 2, the_image, by_descriptor) == 0;
}

static bool export_code(scmp_filter_ctx filter, struct stage_filter *ret_filter)
{
	int fd = memfd_create("filter", MFD_CLOEXEC);
	ssize_t len = -1;

	if (fd < 0)
		return false;
	if (seccomp_export_bpf(filter, fd) == 0)
		len = pread(fd, ret_filter->code, sizeof(ret_filter->code), 0);
	close(fd);
	if (len <= 0 || (size_t)len == sizeof(ret_filter->code))
		return false;
	ret_filter->len = (unsigned short)((size_t)len / sizeof(ret_filter->code[0]));
	return true;
}

enum result stage_filter_compile(enum stage_filter_kind kind, struct stage_filter *ret_filter)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool good;

	if (!filter)
		return RESULT_IO;
	good = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
	       seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 && add_lists(filter, kind) && add_prctl(filter, kind) && add_fcntls(filter) && add_conditions(filter) &&
	       export_code(filter, ret_filter);
	seccomp_release(filter);
	return good ? RESULT_OK : RESULT_IO;
}

enum result stage_filter_install(struct stage_filter *filter)
{
	struct sock_fprog program = { filter->len, filter->code };

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0 ? RESULT_OK : RESULT_IO;
}
