/* SPDX-License-Identifier: Apache-2.0 */
/* A number that a device tells is a claim: it is compared with those before it and with what was offered. */

#include "conformance/core/bench_told.h"

#include <inttypes.h>

/* More than any check climbs by itself; one that climbs to the very end uses the unit up and says so. */
enum { VERSION_ROOM = 4096 };

static const char *wrong_with(const struct bench_unit *unit, uint64_t version)
{
	if (version > UINT32_MAX)
		return "is beyond 32 bits";
	if (unit->told_known && version < unit->told)
		return "is lower than it told before";
	if (unit->told_known && version > unit->told && version > unit->offered)
		return "rose, and no image of that version was offered";
	return NULL;
}

void bench_hear_version(struct bench *b, const struct device_info_gives *gives)
{
	const char *wrong;

	if (!gives->has_security_version || bench_is_silent(b))
		return;
	wrong = wrong_with(&b->unit, gives->security_version);
	if (wrong != NULL) {
		bench_decide(b, VERDICT_ERROR, NULL, "device.info: the security version %" PRIu64 " %s (%" PRIu32 ")",
			     (uint64_t)gives->security_version, wrong, b->unit.told);
		return;
	}
	b->unit.told = (uint32_t)gives->security_version;
	b->unit.told_known = true;
}

void bench_look_for_version_room(struct bench *b)
{
	if (bench_is_silent(b) || !bench_facts_demand(b->facts, "kit.image") || b->unit.newest <= UINT32_MAX - VERSION_ROOM)
		return;
	if (b->unit.offered < b->unit.newest)
		bench_decide(b, VERDICT_ERROR, NULL, "device.info: tells the security version %" PRIu32 ", and leaves none above it to try",
			     b->unit.newest);
	else
		bench_decide(b, VERDICT_NOT_RUN, NULL, "the unit has confirmed the security version %" PRIu32 ": none above it is left to try",
			     b->unit.newest);
}
