/* SPDX-License-Identifier: Apache-2.0 */
/* The chip programmer: storage read, written and made to fail by the rig. */

#include "conformance/check_storage.h"

#include <string.h>

#include "conformance/core/bench_ask.h"

enum { STORAGE_ASK_MS = 30000, STORAGE_READ_MAX = 1024 * 1024 };

static enum result ask_storage(struct bench *b, const struct rig_storage_takes *takes, struct rig_storage_gives *ret_gives,
			       struct answer *ret_answer)
{
	if (bench_is_silent(b))
		return RESULT_IO;
	(void)call_rig_storage(&b->witness->link, b->number, STORAGE_ASK_MS, takes, ret_gives, ret_answer);
	return bench_settle(b, "rig.storage", ret_answer);
}

static struct storage_list keep_regions(struct bench *b, const struct protocol_regions *given)
{
	struct storage_region *regions = bench_memory(b, (given->count + 1) * sizeof(*regions));

	for (size_t i = 0; i < given->count; i++) {
		regions[i].name = bench_keep_text(b, given->at[i].name);
		regions[i].kind = bench_keep_text(b, given->at[i].kind);
		regions[i].offset = given->at[i].offset;
		regions[i].length = given->at[i].length;
	}
	return (struct storage_list){ given->count, regions };
}

struct storage_list storage_list(struct bench *b)
{
	struct rig_storage_takes takes = { .act = RIG_STORAGE_ACT_LIST };
	struct rig_storage_gives gives;
	struct answer answer = { 0 };
	struct storage_list list = { 0 };

	if (ask_storage(b, &takes, &gives, &answer) == RESULT_OK && gives.has_regions)
		list = keep_regions(b, &gives.regions);
	answer_release(&answer);
	return list;
}

struct bytes storage_read(struct bench *b, const char *region, uint64_t offset, uint64_t length)
{
	struct rig_storage_takes takes = { .act = RIG_STORAGE_ACT_READ, .region = region, .has_offset = true, .offset = offset,
					   .has_length = true, .length = length };
	struct rig_storage_gives gives;
	struct answer answer = { 0 };
	struct bytes read = { 0 };

	if (ask_storage(b, &takes, &gives, &answer) == RESULT_OK) {
		if (gives.bytes.at != NULL && gives.bytes.len == length)
			read = bench_keep(b, gives.bytes);
		else
			bench_decide(b, VERDICT_ERROR, NULL, "rig.storage: gave other than the bytes that were asked for");
	}
	answer_release(&answer);
	return read;
}

void storage_write(struct bench *b, const char *region, uint64_t offset, struct bytes bytes)
{
	struct rig_storage_takes takes = { .act = RIG_STORAGE_ACT_WRITE, .region = region, .has_offset = true, .offset = offset,
					   .bytes = bytes };
	struct rig_storage_gives gives;
	struct answer answer = { 0 };

	(void)!ask_storage(b, &takes, &gives, &answer);
	answer_release(&answer);
}

bool bytes_find(struct bytes whole, struct bytes part, size_t *ret_offset)
{
	const uint8_t *found;

	if (part.len == 0 || whole.len < part.len)
		return false;
	found = memmem(whole.at, whole.len, part.at, part.len);
	if (found == NULL)
		return false;
	*ret_offset = (size_t)(found - whole.at);
	return true;
}

static uint64_t ask_fault(struct bench *b, const struct rig_fault_takes *takes)
{
	struct rig_fault_gives gives = { 0 };
	struct answer answer = { 0 };
	uint64_t fired = 0;

	if (bench_is_silent(b))
		return 0;
	(void)call_rig_fault(&b->witness->link, b->number, BENCH_ASK_MS, takes, &gives, &answer);
	if (bench_settle(b, "rig.fault", &answer) == RESULT_OK)
		fired = gives.fired;
	answer_release(&answer);
	return fired;
}

static struct rig_fault_takes fault_at(enum rig_fault_act act, const char *region, uint64_t offset, uint64_t length)
{
	return (struct rig_fault_takes){ .act = act, .region = region, .has_offset = true, .offset = offset, .has_length = true,
					 .length = length };
}

static void arm_fault(struct bench *b, const struct rig_fault_takes *takes)
{
	(void)ask_fault(b, takes);
	b->fault_armed = true;
}

void fault_second_read(struct bench *b, const char *region, uint64_t offset, struct bytes bytes)
{
	struct rig_fault_takes takes = fault_at(RIG_FAULT_ACT_SECOND_READ, region, offset, bytes.len);

	takes.bytes = bytes;
	arm_fault(b, &takes);
}

void fault_read_error(struct bench *b, const char *region, uint64_t offset, uint64_t length)
{
	struct rig_fault_takes takes = fault_at(RIG_FAULT_ACT_READ_ERROR, region, offset, length);

	arm_fault(b, &takes);
}

uint64_t fault_clear(struct bench *b)
{
	struct rig_fault_takes takes = { .act = RIG_FAULT_ACT_CLEAR };

	/* A check that was decided before it came here leaves the rest to the next one's beginning. */
	if (!bench_is_silent(b))
		b->fault_armed = false;
	return ask_fault(b, &takes);
}
