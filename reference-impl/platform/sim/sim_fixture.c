/* SPDX-License-Identifier: Apache-2.0 */
/* The shortest start there is. */

#include <stdlib.h>
#include <string.h>

#include "reference-impl/platform/sim/sim_fixture.h"

void sim_fixture_start(const struct platform *platform)
{
	const struct image_memory *memory = &platform->memory;
	struct buffer room;
	struct bytes image;

	if (memory->reserve(memory->context, 32, 100, &room) != RESULT_OK)
		abort();
	memset(room.at, 0x5a, room.len);
	if (memory->freeze(memory->context, &image) != RESULT_OK || memory->start(memory->context, 96) != RESULT_OK)
		abort();
}
