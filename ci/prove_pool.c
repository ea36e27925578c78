/* SPDX-License-Identifier: Apache-2.0 */
/* A worker leaves its result in a file; one that leaves none has broken. */
#include "ci/prove_pool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/core/canonical_json.h"

enum { RESULT_MAX_LEN = 4 * 1024 * 1024 };

struct pooling {
	const struct prove_pool *pool;
	pid_t *workers; /* by subject; 0: none runs */
	json_t **results;
	size_t next, running, done;
};

static bool result_path(const struct prove_pool *pool, size_t index, char path[PROVE_PATH_LEN])
{
	return prove_path(path, "%s/results/%zu.json", pool->place->out, index);
}

_Noreturn static void work(const struct prove_pool *pool, size_t index)
{
	char path[PROVE_PATH_LEN];
	json_t *result;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	result = prove_work(pool->place, &pool->subjects->at[index], pool->full);
	_exit(result_path(pool, index, path) && canonical_json_store(path, result) == RESULT_OK ? 0 : 1);
}

static void start_one(struct pooling *p)
{
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0)
		work(p->pool, p->next);
	if (pid > 0) {
		p->workers[p->next] = pid;
		p->running++;
	}
	p->next++;
}

static json_t *broken(const struct prove_subject *subject)
{
	json_t *result = json_pack("{s:s, s:s, s:i, s:i, s:b}", "name", subject->name, "subject", prove_subject_name(subject->kind), "seconds", 0, "cpu_ms", 0, "slow", 0);

	prove_broken(result, "the proof broke without a result");
	return result;
}

static void take(struct pooling *p, size_t index)
{
	struct json_complaint complaint;
	char path[PROVE_PATH_LEN];

	p->workers[index] = 0;
	p->running--;
	if (!result_path(p->pool, index, path) ||
	    canonical_json_load(path, RESULT_MAX_LEN, true, &p->results[index], &complaint) != RESULT_OK)
		p->results[index] = broken(&p->pool->subjects->at[index]);
	p->done++;
	p->pool->on_result(p->pool->context, p->results[index], p->done);
}

static void take_next(struct pooling *p)
{
	pid_t pid = waitpid(-1, NULL, 0);

	for (size_t i = 0; pid > 0 && i < p->next; i++)
		if (p->workers[i] == pid)
			take(p, i);
}

/* A worker's own child dies with it, by its own order. */
static void end_all(struct pooling *p)
{
	for (size_t i = 0; i < p->next; i++)
		if (p->workers[i] != 0) {
			kill(p->workers[i], SIGKILL);
			(void)waitpid(p->workers[i], NULL, 0);
		}
}

json_t *prove_pool_run(const struct prove_pool *pool)
{
	size_t count = pool->subjects->count;
	struct pooling p = { pool, calloc(count, sizeof(pid_t)), calloc(count, sizeof(json_t *)), 0, 0, 0 };
	char folder[PROVE_PATH_LEN];
	struct complaint why;
	json_t *results = json_array();

	if (p.workers == NULL || p.results == NULL || !prove_path(folder, "%s/results", pool->place->out) ||
	    prove_folder_anew(folder, &why) != RESULT_OK)
		count = 0;
	while (!*pool->interrupted && (p.next < count || p.running > 0)) {
		while (p.next < count && p.running < pool->jobs && !*pool->interrupted)
			start_one(&p);
		if (p.running > 0)
			take_next(&p);
	}
	end_all(&p);
	for (size_t i = 0; i < count; i++)
		if (p.results[i] != NULL)
			json_array_append_new(results, p.results[i]);
	free(p.workers);
	free(p.results);
	return results;
}
