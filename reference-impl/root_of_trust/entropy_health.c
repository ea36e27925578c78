/* SPDX-License-Identifier: Apache-2.0 */
/* The three tests, each a few words of state; an alarm stays. */

#include "reference-impl/root_of_trust/entropy_health.h"

#include <string.h>

static bool repeats(struct entropy_health *h, uint8_t sample)
{
	if (!h->has_last || sample != h->last)
		h->last_count = 0;
	h->has_last = true;
	h->last = sample;
	h->last_count++;
	return h->last_count >= ENTROPY_REPETITION_CUTOFF;
}

static bool too_often(struct entropy_health *h, uint8_t sample)
{
	if (h->window_used == 0) {
		h->watched = sample;
		h->watched_count = 0;
	}
	h->watched_count += sample == h->watched;
	h->window_used = (h->window_used + 1) % ENTROPY_PROPORTION_WINDOW;
	return h->watched_count >= ENTROPY_PROPORTION_CUTOFF;
}

static bool was_there(const struct entropy_health *h, struct bytes run)
{
	for (size_t i = 0; i + run.len <= h->history_len; i++)
		if (memcmp(h->history + i, run.at, run.len) == 0)
			return true;
	return false;
}

static void remember(struct entropy_health *h, struct bytes samples)
{
	size_t kept = ENTROPY_HISTORY_LEN - samples.len;

	if (h->history_len > kept) {
		memmove(h->history, h->history + (h->history_len - kept), kept);
		h->history_len = kept;
	}
	memcpy(h->history + h->history_len, samples.at, samples.len);
	h->history_len += samples.len;
}

static void take_run(struct entropy_health *h, struct bytes run)
{
	for (size_t i = 0; i < run.len && h->alarm == ENTROPY_HEALTHY; i++) {
		if (repeats(h, run.at[i]))
			h->alarm = ENTROPY_STUCK;
		else if (too_often(h, run.at[i]))
			h->alarm = ENTROPY_BIASED;
	}
	if (h->alarm == ENTROPY_HEALTHY && run.len == ENTROPY_RUN_LEN && was_there(h, run))
		h->alarm = ENTROPY_REPEATING;
	remember(h, run);
}

enum result entropy_health_take(struct entropy_health *health, struct bytes samples)
{
	for (size_t done = 0; done < samples.len && health->alarm == ENTROPY_HEALTHY; done += ENTROPY_RUN_LEN) {
		size_t left = samples.len - done;

		take_run(health, bytes_from(samples.at + done, left < ENTROPY_RUN_LEN ? left : ENTROPY_RUN_LEN));
	}
	return health->alarm == ENTROPY_HEALTHY ? RESULT_OK : RESULT_REFUSED;
}
