/* SPDX-License-Identifier: Apache-2.0 */
/* Paths from the root of the repository, since that is where make and the patches are at home. */
#include "ci/prove_place.h"

#include <errno.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/core/judge_process.h"

enum { OPEN_FOLDERS_MAX = 16 };

bool prove_path(char room[PROVE_PATH_LEN], const char *format, ...)
{
	va_list arguments;
	int len;

	va_start(arguments, format);
	len = vsnprintf(room, PROVE_PATH_LEN, format, arguments);
	va_end(arguments);
	return len >= 0 && len < PROVE_PATH_LEN;
}

bool prove_absolute(const struct prove_place *place, const char *path, char room[PROVE_PATH_LEN])
{
	return path[0] == '/' ? prove_path(room, "%s", path) : prove_path(room, "%s/%s", place->root, path);
}

static bool is_root(const char *path)
{
	char makefile[PROVE_PATH_LEN], defects[PROVE_PATH_LEN];

	return prove_path(makefile, "%s/Makefile", path) && prove_path(defects, "%s/reference-impl/defects", path) &&
	       access(makefile, F_OK) == 0 && access(defects, F_OK) == 0;
}

/* Programs lie in <root>/<build>/bin. */
static bool walk_up(struct prove_place *place)
{
	char *slash = strrchr(place->root, '/');
	char build[PROVE_PATH_LEN];

	if (slash == NULL || !prove_path(build, "%.*s", (int)(slash - place->root), place->root))
		return false;
	while ((slash = strrchr(place->root, '/')) != NULL && slash != place->root) {
		*slash = '\0';
		if (is_root(place->root))
			return prove_path(place->build, "%s", build + strlen(place->root) + 1);
	}
	return false;
}

enum result prove_place_find(const char *out, struct prove_place *ret_place, struct complaint *ret_why)
{
	struct prove_place place;

	if (program_folder(place.root, sizeof(place.root)) != RESULT_OK || !walk_up(&place) || chdir(place.root) != 0) {
		complain(ret_why, "there is no repository above this program: run it where make built it, in a tree with reference-impl/defects");
		return RESULT_NOT_FOUND;
	}
	if (out != NULL ? !prove_path(place.out, "%s", out) : !prove_path(place.out, "%s/prove", place.build))
		return RESULT_TOO_LARGE;
	*ret_place = place;
	return prove_folder_need(place.out, ret_why);
}

enum result prove_folder_need(const char *path, struct complaint *ret_why)
{
	char part[PROVE_PATH_LEN];

	for (size_t len = 1; prove_path(part, "%s", path) && len <= strlen(path); len++) {
		if (path[len] != '/' && path[len] != '\0')
			continue;
		part[len] = '\0';
		if (mkdir(part, 0755) != 0 && errno != EEXIST) {
			complain(ret_why, "%s: %s", part, strerror(errno));
			return RESULT_IO;
		}
	}
	return RESULT_OK;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
	(void)status, (void)kind, (void)walk;
	return remove(path);
}

enum result prove_folder_anew(const char *path, struct complaint *ret_why)
{
	if (nftw(path, remove_entry, OPEN_FOLDERS_MAX, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT) {
		complain(ret_why, "%s: %s", path, strerror(errno));
		return RESULT_IO;
	}
	return prove_folder_need(path, ret_why);
}
