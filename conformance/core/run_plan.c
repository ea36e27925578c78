/* SPDX-License-Identifier: Apache-2.0 */
/* Drawn by the seed, then sorted into groups: a plan is a pure function of what the head states. */

#include "conformance/core/run_plan.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/core/command_line.h"

enum { PLAN_GROUPS = 4 };

struct check_set suite_checks(void)
{
	return (struct check_set){ every_check, every_check_count };
}

static bool in_profile(const struct profile *profile, const char *slug)
{
	for (size_t i = 0; i < profile->requirement_count; i++)
		if (strcmp(profile->requirements[i], slug) == 0)
			return true;
	return false;
}

static unsigned int group_of(const struct check *check)
{
	if (check->spends != SPENDS_NOTHING)
		return 3;
	if (check->units == 2)
		return 2;
	return check->firmware == FIRMWARE_MAKER ? 0 : 1;
}

static bool is_selected(const json_t *selected, const char *name)
{
	const json_t *member;
	size_t index;

	if (!json_is_array(selected))
		return true;
	json_array_foreach(selected, index, member)
		if (json_is_string(member) && strcmp(json_string_value(member), name) == 0)
			return true;
	return false;
}

/* Of the drawn order, all of one group after the other. */
static void take_groups(const struct run_plan_order *order, const size_t *drawn, struct run_plan *plan)
{
	for (unsigned int group = 0; group < PLAN_GROUPS; group++) {
		for (size_t i = 0; i < order->set.count; i++) {
			const struct check_entry *entry = &order->set.at[drawn[i]];

			if (group_of(entry->check) != group || !in_profile(order->facts->profile, entry->check->requirement))
				continue;
			plan->checks[plan->count++] = (struct planned_check){ entry, 0, is_selected(order->selected, entry->name) };
		}
	}
}

/* Checks of pairs are all in lane 0; the second unit of it is the one behind the lanes' own. */
static void spread(const struct run_plan_order *order, struct run_plan *plan)
{
	unsigned int most = order->facts->units, next = 0;

	for (size_t i = 0; i < plan->count; i++)
		if (plan->checks[i].entry->check->units == 2 && order->facts->units > 1)
			most = order->facts->units - 1;
	plan->lanes = order->jobs < most ? order->jobs : most;
	if (plan->lanes == 0)
		plan->lanes = 1;
	/* What was not selected takes no time, and is nobody's turn. */
	for (size_t i = 0; i < plan->count; i++)
		if (plan->checks[i].selected && plan->checks[i].entry->check->units != 2)
			plan->checks[i].lane = next++ % plan->lanes;
}

static void complain_of_name(const struct run_plan_order *order, const struct run_plan *plan, const char *name, struct complaint *ret_why)
{
	const char **names = calloc(plan->count + 1, sizeof(*names));
	char near[COMMAND_NEAR_LEN] = "";

	for (size_t i = 0; i < plan->count && names != NULL; i++)
		names[i] = plan->checks[i].entry->name;
	if (names != NULL)
		command_near(name, names, plan->count, near);
	free(names);
	complain(ret_why, "the profile %s has no check \"%s\"%s; assay list checks names them", order->facts->profile->name, name, near);
}

static enum result look_for_names(const struct run_plan_order *order, const struct run_plan *plan, struct complaint *ret_why)
{
	const json_t *member;
	size_t index;

	json_array_foreach(order->selected, index, member) {
		const char *name = json_string_value(member);
		bool found = false;

		for (size_t i = 0; i < plan->count && name != NULL; i++)
			found = found || strcmp(plan->checks[i].entry->name, name) == 0;
		if (!found) {
			complain_of_name(order, plan, name == NULL ? "?" : name, ret_why);
			return RESULT_NOT_FOUND;
		}
	}
	return RESULT_OK;
}

enum result run_plan_make(const struct run_plan_order *order, struct run_plan *ret_plan, struct complaint *ret_why)
{
	size_t *drawn = calloc(order->set.count + 1, sizeof(*drawn));
	struct run_plan plan = { .checks = calloc(order->set.count + 1, sizeof(*plan.checks)) };
	enum result result = RESULT_INTERNAL;

	if (drawn != NULL && plan.checks != NULL)
		result = seed_order(order->seed, "order of checks", drawn, order->set.count);
	if (result == RESULT_OK) {
		take_groups(order, drawn, &plan);
		spread(order, &plan);
		result = look_for_names(order, &plan, ret_why);
	} else {
		complain(ret_why, "the order of the checks cannot be drawn: %s", result_sentence(result));
	}
	free(drawn);
	if (result == RESULT_OK)
		*ret_plan = plan;
	else
		run_plan_release(&plan);
	return result;
}

void run_plan_release(struct run_plan *plan)
{
	free(plan->checks);
	*plan = (struct run_plan){ 0 };
}

json_t *run_plan_names(const struct run_plan *plan)
{
	json_t *names = json_array();

	for (size_t i = 0; i < plan->count; i++)
		(void)json_array_append_new(names, json_string(plan->checks[i].entry->name));
	return names;
}

unsigned int run_plan_unit(unsigned int lane)
{
	return lane;
}

int run_plan_second_unit(const struct run_plan *plan, const struct bench_facts *facts, unsigned int lane)
{
	return lane == 0 && facts->units > plan->lanes ? (int)plan->lanes : -1;
}
