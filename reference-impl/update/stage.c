/* SPDX-License-Identifier: Apache-2.0 */
/* Gather, judge, write, record; a staging that fails anywhere has to begin anew. */

#include "reference-impl/platform/port.h"
#include "reference-impl/update/slot_writer.h"
#include "reference-impl/update/stage.h"

void stage_init(struct stage *stage, const struct platform *platform, const struct stage_boot *boot)
{
	*stage = (struct stage){ .platform = platform, .boot = boot };
}

enum result stage_begin(struct stage *stage, uint8_t path, uint32_t len)
{
	const struct platform *platform = stage->platform;
	enum flash_region slot;
	struct buffer room;
	enum result result;

	stage->open = false;
	if (len == 0 || path > PORT_PATH_RECOVERY)
		return RESULT_REFUSED;
	result = stage->boot->free_slot(stage->boot->context, &slot);
	if (result != RESULT_OK)
		return result;
	if (len > platform->flash.region_len(platform->flash.context, slot))
		return RESULT_TOO_LARGE;
	result = platform->memory.reserve(platform->memory.context, 0, len, &room);
	if (result != RESULT_OK)
		return result;
	*stage = (struct stage){ platform, stage->boot, true, path, slot, room, 0 };
	return RESULT_OK;
}

enum result stage_data(struct stage *stage, uint32_t offset, struct bytes data)
{
	enum result result = RESULT_OK;

	if (!stage->open || offset != stage->have)
		result = RESULT_REFUSED;
	else if (data.len > stage->room.len - stage->have)
		result = RESULT_TOO_LARGE;
	else
		result = bytes_copy((struct buffer){ stage->room.at + stage->have, data.len }, data);
	if (result == RESULT_OK)
		stage->have += (uint32_t)data.len;
	else
		stage->open = false;
	return result;
}

/* Nothing in flash has changed until judge() has said yes. */
static enum result install(const struct stage *stage, struct bytes frozen)
{
	const struct stage_boot *boot = stage->boot;
	struct bytes image;
	enum result result = boot->judge(boot->context, frozen, &image);

	if (result == RESULT_OK)
		result = slot_write(&stage->platform->flash, stage->slot, image);
	if (result == RESULT_OK)
		result = boot->record_trial(boot->context, stage->slot, stage->path);
	return result;
}

enum result stage_end(struct stage *stage)
{
	const struct image_memory *memory = &stage->platform->memory;
	struct bytes frozen;
	enum result result;

	if (!stage->open)
		return RESULT_REFUSED;
	stage->open = false;
	if (stage->have != stage->room.len)
		return RESULT_TRUNCATED;
	result = memory->freeze(memory->context, &frozen);
	return result == RESULT_OK ? install(stage, frozen) : result;
}
