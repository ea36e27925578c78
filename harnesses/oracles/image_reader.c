/* SPDX-License-Identifier: Apache-2.0 */
/* Compares where three parts begin and end; the names are the examiner's. */
#include "harnesses/oracles/image_reader.h"

#include <string.h>

#include "conformance/readers/mcuboot.h"

/* The offset at which the first region of that name begins, or where the image ends. */
static uint64_t start_of(const struct regions *regions, const char *name, uint64_t whole_len)
{
	for (size_t i = 0; i < regions->count; i++)
		if (strcmp(regions->at[i].name, name) == 0)
			return regions->at[i].offset;
	return whole_len;
}

static uint64_t end_of(const struct regions *regions)
{
	uint64_t end = 0;

	for (size_t i = 0; i < regions->count; i++) {
		if (regions->at[i].offset != end)
			return UINT64_MAX;
		end += regions->at[i].length;
	}
	return end;
}

ORACLE FZ_IMAGE_005_second_reader_agrees(struct bytes whole, struct bytes payload, struct bytes signed_range)
{
	static struct regions regions;
	const char *id = "FZ-IMAGE-005", *promise = "second-reader-agrees";
	enum result result = mcuboot_regions(whole, &regions);

	if (result == RESULT_TOO_LARGE)
		return;
	oracle_holds(result == RESULT_OK, id, promise, "the suite's reader refuses what the device reads");
	oracle_holds(end_of(&regions) == whole.len, id, promise, "the suite's regions do not tile the image");
	oracle_holds(start_of(&regions, "payload", whole.len) == (uint64_t)(payload.at - whole.at), id, promise,
		     "the payload begins elsewhere for the suite");
	oracle_holds(start_of(&regions, "unprotected.info", whole.len) == signed_range.len, id, promise,
		     "the signed range ends elsewhere for the suite");
}
