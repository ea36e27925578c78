/* SPDX-License-Identifier: Apache-2.0 */
/* Making, locking and refusing folders. */

#include "conformance/core/certify_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/core/canonical_json.h"
#include "conformance/core/file.h"
#include "conformance/core/target.h"

enum { RESUME_MAX_LEN = 65536 };

static const char *const run_files[] = { "report.json", "transcript.jsonl", "transcript.jsonl.partial", "certificate.json", "resume.json" };

bool certify_folder_file(const struct certify_folder *folder, const char *name, char ret_path[CERTIFY_PATH_LEN])
{
	int len = snprintf(ret_path, CERTIFY_PATH_LEN, "%s/%s", folder->path, name);

	return len > 0 && len < CERTIFY_PATH_LEN;
}

/* mkdir -p. */
static bool make_folders(const char *path)
{
	char part[CERTIFY_PATH_LEN];

	(void)snprintf(part, sizeof(part), "%s", path);
	for (char *slash = strchr(part + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, 0755) != 0 && errno != EEXIST)
			return false;
		*slash = '/';
	}
	return mkdir(part, 0755) == 0 || errno == EEXIST;
}

static enum result lock(struct certify_folder *folder, struct complaint *ret_why)
{
	char path[CERTIFY_PATH_LEN];

	folder->lock = -1;
	if (!certify_folder_file(folder, ".lock", path))
		return RESULT_TOO_LARGE;
	folder->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (folder->lock >= 0 && flock(folder->lock, LOCK_EX | LOCK_NB) == 0)
		return RESULT_OK;
	complain(ret_why, "%s: %s", folder->path, errno == EWOULDBLOCK ? "another run is writing there" : strerror(errno));
	return errno == EWOULDBLOCK ? RESULT_REFUSED : RESULT_IO;
}

static enum result refuse_if_used(const struct certify_folder *folder, struct complaint *ret_why)
{
	char path[CERTIFY_PATH_LEN];

	for (size_t i = 0; i < sizeof(run_files) / sizeof(run_files[0]); i++) {
		if (!certify_folder_file(folder, run_files[i], path))
			return RESULT_TOO_LARGE;
		if (access(path, F_OK) == 0) {
			complain(ret_why, "%s holds a run already (%s); give another --out%s", folder->path, run_files[i],
				 strstr(run_files[i], "partial") != NULL || strcmp(run_files[i], "resume.json") == 0 ? ", or --resume it" : "");
			return RESULT_REFUSED;
		}
	}
	return RESULT_OK;
}

static bool default_place(const char *target, const char *stamp, struct certify_folder *folder)
{
	char bin[TARGET_PATH_LEN], *slash;
	int len;

	if (target_bin(bin) != RESULT_OK || (slash = strrchr(bin, '/')) == NULL)
		return false;
	*slash = '\0';
	len = snprintf(folder->path, sizeof(folder->path), "%s/runs/%s/%s", bin, target, stamp);
	if (len < 0 || (size_t)len >= sizeof(folder->path))
		return false;
	len = snprintf(folder->latest, sizeof(folder->latest), "%s/runs/%s/latest", bin, target);
	return len > 0 && (size_t)len < sizeof(folder->latest);
}

enum result certify_folder_make(const char *out, const char *target, const char *stamp, struct certify_folder *ret_folder,
				struct complaint *ret_why)
{
	struct certify_folder folder = { .lock = -1 };
	enum result result;

	if (out != NULL ? snprintf(folder.path, sizeof(folder.path), "%s", out) >= CERTIFY_PATH_LEN : !default_place(target, stamp, &folder)) {
		complain(ret_why, "the folder's path is too long");
		return RESULT_TOO_LARGE;
	}
	if (!make_folders(folder.path)) {
		complain(ret_why, "%s: %s; give --out a folder that can be made", folder.path, strerror(errno));
		return RESULT_IO;
	}
	result = lock(&folder, ret_why);
	if (result == RESULT_OK)
		result = refuse_if_used(&folder, ret_why);
	if (result == RESULT_OK)
		*ret_folder = folder;
	else
		certify_folder_release(&folder);
	return result;
}

enum result certify_folder_reopen(const char *path, struct certify_folder *ret_folder, struct complaint *ret_why)
{
	struct certify_folder folder = { .lock = -1 };
	char resume[CERTIFY_PATH_LEN];
	enum result result;

	(void)snprintf(folder.path, sizeof(folder.path), "%s", path);
	if (!certify_folder_file(&folder, "resume.json", resume) || access(resume, R_OK) != 0) {
		bool over = certify_folder_file(&folder, "transcript.jsonl", resume) && access(resume, F_OK) == 0;

		complain(ret_why, "%s holds no run that was killed%s; `assay certify TARGET` starts a new one", path,
			 over ? ", but one that is over: its seed is revealed" : "");
		return RESULT_NOT_FOUND;
	}
	result = lock(&folder, ret_why);
	if (result == RESULT_OK)
		*ret_folder = folder;
	else
		certify_folder_release(&folder);
	return result;
}

void certify_folder_point(const struct certify_folder *folder)
{
	char temporary[CERTIFY_PATH_LEN + 32];

	if (folder->latest[0] == '\0')
		return;
	(void)snprintf(temporary, sizeof(temporary), "%s.new-%ld", folder->latest, (long)getpid());
	if (symlink(strrchr(folder->path, '/') + 1, temporary) != 0 || rename(temporary, folder->latest) != 0)
		(void)unlink(temporary);
}

void certify_folder_release(struct certify_folder *folder)
{
	char path[CERTIFY_PATH_LEN];

	if (folder->lock < 0)
		return;
	if (certify_folder_file(folder, ".lock", path))
		(void)unlink(path);
	close(folder->lock);
	folder->lock = -1;
}

enum result certify_folder_store_resume(const struct certify_folder *folder, const json_t *resume)
{
	char path[CERTIFY_PATH_LEN], *text = canonical_json_text(resume);
	enum result result = RESULT_INTERNAL;

	if (text != NULL && certify_folder_file(folder, "resume.json", path))
		result = file_store(path, bytes_of_text(text), 0600);
	free(text);
	return result;
}

enum result certify_folder_load_resume(const struct certify_folder *folder, json_t **ret_resume, struct complaint *ret_why)
{
	struct json_complaint why = { 0 };
	char path[CERTIFY_PATH_LEN];
	enum result result;

	if (!certify_folder_file(folder, "resume.json", path))
		return RESULT_TOO_LARGE;
	result = canonical_json_load(path, RESUME_MAX_LEN, false, ret_resume, &why);
	if (result != RESULT_OK)
		complain(ret_why, "%s: %s", path, why.says);
	return result;
}
