/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_UPDATE_H
#define CORE_BENCH_UPDATE_H

/*
 * Offering an image and seeing what comes of it, with what the bench learns from that: which
 * image runs, and the newest security version that was confirmed.
 */

#include "conformance/core/bench_image.h"
#include "conformance/core/bench_watch.h"

struct tried {
	struct reply reply; /* of the offer */
	struct seen seen;   /* what came up at the reset behind it */
};

/* Offers the image by path, power-cycles and watches. */
struct tried bench_try(struct bench *b, struct image image, enum update_path path);

/* Power-cycles (or only watches) and takes what was seen into the unit's state. */
struct seen bench_boot(struct bench *b, bool confirmed);
struct seen bench_look(struct bench *b, struct watch_order order);

/* Is `seen` the image, answering, and confirmed if its script says so? Else the words for it. */
const char *bench_not_running(struct bench *b, const struct tried *tried, struct image image);

/* Do both handles stand for one canary? */
bool bench_same_canary(struct bench *b, struct image x, struct image y);

#endif
