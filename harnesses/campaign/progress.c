/* SPDX-License-Identifier: Apache-2.0 */
/* The live lines. */
#include "harnesses/campaign/progress.h"

#include <stdio.h>
#include <unistd.h>

enum { LIVE_MS = 1000, PLAIN_MS = 10000 };

void progress_begin(struct progress *progress, const struct campaign *campaign)
{
	const struct campaign_options *o = campaign->options;

	*progress = (struct progress){ .quiet = o->quiet, .terminal = isatty(STDERR_FILENO) == 1, .shown_ms = process_clock_ms() };
	if (o->quiet)
		return;
	fprintf(stderr, "%zu pair%s of surface and engine, %u at a time, %llu s each: about %llu s\n", campaign->pair_count,
		campaign->pair_count == 1 ? "" : "s", campaign->jobs,
		(unsigned long long)o->time_ms / 1000,
		(unsigned long long)plan_duration_ms(campaign->pair_count, campaign->jobs, o->time_ms) / 1000);
	fprintf(stderr, "into %s, seed %llx\n", campaign->places.out, (unsigned long long)campaign->seed);
}

/* AFL++ tells it first after a minute: what is not known is not nothing. */
static const char *edges_of(const struct pair *pair, char room[24])
{
	if (pair->counts.edges == 0)
		return "-";
	snprintf(room, 24, "%llu", (unsigned long long)pair->counts.edges);
	return room;
}

static void show_pair(const struct progress *progress, const struct pair *pair)
{
	char edges[24];
	uint64_t elapsed = pair_elapsed_ms(pair), left = elapsed < pair->time_ms ? pair->time_ms - elapsed : 0;

	fprintf(stderr, "%s%-20s %-9s %12llu execs %8llu/s  cov %-6s corpus %-6llu findings %-3llu %5llu s left\n",
		progress->terminal ? "\r\x1b[K" : "", pair->plan.surface, plan_engine_name(pair->plan.engine),
		(unsigned long long)pair_executions(pair), (unsigned long long)pair_per_second(pair), edges_of(pair, edges),
		(unsigned long long)pair->counts.corpus, (unsigned long long)pair->failure_count + pair->counts.failing, (unsigned long long)(left + 999) / 1000);
}

static void erase(struct progress *progress)
{
	if (progress->lines > 0)
		fprintf(stderr, "\x1b[%uA\r\x1b[J", progress->lines);
	progress->lines = 0;
}

void progress_show(struct progress *progress, const struct campaign *campaign)
{
	uint64_t now = process_clock_ms();

	if (progress->quiet || now - progress->shown_ms < (progress->terminal ? LIVE_MS : PLAIN_MS))
		return;
	progress->shown_ms = now;
	erase(progress);
	for (size_t i = 0; i < campaign->pair_count; i++) {
		if (campaign->pairs[i].state != PAIR_RUNNING)
			continue;
		show_pair(progress, &campaign->pairs[i]);
		progress->lines += progress->terminal;
	}
	(void)fflush(stderr);
}

void progress_end(struct progress *progress, const struct campaign *campaign)
{
	(void)campaign;
	erase(progress);
}
