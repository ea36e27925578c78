/* SPDX-License-Identifier: Apache-2.0 */
/* A network of loopback alone, held by descriptors: made by a short-lived child, so that the runner stays where it is. */

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/core/sandbox.h"

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool written = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return written;
}

/* The caller's own ids and no others. */
static bool enter_user_namespace(void)
{
	unsigned int uid = geteuid(), gid = getegid();
	char uid_map[64], gid_map[64];

	snprintf(uid_map, sizeof(uid_map), "%u %u 1\n", uid, uid);
	snprintf(gid_map, sizeof(gid_map), "%u %u 1\n", gid, gid);
	return unshare(CLONE_NEWUSER) == 0 && write_file("/proc/self/setgroups", "deny") &&
	       write_file("/proc/self/gid_map", gid_map) && write_file("/proc/self/uid_map", uid_map);
}

static bool raise_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool raised;

	request.ifr_flags = IFF_UP | IFF_RUNNING;
	raised = fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &request) == 0;
	if (fd >= 0)
		close(fd);
	return raised;
}

struct held {
	bool user, net;
};

static struct held enter_namespaces(void)
{
	struct held held = { false, false };

	if (geteuid() != 0 || unshare(CLONE_NEWNET) != 0) {
		held.user = enter_user_namespace();
		held.net = held.user && unshare(CLONE_NEWNET) == 0;
	} else {
		held.net = true;
	}
	held.net = held.net && raise_loopback();
	return held;
}

/* Tells what it has, and holds it until the other end closes. */
static _Noreturn void hold(int fd)
{
	struct held held = enter_namespaces();
	char end;

	if (write(fd, &held, sizeof(held)) == (ssize_t)sizeof(held))
		while (read(fd, &end, 1) > 0)
			;
	_exit(0);
}

static int open_namespace(pid_t pid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/%s", (int)pid, name);
	return open(path, O_RDONLY | O_CLOEXEC);
}

struct sandbox_network sandbox_network_open(void)
{
	struct sandbox_network network = { -1, -1 };
	struct held held;
	int pair[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return network;
	pid = fork();
	if (pid == 0) {
		close(pair[0]);
		hold(pair[1]);
	}
	close(pair[1]);
	if (pid > 0 && read(pair[0], &held, sizeof(held)) == (ssize_t)sizeof(held)) {
		network.user = held.user ? open_namespace(pid, "user") : -1;
		network.net = held.net ? open_namespace(pid, "net") : -1;
	}
	close(pair[0]);
	if (pid > 0)
		(void)waitpid(pid, NULL, 0);
	return network;
}

void sandbox_network_close(struct sandbox_network *network)
{
	if (network->user >= 0)
		close(network->user);
	if (network->net >= 0)
		close(network->net);
	*network = (struct sandbox_network){ -1, -1 };
}
