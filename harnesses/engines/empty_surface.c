/* SPDX-License-Identifier: Apache-2.0 */
/* A surface that does nothing: what an engine alone can do on this machine, in the same minute. */
#include "harnesses/surface.h"

static void run(struct bytes input, struct surface_trace *trace)
{
	surface_fold(trace, input.len);
	surface_outcome(trace, "nothing");
}

static void make_seeds(const struct seed_sink *sink)
{
	static const uint8_t seed[2] = { 0, 0 };

	sink->add(sink->context, "nothing", "nothing", BYTES_OF(seed));
}

extern const struct surface surface_empty;
const struct surface surface_empty = {
	.enters = "nothing",
	.max_len = 4096,
	.run = run,
	.make_seeds = make_seeds,
};
