/* SPDX-License-Identifier: Apache-2.0 */
/* Opens the lanes' devices, states the head, walks all lanes at once, and ends the transcript. */

#include "conformance/core/run.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/file.h"
#include "conformance/core/record.h"
#include "conformance/core/replay.h"
#include "conformance/core/run_head.h"

struct running_lane {
	struct running *run;
	struct lane_walk walk;
	struct recorder recorder;
	struct replayer replayer; /* of the killed run's records */
	pthread_t thread;
	bool open, started;
};

struct running {
	const struct run_order *order;
	struct run_head head;
	struct run_plan plan;
	struct transcript *transcript;
	struct verdict_row *rows;
	struct running_lane lanes[TARGET_UNITS_MAX];
	pthread_mutex_t progress;
	size_t done;
	struct buffer before;                  /* the killed run's transcript */
	struct transcript_reading reading;
	json_t *used, *because;
};

static void on_row(void *context, size_t index, const struct verdict_row *row)
{
	struct running_lane *lane = context;
	struct running *run = lane->run;

	(void)index;
	(void)pthread_mutex_lock(&run->progress);
	run->done++;
	if (run->order->on_row != NULL)
		run->order->on_row(run->order->context, row, run->done, run->plan.count);
	(void)pthread_mutex_unlock(&run->progress);
}

/* The records of the killed run are used up: its place is marked, and the device is asked from here on. */
static struct witness *on_resumed(void *context)
{
	struct running_lane *lane = context;

	lane->recorder.witness.enter(lane->recorder.witness.context, lane->replayer.check);
	recorder_mark_resumed(&lane->recorder);
	return &lane->recorder.witness;
}

static enum result open_lanes(struct running *run, unsigned int count, struct complaint *ret_why)
{
	const struct run_devices *devices = &run->order->devices;

	for (unsigned int i = 0; i < count; i++) {
		struct running_lane *lane = &run->lanes[i];
		enum result result = devices->open(devices->context, i, &lane->recorder.planes, ret_why);

		if (result != RESULT_OK)
			return result;
		lane->open = true;
	}
	return RESULT_OK;
}

static void set_up_lane(struct running *run, unsigned int number)
{
	const struct run_order *order = run->order;
	struct running_lane *lane = &run->lanes[number];

	lane->run = run;
	lane->recorder.transcript = run->transcript;
	lane->recorder.seed = &order->seed;
	lane->recorder.lane = number;
	lane->recorder.check_limit_ms = order->check_limit_ms == 0 ? RUN_CHECK_LIMIT_MS : order->check_limit_ms;
	lane->recorder.run_limit_ms = order->run_limit_ms == 0 ? RUN_LIMIT_MS : order->run_limit_ms;
	lane->recorder.interrupted = order->interrupted;
	recorder_init(&lane->recorder);
	lane->walk = (struct lane_walk){ .plan = &run->plan, .facts = &run->head.facts, .seed = &order->seed, .lane = number,
					 .witness = &lane->recorder.witness, .rows = run->rows, .context = lane, .on_row = on_row };
	if (run->reading.count == 0)
		return;
	lane->replayer = (struct replayer){ .reading = &run->reading, .lane = number, .used = run->used, .check = "", .runs_out = WITNESS_RESUMED };
	replayer_init(&lane->replayer);
	lane->walk.witness = &lane->replayer.witness;
	lane->walk.on_resumed = on_resumed;
}

static void *walk_lane(void *context)
{
	struct running_lane *lane = context;

	lane_walk(&lane->walk);
	return NULL;
}

static void walk_lanes(struct running *run)
{
	for (unsigned int i = 1; i < run->plan.lanes; i++)
		run->lanes[i].started = pthread_create(&run->lanes[i].thread, NULL, walk_lane, &run->lanes[i]) == 0;
	lane_walk(&run->lanes[0].walk);
	for (unsigned int i = 1; i < run->plan.lanes; i++) {
		if (run->lanes[i].started)
			(void)pthread_join(run->lanes[i].thread, NULL);
		else
			lane_walk(&run->lanes[i].walk);
	}
}

static bool all_came_to_their_end(const struct running *run)
{
	for (unsigned int i = 0; i < run->plan.lanes; i++)
		if (run->lanes[i].walk.ended == WITNESS_STOPPED || run->lanes[i].walk.ended == WITNESS_INVALID)
			return false;
	return true;
}

static enum result finish(struct running *run, struct run_result *ret_result, struct complaint *ret_why)
{
	char seed[SEED_HEX_LEN];
	enum result result;

	for (unsigned int i = 0; i < run->plan.lanes; i++) {
		if (run->lanes[i].walk.ended == WITNESS_INVALID) {
			complain(ret_why, "the killed run cannot be continued: %s", run->lanes[i].walk.why);
			return RESULT_MALFORMED;
		}
	}
	seed_hex(&run->order->seed, seed);
	ret_result->complete = transcript_failure(run->transcript) == NULL && all_came_to_their_end(run);
	ret_result->checks = run->plan.count;
	ret_result->practice_because = json_incref(run->because);
	result = transcript_end(run->transcript, ret_result->complete, seed);
	if (result != RESULT_OK)
		complain(ret_why, "%s", transcript_failure(run->transcript) == NULL ? result_sentence(result) : transcript_failure(run->transcript));
	return result;
}

static enum result walk_and_finish(struct running *run, struct run_result *ret_result, struct complaint *ret_why)
{
	run->rows = calloc(run->plan.count + 1, sizeof(*run->rows));
	if (run->rows == NULL)
		return RESULT_INTERNAL;
	for (unsigned int i = 0; i < run->plan.lanes; i++)
		set_up_lane(run, i);
	walk_lanes(run);
	return finish(run, ret_result, ret_why);
}

static void close_all(struct running *run)
{
	for (unsigned int i = 0; i < TARGET_UNITS_MAX; i++)
		if (run->lanes[i].open)
			run->order->devices.close(run->order->devices.context, i);
	transcript_close(run->transcript);
	transcript_reading_release(&run->reading);
	run_plan_release(&run->plan);
	run_head_release(&run->head);
	json_decref(run->used);
	json_decref(run->because);
	free(run->before.at);
	free(run->rows);
	(void)pthread_mutex_destroy(&run->progress);
	free(run);
}

static struct running *begin(const struct run_order *order)
{
	struct running *run = calloc(1, sizeof(*run));

	if (run == NULL || pthread_mutex_init(&run->progress, NULL) != 0)
		abort();
	run->order = order;
	return run;
}

static json_t *practice_because(const struct run_order *order)
{
	json_t *because = json_array();

	if (order->practice_because != NULL)
		(void)json_array_extend(because, (json_t *)(uintptr_t)order->practice_because);
	if (order->devices.practice != NULL)
		order->devices.practice(order->devices.context, because);
	return because;
}

static json_t *head_json(const struct running *run)
{
	const struct run_order *order = run->order;
	char hash[SEED_HEX_LEN];
	json_t *selected = order->selected == NULL ? json_null() : json_deep_copy(order->selected);

	if (seed_hash_hex(&order->seed, hash) != RESULT_OK)
		return NULL;
	return json_pack("{s:i, s:o, s:O, s:i, s:{s:s, s:s}, s:i, s:s, s:o, s:{s:s, s:s}, s:O, s:s}", "lanes", (int)run->plan.lanes, "order",
			 run_plan_names(&run->plan), "practice_because", run->because, "protocol", PROTOCOL_VERSION, "run",
			 "id", order->id, "started", order->started, "schema", 1, "seed_sha256", hash, "selected", selected, "suite",
			 "digest", order->suite, "version", order->version, "target", order->facts, "target_sha256",
			 order->target_sha256);
}

static enum result begin_new(struct running *run, struct complaint *ret_why)
{
	const struct run_order *order = run->order;
	struct run_plan_order plan_order = { order->set, &run->head.facts, &order->seed, order->selected, order->jobs };
	enum result result = bench_facts_read(order->facts, &run->head.facts, ret_why);
	json_t *head;

	if (result == RESULT_OK)
		result = run_plan_make(&plan_order, &run->plan, ret_why);
	if (result == RESULT_OK)
		result = open_lanes(run, run->plan.lanes, ret_why);
	if (result != RESULT_OK)
		return result;
	run->because = practice_because(order);
	head = head_json(run);
	if (head == NULL)
		return RESULT_INTERNAL;
	result = transcript_create(order->transcript, head, &run->transcript, ret_why);
	json_decref(head);
	return result;
}

enum result run_device(const struct run_order *order, struct run_result *ret_result, struct complaint *ret_why)
{
	struct running *run = begin(order);
	enum result result = begin_new(run, ret_why);

	if (result == RESULT_OK)
		result = walk_and_finish(run, ret_result, ret_why);
	close_all(run);
	return result;
}

static enum result read_before(struct running *run, struct complaint *ret_why)
{
	enum result result = file_load(run->order->transcript, TRANSCRIPT_FILE_MAX, &run->before);
	struct complaint why;

	if (result != RESULT_OK) {
		complain(ret_why, "%s: %s", run->order->transcript, result_sentence(result));
		return result;
	}
	result = transcript_read(bytes_of_buffer(run->before), TRANSCRIPT_CUT_OFF, &run->reading, &why);
	if (result == RESULT_OK)
		result = run_head_read(run->reading.head, &run->head, &why);
	if (result != RESULT_OK)
		complain(ret_why, "%s: %s", run->order->transcript, why.text);
	if (result == RESULT_OK && strcmp(run->head.suite, run->order->suite) != 0) {
		complain(ret_why, "the killed run was made with the suite %s, this is %s", run->head.suite, run->order->suite);
		result = RESULT_REFUSED;
	}
	if (result == RESULT_OK)
		run->because = json_incref((json_t *)(uintptr_t)run->head.practice_because);
	return result;
}

/* The head is written: what it says of target and walls must hold for the second half as well. */
static enum result look_for_changes(const struct running *run, struct complaint *ret_why)
{
	json_t *because = practice_because(run->order);
	enum result result = run_head_still_holds(&run->head, run->order->target_sha256, because, ret_why);

	json_decref(because);
	return result;
}

static enum result go_on(struct running *run, struct run_result *ret_result, struct complaint *ret_why)
{
	const struct run_order *order = run->order;
	enum result result = run_head_plan(&run->head, &order->seed, order->set, &run->plan, ret_why);

	if (result == RESULT_OK)
		result = open_lanes(run, run->plan.lanes, ret_why);
	if (result == RESULT_OK)
		result = look_for_changes(run, ret_why);
	if (result == RESULT_OK)
		result = transcript_continue(order->transcript, &run->transcript, ret_why);
	return result == RESULT_OK ? walk_and_finish(run, ret_result, ret_why) : result;
}

/* It was cut off behind its end: nothing is left to ask. */
static void take_as_it_is(const struct running *run, struct run_result *ret_result)
{
	ret_result->complete = json_is_true(json_object_get(run->reading.end, "complete"));
	ret_result->practice_because = json_incref(run->because);
}

enum result run_again(const struct run_order *order, struct run_result *ret_result, struct complaint *ret_why)
{
	struct running *run = begin(order);
	enum result result = read_before(run, ret_why);

	run->used = json_object();
	if (result == RESULT_OK && run->reading.end != NULL)
		take_as_it_is(run, ret_result);
	else if (result == RESULT_OK)
		result = go_on(run, ret_result, ret_why);
	close_all(run);
	return result;
}
