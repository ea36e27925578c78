/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESSES_SURFACE_H
#define HARNESSES_SURFACE_H

/*
 * The contract of a fuzz surface: one file, one entry into hostile bytes, all engines.
 *
 * harnesses/surfaces/<name>.c defines `const struct surface surface_<name>`; the engines own
 * LLVMFuzzerTestOneInput, the replay main and everything else. The first byte of an engine's
 * input selects the mode: even is raw (the rest goes to run as it is), odd is repaired (the
 * rest goes through repair, which mends lengths, digests and signatures with a test key, and
 * then to run). max_len is that of the rest.
 *
 * A surface is deterministic: no clock, no randomness, no file, no state between runs; the
 * same bytes give the same trace. What must hold is said by oracles (harnesses/oracles/),
 * which print `ASSERTION FAILED: FZ-<SURFACE>-<NNN> <promise>`, a witness line and abort.
 */

#include "reference-impl/base/bytes.h"

/* Where make_seeds puts each seed; `reaches` names the outcome that run must report for it. */
struct seed_sink {
	void *context;
	void (*add)(void *context, const char *name, const char *reaches, struct bytes mode_and_input);
};

/*
 * What a run did, for determinism and for seeds.json: a short lower-case outcome
 * ("accepted", "refused: bad-hash") and a hash over its decisions.
 */
struct surface_trace {
	char outcome[48];
	uint64_t hash;
};

struct surface {
	const char *enters; /* the function under test */
	size_t max_len;     /* bytes behind the mode byte */
	void (*init)(void); /* once per process; NULL: nothing to do */
	void (*run)(struct bytes input, struct surface_trace *trace);
	/* Writes the mended input into room and returns it; an empty result means "cannot be mended". NULL: raw only. */
	struct bytes (*repair)(struct bytes input, struct buffer room);
	void (*make_seeds)(const struct seed_sink *sink);
	const char *const *dictionary; /* tokens in AFL syntax without quotes, NULL-terminated; NULL: none */
};

/* Notes a decision of a run: sets the outcome and folds it into the trace. */
void surface_outcome(struct surface_trace *trace, const char *outcome);
void surface_fold(struct surface_trace *trace, uint64_t value);

#endif
