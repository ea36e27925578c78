/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_WATCH_H
#define CORE_BENCH_WATCH_H

/*
 * Seeing what runs, from what it says on the lab's console.
 *
 * A payload prints "ASSAY 1 <name> up", answers "ASSAY ? <nonce>" by "ASSAY 1 <name>
 * <HMAC-SHA-256(key, nonce bytes)>" and says "ASSAY 1 <name> confirmed". A watch has one nonce
 * of its own; only the right answer to it makes an image seen. Watching ends with the first
 * proof, or after boot_ms of silence; a flood is cut off.
 */

#include "conformance/core/bench.h"

struct watch_order {
	bool confirmed; /* go on until it says so too, or until silence */
	bool ask_first; /* something should be running already: ask without waiting for "up" */
	bool firmware;  /* the maker's firmware may be what comes up: ask device.info as well */
	bool reset;     /* power was cycled: an image that answers without having come up is the rig's lie */
	uint32_t silence_ms; /* 0: boot_ms */
};

/* Empty when the check is decided, which a broken console does. */
struct seen bench_watch(struct bench *b, struct watch_order order);

/*
 * Reads away what the console holds, so that the next watch sees this boot alone. Canaries in it
 * count as seen: what runs when nobody watches runs all the same.
 */
void bench_console_skip(struct bench *b);

/* Counts the canary of a line that no watch takes. */
void bench_overhear(struct bench *b, const char *line);
/* All that a console gives passes here, and is kept for console_heard(). */
void bench_hear(struct bench *b, struct bytes bytes);

/* How often the image's canary was seen in this check, in whatever boot, answering or not. */
uint64_t bench_spoke(struct bench *b, struct image image);

/* What was seen, in words for a verdict: "its canary was seen". The text is kept. */
const char *bench_seen_words(struct bench *b, const struct seen *seen, struct image expected);

#endif
