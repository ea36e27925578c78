/* SPDX-License-Identifier: Apache-2.0 */
/* The judge: reads, walks every lane over the records, and writes down what came out. */

#include "conformance/core/judge.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/core/judge_verdicts.h"
#include "conformance/core/replay.h"
#include "conformance/core/run_head.h"
#include "conformance/core/run_lane.h"

struct judge_order judge_suite(void)
{
	return (struct judge_order){ suite_checks(), suite_digest };
}

struct judging {
	const struct judge_order *order;
	struct bytes all;
	struct transcript_reading reading;
	struct run_head head;
	struct run_plan plan;
	struct seed seed;
	struct verdict_row *rows;
	json_t *used; /* blobs that some record refers to */
	bool stopped; /* a lane did not come to its end */
	struct judge_units units;
};

static enum result judge_lane(struct judging *j, unsigned int lane, struct complaint *ret_why)
{
	struct replayer replayer = { .reading = &j->reading, .lane = lane, .used = j->used, .check = "",
				     .runs_out = json_is_true(json_object_get(j->reading.end, "complete")) ? WITNESS_INVALID : WITNESS_STOPPED };
	struct lane_walk walk = { .plan = &j->plan, .facts = &j->head.facts, .seed = &j->seed, .lane = lane,
				  .witness = &replayer.witness, .rows = j->rows };

	replayer_init(&replayer);
	lane_walk(&walk);
	if (walk.ended == WITNESS_INVALID) {
		complain(ret_why, "%s", walk.why);
		return RESULT_MALFORMED;
	}
	j->stopped = j->stopped || walk.ended == WITNESS_STOPPED;
	judge_units_add(&j->units, &walk);
	return replayer_is_done(&replayer, ret_why) ? RESULT_OK : RESULT_MALFORMED;
}

/* Lanes that no check is in hold no records; blobs that no record refers to are surplus too. */
static enum result look_for_surplus(const struct judging *j, struct complaint *ret_why)
{
	for (size_t i = 0; i < j->reading.count; i++) {
		if (j->reading.lines[i].lane >= (int)j->plan.lanes) {
			complain(ret_why, "line %zu: a record of a lane that the run did not have", i + 1);
			return RESULT_MALFORMED;
		}
	}
	if (json_object_size(j->used) != json_object_size(j->reading.blobs)) {
		complain(ret_why, "a blob that no record refers to");
		return RESULT_MALFORMED;
	}
	if (j->stopped && json_is_true(json_object_get(j->reading.end, "complete"))) {
		complain(ret_why, "the end says that the run was complete, and a record that it was stopped");
		return RESULT_MALFORMED;
	}
	return RESULT_OK;
}

static enum result judge_lanes(struct judging *j, struct complaint *ret_why)
{
	enum result result = RESULT_OK;

	j->rows = calloc(j->plan.count + 1, sizeof(*j->rows));
	j->used = json_object();
	if (j->rows == NULL || j->used == NULL)
		return RESULT_INTERNAL;
	for (unsigned int lane = 0; lane < j->plan.lanes && result == RESULT_OK; lane++)
		result = judge_lane(j, lane, ret_why);
	return result == RESULT_OK ? look_for_surplus(j, ret_why) : result;
}

static enum result judge_read(struct judging *j, struct complaint *ret_why)
{
	enum result result;

	if (strcmp(j->head.suite, j->order->suite) != 0) {
		complain(ret_why, "the transcript needs the suite %s, this is %s", j->head.suite, j->order->suite);
		return RESULT_REFUSED;
	}
	if (seed_from_hex(json_string_value(json_object_get(j->reading.end, "seed")), &j->seed) != RESULT_OK)
		return RESULT_MALFORMED;
	result = run_head_plan(&j->head, &j->seed, j->order->set, &j->plan, ret_why);
	if (result != RESULT_OK)
		return RESULT_MALFORMED;
	return judge_lanes(j, ret_why);
}

static json_t *write_verdicts(const struct judging *j)
{
	struct judge_writing writing = { .head = &j->head, .plan = &j->plan, .rows = j->rows, .units = &j->units, .end = j->reading.end,
					 .transcript = j->all };

	return judge_verdicts(&writing);
}

enum result judge_transcript(const struct judge_order *order, struct bytes transcript, json_t **ret_verdicts, struct complaint *ret_why)
{
	struct judging j = { .order = order, .all = transcript };
	json_t *verdicts = NULL;
	enum result result = transcript_read(transcript, TRANSCRIPT_WHOLE, &j.reading, ret_why);

	if (result != RESULT_OK)
		return RESULT_MALFORMED;
	result = run_head_read(j.reading.head, &j.head, ret_why);
	if (result == RESULT_OK)
		result = judge_read(&j, ret_why);
	if (result == RESULT_OK)
		verdicts = write_verdicts(&j);
	if (result == RESULT_OK && verdicts == NULL) {
		complain(ret_why, "memory is out");
		result = RESULT_INTERNAL;
	}
	run_plan_release(&j.plan);
	run_head_release(&j.head);
	transcript_reading_release(&j.reading);
	judge_units_release(&j.units);
	json_decref(j.used);
	free(j.rows);
	if (result == RESULT_OK)
		*ret_verdicts = verdicts;
	return result;
}
