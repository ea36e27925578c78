/* SPDX-License-Identifier: Apache-2.0 */
/* Runs assay-certify and assay-judge as a user does, watches their memory, and reads what they left. */
#include "ci/bench_certify.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <jansson.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "conformance/core/judge_process.h"

enum { PATH_LEN = 512, LOOK_MS = 20 };

struct measuring {
	char bin[PATH_LEN], folder[PATH_LEN];
	struct bench_certify *bench;
};

/* A program's run: how long, and the most memory that it had. */
struct taken {
	double s, mb;
	int status;
};

static enum result fail(struct measuring *m, const char *what, const char *why)
{
	(void)snprintf(m->bench->says, sizeof(m->bench->says), "%.300s: %.300s", what, why);
	return RESULT_IO;
}

static double now_s(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The most that the process itself has had; those that it started have their own. */
static double peak_mb(pid_t pid)
{
	char path[64], line[256];
	double kb = 0;
	FILE *status;

	(void)snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	status = fopen(path, "re");
	while (status != NULL && fgets(line, sizeof(line), status) != NULL)
		if (sscanf(line, "VmHWM: %lf", &kb) == 1)
			break;
	if (status != NULL)
		(void)fclose(status);
	return kb / 1024;
}

static enum result watch(pid_t pid, struct taken *taken)
{
	const struct timespec pause = { .tv_nsec = LOOK_MS * 1000000L };
	double begin = now_s(), mb;
	pid_t ended = 0;

	while (ended == 0 || (ended < 0 && errno == EINTR)) {
		mb = peak_mb(pid);
		if (mb > taken->mb)
			taken->mb = mb;
		(void)nanosleep(&pause, NULL);
		ended = waitpid(pid, &taken->status, WNOHANG);
	}
	taken->s = now_s() - begin;
	return ended == pid ? RESULT_OK : RESULT_IO;
}

/* Runs the program beside this one; what it prints goes to `out` in the folder. */
static enum result take(struct measuring *m, char *const *words, const char *out, struct taken *ret_taken)
{
	char program[PATH_LEN + 64], path[PATH_LEN + 64], lab[PATH_LEN + 64];
	char *const environment[] = { lab, (char *)(uintptr_t) "PATH=/usr/bin:/bin", NULL };
	posix_spawn_file_actions_t actions;
	struct taken taken = { 0 };
	pid_t pid;

	(void)snprintf(program, sizeof(program), "%s/%s", m->bin, words[0]);
	(void)snprintf(path, sizeof(path), "%s/%s", m->folder, out);
	(void)snprintf(lab, sizeof(lab), "ASSAY_LAB=%s/lab", m->folder);
	if (posix_spawn_file_actions_init(&actions) != 0)
		return fail(m, program, "no memory");
	(void)posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, path, O_WRONLY | O_CREAT, 0600);
	(void)posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
	errno = posix_spawn(&pid, program, &actions, NULL, words, environment);
	(void)posix_spawn_file_actions_destroy(&actions);
	if (errno != 0 || watch(pid, &taken) != RESULT_OK)
		return fail(m, program, strerror(errno));
	*ret_taken = taken;
	return RESULT_OK;
}

/* Counts checks in the report, and cuts in its notes: "9 operations, 27 cuts, ...". */
static void read_report(const json_t *report, struct bench_certify *bench)
{
	const json_t *notes = json_object_get(json_object_get(json_object_get(report, "run"), "notes"), "survives_power_cuts");
	const json_t *requirement, *check, *note;
	size_t r, k;

	json_array_foreach(json_object_get(report, "requirements"), r, requirement)
		json_array_foreach(json_object_get(requirement, "checks"), k, check) {
			const char *verdict = json_string_value(json_object_get(check, "verdict"));

			bench->checks++;
			bench->passed += verdict != NULL && strcmp(verdict, "pass") == 0;
		}
	json_array_foreach(notes, r, note)
		if (sscanf(json_string_value(note), "%*u operations, %zu cuts", &bench->cuts) == 1)
			break;
}

/* The time from the first record of the check to its last, spread over its cuts. */
static enum result read_transcript(const char *path, struct bench_certify *bench)
{
	FILE *lines = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	double first = -1, last = 0;

	if (lines == NULL)
		return RESULT_IO;
	while (getline(&line, &room, lines) > 0) {
		const char *ms = strstr(line, "\"ms\":");

		if (ms == NULL || strstr(line, "\"check\":\"survives_power_cuts\"") == NULL)
			continue;
		last = strtod(ms + 5, NULL);
		first = first < 0 ? last : first;
	}
	free(line);
	(void)fclose(lines);
	bench->cut_ms = bench->cuts > 0 ? (last - first) / (double)bench->cuts : 0;
	return RESULT_OK;
}

static enum result read_run(struct measuring *m)
{
	char path[PATH_LEN + 64];
	json_t *report;

	(void)snprintf(path, sizeof(path), "%s/run/report.json", m->folder);
	report = json_load_file(path, 0, NULL);
	if (report == NULL)
		return fail(m, path, "is not there; see what `assay certify reference` says");
	read_report(report, m->bench);
	json_decref(report);
	(void)snprintf(path, sizeof(path), "%s/run/transcript.jsonl", m->folder);
	return read_transcript(path, m->bench) == RESULT_OK ? RESULT_OK : fail(m, path, strerror(errno));
}

static enum result measure(struct measuring *m)
{
	char run[PATH_LEN + 64], transcript[PATH_LEN + 64];
	char *const certify[] = { (char *)(uintptr_t) "assay-certify", (char *)(uintptr_t) "--quiet", (char *)(uintptr_t) "--out", run,
				  (char *)(uintptr_t) "reference", NULL };
	char *const judge[] = { (char *)(uintptr_t) "assay-judge", transcript, NULL };
	struct taken certified, judged;
	enum result result;

	(void)snprintf(run, sizeof(run), "%s/run", m->folder);
	(void)snprintf(transcript, sizeof(transcript), "%s/run/transcript.jsonl", m->folder);
	result = take(m, certify, "certify.out", &certified);
	if (result == RESULT_OK)
		result = take(m, judge, "judge.out", &judged);
	if (result == RESULT_OK)
		result = read_run(m);
	if (result != RESULT_OK)
		return result;
	m->bench->certify_s = certified.s;
	m->bench->certify_mb = certified.mb;
	m->bench->judge_s = judged.s;
	m->bench->judge_mb = judged.mb;
	return certified.status == 0 && judged.status == 0 ? RESULT_OK : RESULT_REFUSED;
}

static int remove_one(const char *path, const struct stat *is, int kind, struct FTW *place)
{
	(void)is, (void)kind, (void)place;
	(void)remove(path);
	return 0;
}

enum result bench_certify_measure(struct bench_certify *ret_bench)
{
	struct measuring m = { .folder = "/tmp/assay-bench-XXXXXX", .bench = ret_bench };
	enum result result;

	*ret_bench = (struct bench_certify){ 0 };
	if (program_folder(m.bin, sizeof(m.bin)) != RESULT_OK || mkdtemp(m.folder) == NULL)
		return fail(&m, "/tmp", strerror(errno));
	result = measure(&m);
	(void)nftw(m.folder, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	return result;
}
