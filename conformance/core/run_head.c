/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a head, and drawing again what it says was drawn. */

#include "conformance/core/run_head.h"

#include <string.h>

static bool are_texts_or_null(const json_t *value)
{
	size_t index;
	json_t *member;

	json_array_foreach(value, index, member)
		if (!json_is_string(member))
			return false;
	return json_is_array(value) || json_is_null(value);
}

enum result run_head_read(json_t *json, struct run_head *ret_head, struct complaint *ret_why)
{
	struct run_head head = { .json = json };
	json_t *selected, *order, *because, *target;
	json_int_t lanes, protocol, schema;
	const char *target_sha256;
	enum result result;

	if (json_unpack(json, "{s:I, s:o, s:o, s:I, s:{s:s, s:s !}, s:I, s:s, s:o, s:{s:s, s:s !}, s:o, s:s !}", "lanes", &lanes, "order",
			&order, "practice_because", &because, "protocol", &protocol, "run", "id", &head.id, "started", &head.started,
			"schema", &schema, "seed_sha256", &head.seed_sha256, "selected", &selected, "suite", "digest", &head.suite,
			"version", &head.version, "target", &target, "target_sha256", &target_sha256) != 0 ||
	    lanes < 1 || lanes > TARGET_UNITS_MAX || protocol != PROTOCOL_VERSION || schema != 1 || !json_is_array(order) ||
	    !are_texts_or_null(order) || !are_texts_or_null(selected) || !json_is_array(because) || !are_texts_or_null(because)) {
		complain(ret_why, "the head is not one that a run writes");
		return RESULT_MALFORMED;
	}
	result = bench_facts_read(target, &head.facts, ret_why);
	if (result != RESULT_OK)
		return result;
	head.selected = selected;
	head.order = order;
	head.practice_because = because;
	head.lanes = (unsigned int)lanes;
	json_incref(json);
	*ret_head = head;
	return RESULT_OK;
}

void run_head_release(struct run_head *head)
{
	bench_facts_release(&head->facts);
	json_decref(head->json);
	*head = (struct run_head){ 0 };
}

static bool is_member(const json_t *list, const json_t *text)
{
	size_t index;
	json_t *member;

	json_array_foreach(list, index, member)
		if (json_equal(member, text))
			return true;
	return false;
}

enum result run_head_still_holds(const struct run_head *head, const char *target_sha256, const json_t *practice_because,
				 struct complaint *ret_why)
{
	const json_t *reason;
	size_t index;

	if (strcmp(json_string_value(json_object_get(head->json, "target_sha256")), target_sha256) != 0) {
		complain(ret_why, "target.json is not the one that the killed run began with; start a new run");
		return RESULT_REFUSED;
	}
	json_array_foreach(practice_because, index, reason) {
		if (!is_member(head->practice_because, reason)) {
			complain(ret_why, "the killed run began without this: %s; start a new run", json_string_value(reason));
			return RESULT_REFUSED;
		}
	}
	return RESULT_OK;
}

enum result run_head_plan(const struct run_head *head, const struct seed *seed, struct check_set set, struct run_plan *ret_plan,
			  struct complaint *ret_why)
{
	struct run_plan_order order = { set, &head->facts, seed, head->selected, head->lanes };
	char hash[SEED_HEX_LEN];
	struct run_plan plan;
	json_t *names;
	enum result result;

	if (seed_hash_hex(seed, hash) != RESULT_OK || strcmp(hash, head->seed_sha256) != 0) {
		complain(ret_why, "the seed is not the one that the head committed to");
		return RESULT_REFUSED;
	}
	result = run_plan_make(&order, &plan, ret_why);
	if (result != RESULT_OK)
		return result;
	names = run_plan_names(&plan);
	if (plan.lanes != head->lanes || !json_equal(names, head->order)) {
		complain(ret_why, "the checks, their order or their lanes are not what the seed draws");
		result = RESULT_REFUSED;
		run_plan_release(&plan);
	}
	json_decref(names);
	if (result == RESULT_OK)
		*ret_plan = plan;
	return result;
}
