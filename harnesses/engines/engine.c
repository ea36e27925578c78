/* SPDX-License-Identifier: Apache-2.0 */
/* Mode byte, mending, run: the same for libFuzzer, AFL++, replay and OSS-Fuzz. */
#include "harnesses/engines/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MENDED_MAX_LEN = 1 << 20 };

void surface_fold(struct surface_trace *trace, uint64_t value)
{
	/* FNV-1a, a byte at a time: order counts, and it is the same everywhere. */
	for (unsigned int i = 0; i < 8; i++) {
		trace->hash ^= (value >> (8 * i)) & 0xff;
		trace->hash *= 0x100000001b3u;
	}
}

void surface_outcome(struct surface_trace *trace, const char *outcome)
{
	size_t len = strnlen(outcome, sizeof(trace->outcome) - 1);

	memcpy(trace->outcome, outcome, len);
	trace->outcome[len] = '\0';
	for (size_t i = 0; i < len; i++)
		surface_fold(trace, (uint8_t)outcome[i]);
}

void engine_init(void)
{
	if (engine_surface->init != NULL)
		engine_surface->init();
}

/* Memory of exactly that length, so that a read beyond the end is seen. */
static struct buffer copy_of(struct bytes bytes)
{
	struct buffer copy = { malloc(bytes.len), bytes.len };

	if (bytes.len > 0 && copy.at == NULL) {
		fprintf(stderr, "%s: memory is out\n", engine_surface_name);
		abort();
	}
	if (bytes.len > 0)
		memcpy(copy.at, bytes.at, bytes.len);
	return copy;
}

static void run_mended(struct bytes input, struct surface_trace *trace)
{
	static uint8_t room[MENDED_MAX_LEN];
	struct bytes mended = engine_surface->repair(input, BUFFER_OF(room));
	struct buffer copy;

	if (mended.len == 0) {
		surface_outcome(trace, "not mended");
		return;
	}
	copy = copy_of(mended);
	engine_surface->run(bytes_of_buffer(copy), trace);
	free(copy.at);
}

void engine_run_as(struct bytes input, bool repaired, struct surface_trace *ret_trace)
{
	*ret_trace = (struct surface_trace){ .outcome = "not run", .hash = 0xcbf29ce484222325u };
	if (input.len > engine_surface->max_len)
		return;
	if (repaired && engine_surface->repair != NULL)
		run_mended(input, ret_trace);
	else
		engine_surface->run(input, ret_trace);
}

void engine_run(struct bytes mode_and_input, struct surface_trace *ret_trace)
{
	if (mode_and_input.len == 0)
		*ret_trace = (struct surface_trace){ .outcome = "not run" };
	else
		engine_run_as(bytes_from(mode_and_input.at + 1, mode_and_input.len - 1), (mode_and_input.at[0] & 1) != 0, ret_trace);
}

void engine_run_copy(struct bytes mode_and_input, struct surface_trace *ret_trace)
{
	struct buffer copy = copy_of(mode_and_input);

	engine_run(bytes_of_buffer(copy), ret_trace);
	free(copy.at);
}
