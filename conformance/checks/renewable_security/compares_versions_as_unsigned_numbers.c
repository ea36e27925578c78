/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Versions are numbers of 32 bits: compared by fewer bits, or as numbers that wrap, old ones come in again.
 *
 * Control:  each lower version was seen running before the next came.
 * Proof:    a lower version that looks equal in 8, 16 and 24 bits is refused after the higher ran; so is
 *           the lowest once the highest half of the numbers is reached, and the one below the greatest.
 * Blind to: comparisons that refuse what is newer (runs_a_good_image), and those that go wrong elsewhere;
 *           an adapter that refuses the image before the device sees it.
 * Defects:  counter_compared_in_16_bits, counter_compared_with_wrap.
 */
#include "conformance/check.h"

static const uint32_t STEPS[] = { 0x00000100, 0x00010000, 0x01000000 };

static void climb(struct bench *b, uint32_t from, uint32_t to)
{
	struct image lower, higher;

	if (newest(b) > from || decided(b))
		return;
	lower = kit_image(b, .security_version = from);
	higher = kit_image(b, .security_version = to);
	note(b, "from %u to %u", from, to);
	given_runs(b, lower, "the lower version runs while nothing higher was seen");
	given_runs(b, higher, "the higher version runs and is confirmed");
	must_not_run(b, lower, "the lower version is refused after the higher one ran");
}

static void run(struct bench *b)
{
	struct image lowest = kit_image(b, .security_version = newest(b));

	given_runs(b, lowest, "the lowest version of all runs while nothing higher was seen");
	for (size_t i = 0; i < sizeof(STEPS) / sizeof(STEPS[0]) && newest(b) < STEPS[2]; i++)
		climb(b, newest(b), newest(b) + STEPS[i]);
	climb(b, 0x7fffffff, 0x80000000);
	climb(b, 0x80000000, 0x80000000 + STEPS[0]);
	must_not_run(b, lowest, "the lowest version of all is refused beyond the sign bit");
	climb(b, 0xfffffffe, 0xffffffff);
	must_not_run(b, lowest, "the lowest version of all is refused beside the greatest");
}

CHECK(compares_versions_as_unsigned_numbers) = {
	.requirement = "renewable_security/never_older",
	.spends = SPENDS_UNIT,
	.run = run,
};
