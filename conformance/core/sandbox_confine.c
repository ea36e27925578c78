/* SPDX-License-Identifier: Apache-2.0 */
/* The walls around one process: its uid, its privileges, its limits. */

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "conformance/core/sandbox_child.h"

/* There in programs that are built with the address sanitizer, whose shadow no address limit leaves room for. */
extern void __asan_init(void) __attribute__((weak));

static void limit(const struct sandbox_child *child)
{
	static const struct {
		int resource;
		rlim_t most;
	} limits[] = { { RLIMIT_CORE, 0 }, { RLIMIT_CPU, 7200 }, { RLIMIT_FSIZE, 1 << 30 }, { RLIMIT_NOFILE, 512 },
		       { RLIMIT_NPROC, 512 }, { RLIMIT_MEMLOCK, 64 << 20 }, { RLIMIT_MSGQUEUE, 1 << 20 } };

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		struct rlimit now, want = { limits[i].most, limits[i].most };

		if (getrlimit((unsigned int)limits[i].resource, &now) == 0 && now.rlim_max < want.rlim_max)
			want.rlim_cur = want.rlim_max = now.rlim_max;
		if (setrlimit((unsigned int)limits[i].resource, &want) != 0)
			sandbox_child_missing(child, SANDBOX_WALL_LIMITS);
	}
}

static void limit_memory(const struct sandbox_child *child)
{
	static const struct rlimit most = { (rlim_t)4 << 30, (rlim_t)4 << 30 };

	if (&__asan_init != NULL || setrlimit(RLIMIT_AS, &most) != 0)
		sandbox_child_missing(child, SANDBOX_WALL_MEMORY);
}

/* Nothing above a plain user's rights, now or behind an exec. */
static void drop_capabilities(const struct sandbox_child *child)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct none[2] = { { 0, 0, 0 }, { 0, 0, 0 } };

	(void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	if (syscall(SYS_capset, &header, none) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		sandbox_child_missing(child, SANDBOX_WALL_PRIVILEGES);
}

/* The bounding set stays where it can't be emptied; then a uid other than 0 must do. */
static void empty_bounding_set(const struct sandbox_child *child)
{
	for (int i = 0; prctl(PR_CAPBSET_READ, i, 0, 0, 0) >= 0; i++) {
		if (prctl(PR_CAPBSET_DROP, i, 0, 0, 0) != 0 && geteuid() == 0) {
			sandbox_child_missing(child, SANDBOX_WALL_PRIVILEGES);
			return;
		}
	}
}

static void change_uid(const struct sandbox_child *child)
{
	uid_t uid = SANDBOX_UID_FIRST + child->order->number;

	if (child->order->network.user >= 0 || geteuid() != 0) {
		sandbox_child_missing(child, SANDBOX_WALL_UID);
		return;
	}
	if (setgroups(0, NULL) != 0 || setresgid(SANDBOX_GID, SANDBOX_GID, SANDBOX_GID) != 0 || setresuid(uid, uid, uid) != 0)
		sandbox_child_missing(child, SANDBOX_WALL_UID);
}

void sandbox_child_confine(const struct sandbox_child *child)
{
	if (child->order->trusted) {
		/* What it makes, the others may read; where it can't be had, they say so. */
		if (child->order->network.user < 0 && geteuid() == 0)
			(void)!setresgid(SANDBOX_GID, SANDBOX_GID, SANDBOX_GID);
		return;
	}
	limit(child);
	limit_memory(child);
	empty_bounding_set(child);
	change_uid(child);
	drop_capabilities(child);
}
