/* SPDX-License-Identifier: Apache-2.0 */
/* The recipe of power cuts: count once, then cut at every operation, and see what is left each time. */

#include "conformance/check_cut.h"

#include <stdio.h>

#include "conformance/core/bench_ask.h"
#include "conformance/core/bench_update.h"
#include "conformance/core/cuts.h"

enum { CUTS_OPERATIONS_MAX = 1000000, CUTS_PLACES_IN_TIME = 200, CUTS_RECOVERY_FIRST = 2, CUTS_OFF_MS = 60, CUTS_INFO_MS = 1000 };

/* One run of the recipe: what it has counted so far. */
struct cuts {
	struct bench *b;
	const struct cut_recipe *recipe;
	struct cut_result result;
};

/* Where the power goes: at the n-th operation, or after n milliseconds. */
struct cut_place {
	uint64_t n;
	enum tear tear;
	const char *tear_name, *unit;
};

static struct image order_update(struct cuts *c)
{
	struct kit_order order = c->recipe->order;

	order.security_version = newest(c->b);
	return kit_image_of(c->b, order);
}

/* The start state: a fresh image, confirmed, where the one before the update always stands. */
static struct image restore(struct cuts *c)
{
	struct image old = order_update(c);

	given_runs(c->b, old, "the image before the update runs");
	return old;
}

/* Counts the operations of one update, from staging to confirmed. */
static void count_operations(struct cuts *c)
{
	struct bench *b = c->b;
	struct image old = restore(c), update = order_update(c);
	struct tried tried;

	arm_cut(b, CUTS_NEVER, TEAR_NONE);
	b->cut_armed = false; /* it counts, and never fires */
	tried = bench_try(b, update, c->recipe->path);
	bench_expect(b, WORD_GIVEN, "the update runs when nothing is cut", bench_not_running(b, &tried, update));
	c->result.operations = cut_status(b).operations;
	if (c->result.operations == 0 || c->result.operations > CUTS_OPERATIONS_MAX)
		bench_decide(b, VERDICT_ERROR, NULL, "the rig counts no storage operation of an update, or more than there can be");
	bench_image_forget(b, old);
	bench_image_forget(b, update);
}

static bool answers(struct cuts *c, const struct seen *seen, struct image image)
{
	return seen->kind == SEEN_IMAGE && bench_same_canary(c->b, seen->image, image);
}

/* The recovery is cut as well, at one of its first operations, as the seed draws; it may have none. */
static void cut_recovery(struct cuts *c)
{
	struct bench *b = c->b;
	struct seed_use use = { b->now->entry->name, b->number, b->now->attempt, "recovery cut", c->result.cuts };
	uint64_t drawn;

	if (seed_draw_below(b->seed, &use, CUTS_RECOVERY_FIRST, &drawn) != RESULT_OK)
		return;
	if (c->result.sampled)
		arm_cut_in_time(b, (drawn + 1) * b->facts->boot_ms / 8 + 1, TEAR_NONE);
	else
		arm_cut(b, drawn + 1, TEAR_NONE);
	(void)bench_boot(b, true);
	if (cut_status(b).fired)
		c->result.recovery_cuts++;
}

/* A rig takes back what it was told in the measure that it has. */
static void disarm(struct cuts *c)
{
	if (!c->result.sampled) {
		disarm_cut(c->b);
		return;
	}
	arm_cut_in_time(c->b, CUTS_NEVER, TEAR_NONE);
	c->b->cut_armed = false;
}

/* Power comes back: within 4 boots the old or the new image answers, and nothing else ever. */
static struct seen come_back(struct cuts *c, struct image old, struct image update)
{
	struct bench *b = c->b;
	struct seen seen = { 0 };

	cut_recovery(c);
	disarm(c);
	for (unsigned int boots = 0; boots < BENCH_BOOTS_MAX && !bench_is_silent(b); boots++) {
		seen = bench_boot(b, true);
		c->result.boots++;
		if (answers(c, &seen, old) || answers(c, &seen, update) || seen.kind == SEEN_STRANGER)
			break;
	}
	return seen;
}

static void judge_cut(struct cuts *c, const struct cut_place *at, struct image old, struct image update)
{
	struct bench *b = c->b;
	struct seen seen = come_back(c, old, update);
	char instead[200];
	struct tried again = { .reply = { .reason = "" } };

	if (!answers(c, &seen, old) && !answers(c, &seen, update)) {
		(void)snprintf(instead, sizeof(instead), "after a cut at %s %llu (%s) neither the old nor the new image answers: %s", at->unit,
			       (unsigned long long)at->n, at->tear_name, bench_seen_words(b, &seen, update));
		bench_expect(b, WORD_MUST, c->recipe->says, instead);
		return;
	}
	if (!answers(c, &seen, update) || !seen.confirmed)
		again = bench_try(b, update, c->recipe->path);
	else
		again.seen = seen;
	if (bench_not_running(b, &again, update) == NULL) {
		bench_expect(b, WORD_MUST, c->recipe->says, NULL);
		return;
	}
	(void)snprintf(instead, sizeof(instead), "after a cut at %s %llu (%s) the update cannot be completed: %.80s", at->unit,
		       (unsigned long long)at->n, at->tear_name, bench_not_running(b, &again, update));
	bench_expect(b, WORD_MUST, c->recipe->says, instead);
}

/* Stages and boots with the cut armed. A cut in the middle of the offer is what `interrupted` says. */
static struct cut_status run_into_cut(struct cuts *c, struct image update)
{
	struct bench *b = c->b;
	struct cut_status status;

	(void)offer(b, update, c->recipe->path);
	status = cut_status(b);
	if (!status.fired && !bench_is_silent(b)) {
		(void)bench_boot(b, true);
		status = cut_status(b);
	}
	return status;
}

/* Where no image runs, in download mode say, what still has power shows by device.info. Asked once, since it may take its time. */
static bool device_answers(const struct cuts *c)
{
	struct bench *b = c->b;
	struct device_info_gives gives;
	struct answer answer = { 0 };
	bool given;

	if (c->result.sampled || c->result.cuts > 0 || bench_is_silent(b))
		return false;
	given = call_device_info(&b->witness->link, b->number, CUTS_INFO_MS, &gives, &answer) == ANSWER_GIVEN;
	answer_release(&answer);
	return given;
}

/* The rig must have cut where it was told to, and what is off does not answer. */
static void look_at_cut(struct cuts *c, const struct cut_place *at, const struct cut_status *status)
{
	struct bench *b = c->b;
	struct seen seen;

	if (!status->fired && c->result.sampled)
		return;
	if (!status->fired || (!c->result.sampled && status->operations != at->n)) {
		bench_decide(b, VERDICT_ERROR, NULL, "the cut at operation %llu of %llu did not fire there", (unsigned long long)at->n,
			     (unsigned long long)c->result.operations);
		return;
	}
	b->cut_armed = false;
	bench_console_skip(b);
	seen = bench_watch(b, (struct watch_order){ .ask_first = true, .silence_ms = CUTS_OFF_MS });
	if (seen.kind == SEEN_IMAGE && c->result.sampled)
		return; /* a cut by time may come just before a reset, which gives power again: it was none */
	if (seen.kind == SEEN_IMAGE)
		bench_decide(b, VERDICT_ERROR, NULL, "the rig says that it cut the power, and an image still answers");
	else if (device_answers(c))
		bench_decide(b, VERDICT_ERROR, NULL, "the rig says that it cut the power, and the device still answers");
	c->result.cuts++;
}

/* Restores the start, cuts there, and judges what is left. */
static void cut_at(struct cuts *c, const struct cut_place *at)
{
	struct bench *b = c->b;
	struct image old = restore(c), update = order_update(c);
	struct cut_status status;

	if (bench_is_silent(b))
		return;
	if (c->result.sampled)
		arm_cut_in_time(b, at->n, at->tear);
	else
		arm_cut(b, at->n, at->tear);
	status = run_into_cut(c, update);
	look_at_cut(c, at, &status);
	if (!bench_is_silent(b))
		judge_cut(c, at, old, update);
	bench_image_forget(b, old);
	bench_image_forget(b, update);
}

static const char *const tear_names[] = { "whole", "half a page", "half a word" };

static void cut_at_operations(struct cuts *c)
{
	uint64_t every = c->recipe->every == 0 ? 1 : c->recipe->every;

	for (uint64_t n = 1; n <= c->result.operations && !bench_is_silent(c->b); n += every)
		for (int tear = TEAR_NONE; tear <= TEAR_WORD && !bench_is_silent(c->b); tear++)
			cut_at(c, &(struct cut_place){ n, (enum tear)tear, tear_names[tear], "operation" });
}

/* A rig without operations: places spread over the time that the update took. */
static void cut_at_times(struct cuts *c)
{
	struct image update;
	struct tried tried;
	uint64_t took;

	(void)restore(c);
	update = order_update(c);
	took = c->b->asked_ms;
	tried = bench_try(c->b, update, c->recipe->path);
	took = c->b->asked_ms - took;
	bench_expect(c->b, WORD_GIVEN, "the update runs when nothing is cut", bench_not_running(c->b, &tried, update));
	for (uint64_t i = 0; i < CUTS_PLACES_IN_TIME && !bench_is_silent(c->b); i++)
		cut_at(c, &(struct cut_place){ 1 + i * took / CUTS_PLACES_IN_TIME, TEAR_NONE, tear_names[0], "millisecond" });
	if (c->result.cuts < CUTS_PLACES_IN_TIME / 2)
		bench_decide(c->b, VERDICT_ERROR, NULL, "of %d cuts by time only %llu fired", CUTS_PLACES_IN_TIME,
			     (unsigned long long)c->result.cuts);
}

struct cut_result for_each_cut(struct bench *b, const struct cut_recipe *recipe)
{
	struct cuts cuts = { .b = b, .recipe = recipe };

	if (bench_is_silent(b))
		return cuts.result;
	cuts.result.sampled = !bench_can(b, "cut.operations");
	if (cuts.result.sampled) {
		cut_at_times(&cuts);
	} else {
		count_operations(&cuts);
		cut_at_operations(&cuts);
	}
	note(b, "%llu operations, %llu cuts, %llu in recovery, %llu boots%s%s", (unsigned long long)cuts.result.operations,
	     (unsigned long long)cuts.result.cuts, (unsigned long long)cuts.result.recovery_cuts, (unsigned long long)cuts.result.boots,
	     cuts.result.sampled ? ", sampled in time" : "", recipe->every > 1 ? ", not at every operation" : "");
	return cuts.result;
}
