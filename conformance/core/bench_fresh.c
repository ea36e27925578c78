/* SPDX-License-Identifier: Apache-2.0 */
/* What a bench knows of a unit ends with the unit. */

#include "conformance/core/bench_fresh.h"

#include <string.h>

#include "conformance/core/bench_ask.h"

static void forget_old_unit(struct bench *b)
{
	struct bench_unit unit = { .greeted = true, .capability_count = b->unit.capability_count, .orders = b->unit.orders,
				   .fresh_count = b->unit.fresh_count + 1, .first_newest = b->unit.first_newest };

	memcpy(unit.capabilities, b->unit.capabilities, sizeof(unit.capabilities));
	memcpy(unit.firmware, b->unit.firmware, sizeof(unit.firmware));
	unit.firmware_count = b->unit.firmware_count;
	memcpy(unit.roots, b->unit.roots, sizeof(unit.roots));
	unit.root_count = b->unit.root_count;
	b->unit = unit;
	b->ran = 0;
}

enum result bench_take_fresh(struct bench *b, const char *lifecycle)
{
	const struct rig_fresh_takes takes = { lifecycle };
	struct answer answer = { 0 };
	enum result settled;

	if (bench_is_silent(b))
		return RESULT_IO;
	if (!bench_can(b, "fresh"))
		return RESULT_REFUSED;
	(void)call_rig_fresh(&b->witness->link, b->number, BENCH_ASK_MS * 3, &takes, &answer);
	settled = bench_settle(b, "rig.fresh", &answer);
	answer_release(&answer);
	if (settled == RESULT_OK)
		forget_old_unit(b);
	return settled;
}
