/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that must be right before the device is asked anything. */

#include "conformance/core/certify_begin.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

const char *certify_text(const struct certifying *c, const char *member)
{
	return json_string_value(json_object_get(c->resume, member));
}

static void stamp_of_now(const char *format, char *stamp, size_t room)
{
	time_t now = time(NULL);
	struct tm utc;

	(void)gmtime_r(&now, &utc);
	(void)strftime(stamp, room, format, &utc);
}

static enum result draw_seed(struct certifying *c)
{
	enum result result = c->options->seed == NULL ? seed_from_system(&c->seed) : seed_from_hex(c->options->seed, &c->seed);

	if (result != RESULT_OK)
		complain(&c->why, "a seed cannot be had: %s", result_sentence(result));
	return result;
}

static json_t *selected_json(const struct certify_options *options)
{
	json_t *selected = json_array();

	for (size_t i = 0; i < options->check_count; i++)
		(void)json_array_append_new(selected, json_string(options->checks[i]));
	if (options->check_count > 0)
		return selected;
	json_decref(selected);
	return json_null();
}

static enum result state_resume(struct certifying *c, const char *stamp)
{
	char id[96], started[32], hash[SEED_HEX_LEN], seed[SEED_HEX_LEN];
	enum result result = seed_hash_hex(&c->seed, hash);
	json_t *because = json_array();

	if (result != RESULT_OK)
		return result;
	if (c->options->seed != NULL)
		(void)json_array_append_new(because, json_string("the seed was given and not drawn"));
	seed_hex(&c->seed, seed);
	(void)snprintf(id, sizeof(id), "%s-%.8s", stamp, hash);
	stamp_of_now("%Y-%m-%dT%H:%M:%SZ", started, sizeof(started));
	c->resume = json_pack("{s:s, s:i, s:i, s:o, s:i, s:s, s:o, s:s, s:s}", "id", id, "jobs", (int)c->options->jobs, "number", 0,
			      "practice_because", because, "schema", 1, "seed", seed, "selected", selected_json(c->options), "started",
			      started, "target", c->target.folder);
	return c->resume == NULL ? RESULT_INTERNAL : RESULT_OK;
}

/* Names that are no checks are told before anything is begun. */
static enum result look_for_checks(struct certifying *c)
{
	json_t *json = bench_facts_json(&c->target, &c->why), *selected = selected_json(c->options);
	struct bench_facts facts = { 0 };
	struct run_plan plan = { 0 };
	enum result result = json == NULL ? RESULT_IO : bench_facts_read(json, &facts, &c->why);

	if (result == RESULT_OK) {
		struct run_plan_order order = { suite_checks(), &facts, &c->seed, selected, c->options->jobs };

		result = run_plan_make(&order, &plan, &c->why);
		run_plan_release(&plan);
		bench_facts_release(&facts);
	}
	json_decref(selected);
	json_decref(json);
	return result;
}

/* A new run: its folder, its seed, its line in the ledger, and what a continuation would need. */
static enum result begin_new(struct certifying *c)
{
	char stamp[CERTIFY_STAMP_LEN];
	struct certify_booking booking;
	enum result result = target_load(c->options->target, &c->target, &c->why);

	if (result != RESULT_OK)
		return result;
	c->has_target = true;
	stamp_of_now("%Y%m%dT%H%M%SZ", stamp, sizeof(stamp));
	result = draw_seed(c);
	if (result == RESULT_OK)
		result = look_for_checks(c);
	if (result == RESULT_OK)
		result = state_resume(c, stamp);
	if (result == RESULT_OK)
		result = certify_folder_make(c->options->out, c->target.name, stamp, &c->folder, &c->why);
	if (result == RESULT_OK)
		result = c->book->begin(c->target.name, certify_text(c, "id"), &booking, &c->why);
	if (result != RESULT_OK)
		return result;
	(void)json_object_set_new(c->resume, "number", json_integer((json_int_t)booking.number));
	if (booking.practice)
		(void)json_array_append_new(json_object_get(c->resume, "practice_because"), json_string("the lab is one for practice"));
	result = certify_folder_store_resume(&c->folder, c->resume);
	if (result != RESULT_OK)
		complain(&c->why, "%s/resume.json: %s", c->folder.path, result == RESULT_IO ? strerror(errno) : result_sentence(result));
	return result;
}

static enum result begin_again(struct certifying *c)
{
	enum result result = certify_folder_reopen(c->options->resume, &c->folder, &c->why);
	const char *seed, *target;

	if (result == RESULT_OK)
		result = certify_folder_load_resume(&c->folder, &c->resume, &c->why);
	if (result != RESULT_OK)
		return result;
	seed = certify_text(c, "seed");
	target = certify_text(c, "target");
	if (seed == NULL || target == NULL || certify_text(c, "id") == NULL || certify_text(c, "started") == NULL ||
	    seed_from_hex(seed, &c->seed) != RESULT_OK) {
		complain(&c->why, "%s/resume.json: not what a run writes there", c->folder.path);
		return RESULT_MALFORMED;
	}
	result = target_load(target, &c->target, &c->why);
	c->has_target = result == RESULT_OK;
	return result;
}

enum result certify_begin(struct certifying *c)
{
	return c->options->resume == NULL ? begin_new(c) : begin_again(c);
}
