/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The entry that libFuzzer, AFL++'s driver, OSS-Fuzz and ClusterFuzzLite call; there is no other.
 * ASSAY_FUZZ_MODE=raw or repaired takes every input as one of that mode, to measure one alone;
 * what is found then may not replay.
 */
#include <stdlib.h>
#include <string.h>

#include "harnesses/engines/engine.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__asan_default_options(void);

/* Short allocation stacks and a small quarantine: the cryptography below allocates in thousands. */
const char *__asan_default_options(void)
{
	return "malloc_context_size=2:quarantine_size_mb=8:allocator_may_return_null=1";
}

/* 0 raw, 1 repaired, -1: as the input says. */
static int demanded_mode = -1;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *mode = getenv("ASSAY_FUZZ_MODE");

	(void)argc;
	(void)argv;
	if (mode != NULL && strcmp(mode, "raw") == 0)
		demanded_mode = 0;
	if (mode != NULL && strcmp(mode, "repaired") == 0)
		demanded_mode = 1;
	engine_init();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct surface_trace trace;

	if (demanded_mode >= 0 && size > 0)
		engine_run_as(bytes_from(data + 1, size - 1), demanded_mode == 1, &trace);
	else
		engine_run(bytes_from(data, size), &trace);
	return 0;
}
