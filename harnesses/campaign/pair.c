/* SPDX-License-Identifier: Apache-2.0 */
/* A pair's life: start, look, start anew, end. */
#include "harnesses/campaign/pair.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harnesses/campaign/said.h"

enum { LAST_WORDS_MS = 5000, LEAST_LEFT_MS = 1000, LOG_PART_LEN = 256 * 1024 };

const struct pair_engine *pair_engine_of(const struct pair *pair)
{
	return pair->plan.engine == PLAN_LIBFUZZER ? &pair_libfuzzer : &pair_afl;
}

uint64_t pair_executions(const struct pair *pair)
{
	return pair->before + pair->counts.executions;
}

uint64_t pair_elapsed_ms(const struct pair *pair)
{
	if (pair->state == PAIR_WAITING)
		return 0;
	return (pair->state == PAIR_DONE ? pair->ended_ms : process_clock_ms()) - pair->started_ms;
}

uint64_t pair_per_second(const struct pair *pair)
{
	uint64_t ms = pair_elapsed_ms(pair);

	return ms == 0 ? 0 : (uint64_t)((double)pair_executions(pair) * 1000.0 / (double)ms);
}

static uint64_t left_ms(const struct pair *pair)
{
	uint64_t elapsed = process_clock_ms() - pair->started_ms;

	return elapsed >= pair->time_ms ? 0 : pair->time_ms - elapsed;
}

static void end(struct pair *pair)
{
	pair->ended_ms = process_clock_ms();
	pair->state = PAIR_DONE;
	if (pair->problem.text[0] == '\0' && pair_executions(pair) == 0 && pair->failure_count == 0)
		complain(&pair->problem, "%s executed nothing; %s tells why", pair->program, pair->log);
}

static void start_process(struct pair *pair)
{
	pair->before += pair->counts.executions;
	pair->counts.executions = 0;
	pair->starts++;
	if (pair_engine_of(pair)->start(pair, left_ms(pair), &pair->process) == RESULT_OK)
		return;
	complain(&pair->problem, "%s can't be started: %s", pair->program, strerror(errno));
	end(pair);
}

void pair_start(struct pair *pair)
{
	pair->started_ms = process_clock_ms();
	pair->state = PAIR_RUNNING;
	start_process(pair);
}

/* Up to LOG_PART_LEN bytes of the log from an offset; empty if there is nothing. To be freed. */
static struct buffer read_part(const struct pair *pair, uint64_t from)
{
	struct buffer part = { malloc(LOG_PART_LEN), 0 };
	int file = open(pair->log, O_RDONLY | O_CLOEXEC);
	ssize_t got = file >= 0 && part.at != NULL ? pread(file, part.at, LOG_PART_LEN, (off_t)from) : -1;

	if (file >= 0)
		(void)close(file);
	part.len = got > 0 ? (size_t)got : 0;
	return part;
}

/* True if there may be more. */
static bool read_log_part(struct pair *pair, void (*read)(struct bytes line, struct engine_counts *counts))
{
	struct buffer part = read_part(pair, pair->log_read);
	struct bytes rest = bytes_of_buffer(part);
	const uint8_t *end = rest.len > 0 ? memrchr(rest.at, '\n', rest.len) : NULL;
	bool is_full = rest.len == LOG_PART_LEN;

	if (end != NULL)
		rest.len = (size_t)(end - rest.at) + 1;
	else if (!is_full)
		rest.len = 0; /* a line that is not whole yet */
	pair->log_read += rest.len;
	while (rest.len > 0)
		read(said_cut(&rest), &pair->counts);
	free(part.at);
	return is_full;
}

void pair_read_log(struct pair *pair, void (*read)(struct bytes line, struct engine_counts *counts))
{
	while (read_log_part(pair, read))
		;
}

/* Counts the failure; NULL if there are too many different ones. */
static struct pair_failure *count_failure(struct pair *pair, const struct failure *failure)
{
	struct pair_failure *known = pair->failures;

	while (known < pair->failures + pair->failure_count && !failure_equal(&known->failure, failure))
		known++;
	if (known == pair->failures + PAIR_FAILURES_MAX)
		return NULL;
	if (known == pair->failures + pair->failure_count)
		pair->failures[pair->failure_count++].failure = *failure;
	known->count++;
	return known;
}

/* The input that the engine has just written, by its name among the artifacts; "" if it says nothing of one. */
static void read_name(const struct pair *pair, struct bytes said, char ret_name[PAIR_INPUT_NAME_LEN])
{
	char path[PLACES_PATH_LEN], own[PLACES_PATH_LEN];
	struct bytes rest;

	ret_name[0] = '\0';
	if (!said_after(said, "Test unit written to ", &rest))
		return;
	said_print(said_cut(&rest), path, sizeof(path));
	if (places_join(own, pair->folder, "artifacts/", NULL) && strncmp(path, own, strlen(own)) == 0 && strchr(path + strlen(own), '/') == NULL &&
	    strlen(path + strlen(own)) < PAIR_INPUT_NAME_LEN)
		(void)snprintf(ret_name, PAIR_INPUT_NAME_LEN, "%s", path + strlen(own));
}

static bool is_kept(const struct pair *pair, const char *name)
{
	for (size_t i = 0; i < pair->failure_count; i++)
		for (unsigned int k = 0; k < pair->failures[i].kept_count; k++)
			if (strcmp(pair->failures[i].kept[k], name) == 0)
				return true;
	return false;
}

/*
 * Keeps the input for its failure; false if that is known well enough. A stored input that fails is found at each
 * start: what is kept of it must not go when it is found once more.
 */
static bool keep(struct pair *pair, struct pair_failure *known, const char *name)
{
	char path[PLACES_PATH_LEN];

	if (is_kept(pair, name))
		return false;
	if (known != NULL && known->kept_count < PAIR_KEPT_OF_ONE) {
		(void)snprintf(known->kept[known->kept_count++], PAIR_INPUT_NAME_LEN, "%s", name);
		return true;
	}
	if (name[0] != '\0' && places_join(path, pair->folder, "artifacts", name))
		(void)unlink(path);
	return false;
}

/* The last words of the process that ended: what it found stands at the end of much else. */
static struct buffer last_words(const struct pair *pair)
{
	struct stat status;
	uint64_t from = pair->process_from;

	if (stat(pair->log, &status) == 0 && (uint64_t)status.st_size > from + LOG_PART_LEN)
		from = (uint64_t)status.st_size - LOG_PART_LEN;
	return read_part(pair, from);
}

/* Did the process end because it found something? */
static bool found_something(struct pair *pair)
{
	struct buffer said = last_words(pair);
	char name[PAIR_INPUT_NAME_LEN];
	struct failure failure;

	failure_read(bytes_of_buffer(said), &failure);
	read_name(pair, bytes_of_buffer(said), name);
	if (failure.kind != FAILURE_NONE && !keep(pair, count_failure(pair, &failure), name) &&
	    truncate(pair->log, (off_t)pair->process_from) == 0)
		pair->log_read = pair->process_from;
	free(said.at);
	pair->process_from = pair->log_read;
	return failure.kind != FAILURE_NONE;
}

static void complain_of_end(struct pair *pair)
{
	int status = pair->process.status;

	if (pair->stopping && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
		complain(&pair->problem, "%s did not end when it was told to; %s may tell why", pair->program, pair->log);
	if (pair->stopping || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
		return;
	complain(&pair->problem, "%s ended with %s %d and found nothing; %s tells why", pair->program, WIFEXITED(status) ? "exit code" : "signal",
		 WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status), pair->log);
}

static void process_ended(struct pair *pair)
{
	bool found;

	process_finish(&pair->process);
	pair_engine_of(pair)->look(pair);
	found = pair_engine_of(pair)->ends_when_it_finds && found_something(pair);
	if (found && !pair->stopping && left_ms(pair) >= LEAST_LEFT_MS) {
		start_process(pair);
		return;
	}
	if (!found)
		complain_of_end(pair);
	end(pair);
}

static void ask_to_end(struct pair *pair)
{
	if (pair->asked_ms == 0)
		process_ask_to_end(&pair->process, pair_engine_of(pair)->end_signal);
	pair->stopping = true;
	pair->asked_ms = pair->asked_ms != 0 ? pair->asked_ms : process_clock_ms();
}

void pair_look(struct pair *pair)
{
	if (pair->state != PAIR_RUNNING)
		return;
	if (process_has_ended(&pair->process) || (pair->asked_ms != 0 && process_clock_ms() - pair->asked_ms > LAST_WORDS_MS)) {
		process_ended(pair);
		return;
	}
	pair_engine_of(pair)->look(pair);
	/* Engines keep the time themselves; a hung one does not. */
	if (process_clock_ms() - pair->started_ms > pair->time_ms + pair_engine_of(pair)->grace_ms)
		ask_to_end(pair);
}

void pair_stop(struct pair *pair)
{
	if (pair->state == PAIR_RUNNING)
		ask_to_end(pair);
	if (pair->state == PAIR_WAITING)
		complain(&pair->problem, "%s with %s was not run", pair->plan.surface, plan_engine_name(pair->plan.engine));
	pair->interrupted = pair->interrupted || pair->state != PAIR_DONE;
}
