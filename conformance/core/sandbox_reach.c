/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A repository under /root or in a private folder of /tmp: its owner may go there, a program with a uid of its own
 * may not, so it could not even be executed. In the program's own view of files, each closed folder on the way is
 * replaced by an empty one that shows nothing but the next folder of that way.
 *
 * Runs between fork and exec: no allocation, no stdio.
 */
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/core/sandbox_child.h"

enum { REPLACED_MAX = 16 };

struct replaced {
	dev_t device; /* of the empty folder that took its place */
	ino_t inode;
	int original; /* the folder as it was */
};

struct reach {
	const struct sandbox_child *child;
	struct replaced replaced[REPLACED_MAX];
	size_t count;
};

static bool is_open_to(const struct sandbox_order *order, const struct stat *folder)
{
	if (folder->st_uid == SANDBOX_UID_FIRST + order->number)
		return (folder->st_mode & S_IXUSR) != 0;
	if (folder->st_gid == SANDBOX_GID)
		return (folder->st_mode & S_IXGRP) != 0;
	return (folder->st_mode & S_IXOTH) != 0;
}

/* What stood here before this program's view replaced it; -1: nothing was replaced. */
static int original_of(const struct reach *reach, const struct stat *folder)
{
	for (size_t i = 0; i < reach->count; i++)
		if (reach->replaced[i].device == folder->st_dev && reach->replaced[i].inode == folder->st_ino)
			return reach->replaced[i].original;
	return -1;
}

static bool replace(struct reach *reach, const char *folder)
{
	struct replaced *made = &reach->replaced[reach->count];
	struct stat now;

	if (reach->count == REPLACED_MAX)
		return false;
	made->original = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (made->original < 0 || mount("none", folder, "tmpfs", MS_NOSUID | MS_NODEV, "size=64k,mode=0711") != 0 || stat(folder, &now) != 0)
		return false;
	made->device = now.st_dev;
	made->inode = now.st_ino;
	reach->count++;
	return true;
}

/* Puts `name` of the folder as it was into the empty one that took its place. */
static bool show(int original, const char *path, const char *name)
{
	int tree = open_tree(original, name, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
	struct stat it;
	bool is_there = tree >= 0 && fstat(tree, &it) == 0;
	bool shown = is_there && (S_ISDIR(it.st_mode) ? mkdir(path, 0711) : mknod(path, S_IFREG | 0644, 0)) == 0 &&
		     move_mount(tree, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH) == 0;

	if (tree >= 0)
		close(tree);
	return shown;
}

/* way: the folder's path, cut off behind it; rest: the name that follows. */
static bool open_folder(struct reach *reach, const char *way, const char *path, const char *rest)
{
	struct stat folder, next;
	int original;

	if (stat(way, &folder) != 0 || !S_ISDIR(folder.st_mode))
		return false;
	original = original_of(reach, &folder);
	if (original < 0) {
		if (is_open_to(reach->child->order, &folder))
			return true;
		if (!replace(reach, way))
			return false;
		original = reach->replaced[reach->count - 1].original;
	}
	return stat(path, &next) == 0 || show(original, path, rest);
}

/* From the root down to the folder that `path` lies in. What can't be shown is told when it can't be executed. */
static void open_way(struct reach *reach, const char *path)
{
	char next[PATH_MAX], way[PATH_MAX];
	const char *slash = path;

	if (path == NULL || path[0] != '/' || strlen(path) >= sizeof(next))
		return;
	while (slash != NULL && slash[1] != '\0') {
		const char *end = strchr(slash + 1, '/');
		size_t len = slash == path ? 1 : (size_t)(slash - path), next_len = end == NULL ? strlen(path) : (size_t)(end - path);

		memcpy(way, path, len);
		way[len] = '\0';
		memcpy(next, path, next_len);
		next[next_len] = '\0';
		if (!open_folder(reach, way, next, next + (slash + 1 - path)))
			return;
		slash = end;
	}
}

void sandbox_child_reach(const struct sandbox_child *child)
{
	const struct sandbox_order *order = child->order;
	struct reach reach = { .child = child };

	if (order->trusted || order->network.user >= 0 || geteuid() != 0)
		return;
	open_way(&reach, order->bin);
	open_way(&reach, order->overlay);
	open_way(&reach, order->run_dir);
	open_way(&reach, order->own_dir);
	for (size_t i = 0; order->argv[i] != NULL; i++)
		open_way(&reach, order->argv[i]);
	for (size_t i = 0; i < reach.count; i++)
		close(reach.replaced[i].original);
}
