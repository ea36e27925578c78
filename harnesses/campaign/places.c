/* SPDX-License-Identifier: Apache-2.0 */
/* Finding programs and corpora, making the folder. */
#include "harnesses/campaign/places.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "conformance/core/judge_process.h"

bool places_join(char ret_path[PLACES_PATH_LEN], const char *a, const char *b, const char *c)
{
	int len = snprintf(ret_path, PLACES_PATH_LEN, "%s%s%s%s%s", a, b ? "/" : "", b ? b : "", c ? "/" : "", c ? c : "");

	return len > 0 && len < PLACES_PATH_LEN;
}

bool places_make_folder(const char *path)
{
	char part[PLACES_PATH_LEN];

	if (!places_join(part, path, NULL, NULL))
		return false;
	for (char *slash = strchr(part + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, 0755) != 0 && errno != EEXIST)
			return false;
		*slash = '/';
	}
	return mkdir(part, 0755) == 0 || errno == EEXIST;
}

/* corpora/ of the tree that this program was built in, or of ASSAY_HOME. */
static bool find_corpora(const char *programs, char ret_path[PLACES_PATH_LEN])
{
	const char *home = getenv("ASSAY_HOME");
	char folder[PLACES_PATH_LEN], *slash;

	if (home != NULL && home[0] != '\0')
		return places_join(ret_path, home, "corpora", NULL) && access(ret_path, R_OK) == 0;
	if (!places_join(folder, programs, NULL, NULL))
		return false;
	while ((slash = strrchr(folder, '/')) != NULL) {
		*slash = '\0';
		if (places_join(ret_path, folder, "corpora", NULL) && access(ret_path, R_OK) == 0)
			return true;
	}
	return false;
}

enum result places_find(const struct campaign_options *options, struct places *ret_places, struct complaint *ret_why)
{
	struct places places = { 0 };
	char build[PLACES_PATH_LEN];

	if (program_folder(places.replays, sizeof(places.replays)) != RESULT_OK || strrchr(places.replays, '/') == NULL) {
		complain(ret_why, "the folder of this program can't be found");
		return RESULT_IO;
	}
	(void)places_join(build, places.replays, NULL, NULL);
	*strrchr(build, '/') = '\0';
	if (options->bin != NULL ? !places_join(places.bin, options->bin, NULL, NULL) : !places_join(places.bin, build, "fuzz", NULL)) {
		complain(ret_why, "--bin: the path is too long");
		return RESULT_TOO_LARGE;
	}
	if (!find_corpora(places.replays, places.corpora)) {
		complain(ret_why, "no folder corpora/ above %s; set ASSAY_HOME to the folder that has it", places.replays);
		return RESULT_NOT_FOUND;
	}
	*ret_places = places;
	return RESULT_OK;
}

static bool default_out(struct places *places)
{
	char build[PLACES_PATH_LEN], stamp[32];
	struct tm utc;
	time_t now = time(NULL);

	(void)strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", gmtime_r(&now, &utc));
	(void)places_join(build, places->replays, NULL, NULL);
	*strrchr(build, '/') = '\0';
	return places_join(places->out, build, "fuzz/runs", stamp) && places_join(places->latest, build, "fuzz/runs", "latest");
}

static int is_entry(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static void free_entries(struct dirent **entries, int count)
{
	for (int i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
}

enum result places_make_out(const struct campaign_options *options, struct places *places, struct complaint *ret_why)
{
	struct dirent **entries = NULL;
	int count;

	if (options->out != NULL ? !places_join(places->out, options->out, NULL, NULL) : !default_out(places)) {
		complain(ret_why, "--out: the path is too long");
		return RESULT_TOO_LARGE;
	}
	if (!places_make_folder(places->out) || (count = scandir(places->out, &entries, is_entry, NULL)) < 0) {
		complain(ret_why, "%s: %s", places->out, strerror(errno));
		return RESULT_IO;
	}
	free_entries(entries, count);
	if (count == 0)
		return RESULT_OK;
	complain(ret_why, "%s is not empty; give another --out", places->out);
	return RESULT_REFUSED;
}

void places_point(const struct places *places)
{
	char temporary[PLACES_PATH_LEN + 32];

	if (places->latest[0] == '\0')
		return;
	(void)snprintf(temporary, sizeof(temporary), "%s.new-%ld", places->latest, (long)getpid());
	if (symlink(strrchr(places->out, '/') + 1, temporary) != 0 || rename(temporary, places->latest) != 0)
		(void)unlink(temporary);
}

bool places_fuzzer(const struct places *places, const struct plan_pair *pair, char ret_path[PLACES_PATH_LEN])
{
	int len = snprintf(ret_path, PLACES_PATH_LEN, "%s/%s/bin/fuzz_%s", places->bin, plan_engine_name(pair->engine), pair->surface);

	return len > 0 && len < PLACES_PATH_LEN && access(ret_path, X_OK) == 0;
}

bool places_replay(const struct places *places, const char *surface, char ret_path[PLACES_PATH_LEN])
{
	char name[PLAN_NAME_LEN + 16];

	(void)snprintf(name, sizeof(name), "replay_%.*s", PLAN_NAME_LEN - 1, surface);
	return (places_join(ret_path, places->bin, "bin", name) && access(ret_path, X_OK) == 0) ||
	       (places_join(ret_path, places->replays, name, NULL) && access(ret_path, X_OK) == 0);
}

static int is_fuzzer(const struct dirent *entry)
{
	return strncmp(entry->d_name, "fuzz_", 5) == 0 && plan_is_surface(entry->d_name + 5) && strcmp(entry->d_name, "fuzz_empty") != 0;
}

static bool has(char *const *surfaces, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(surfaces[i], name) == 0)
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

size_t places_surfaces(const struct places *places, unsigned int engines, char *ret_surfaces[PLAN_SURFACES_MAX])
{
	size_t found = 0;

	for (unsigned int engine = 0; engine < PLAN_ENGINES; engine++) {
		struct dirent **entries = NULL;
		char path[PLACES_PATH_LEN];
		int count = -1;

		if ((engines & 1u << engine) != 0 && places_join(path, places->bin, plan_engine_name((enum plan_engine)engine), "bin"))
			count = scandir(path, &entries, is_fuzzer, NULL);
		for (int i = 0; i < count && found < PLAN_SURFACES_MAX; i++)
			if (!has(ret_surfaces, found, entries[i]->d_name + 5) && (ret_surfaces[found] = strdup(entries[i]->d_name + 5)) != NULL)
				found++;
		free_entries(entries, count);
	}
	qsort(ret_surfaces, found, sizeof(ret_surfaces[0]), by_name);
	return found;
}

uint64_t places_room(const char *path)
{
	struct statvfs status;

	if (statvfs(path, &status) != 0)
		return UINT64_MAX;
	return (uint64_t)status.f_bavail * status.f_frsize;
}
