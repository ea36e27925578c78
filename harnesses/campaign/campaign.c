/* SPDX-License-Identifier: Apache-2.0 */
/* Running the pairs, and what comes of it. */
#include "harnesses/campaign/campaign.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harnesses/campaign/progress.h"
#include "harnesses/campaign/setup.h"
#include "harnesses/campaign/summary.h"

enum { TICK_MS = 100, LEAST_ROOM = 32 * 1024 * 1024 };

static volatile sig_atomic_t signals;

static void count_signal(int number)
{
	(void)number;
	if (signals < 100)
		signals++;
}

static void take_signals(void)
{
	struct sigaction action = { .sa_handler = count_signal };

	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGTERM, &action, NULL);
	(void)sigaction(SIGHUP, &action, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
}

void campaign_problem(struct campaign *campaign, const char *format, ...)
{
	struct complaint problem;
	char text[COMPLAINT_LEN];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	complain(&problem, "%s", text);
	for (size_t i = 0; i < campaign->problem_count; i++)
		if (strcmp(campaign->problems[i].text, problem.text) == 0)
			return;
	if (campaign->problem_count < CAMPAIGN_PROBLEMS_MAX)
		campaign->problems[campaign->problem_count++] = problem;
}

enum campaign_exit campaign_exit_of(const struct campaign *campaign)
{
	if (campaign->triage.count > 0 || campaign->triage.unexamined > 0)
		return CAMPAIGN_FINDING;
	return campaign->problem_count > 0 ? CAMPAIGN_FAILED : CAMPAIGN_CLEAN;
}

/* Looks at what runs and starts what waits; false when all is done. */
static bool go_on(struct campaign *campaign)
{
	unsigned int running = 0;
	bool waits = false;

	for (size_t i = 0; i < campaign->pair_count; i++) {
		pair_look(&campaign->pairs[i]);
		running += campaign->pairs[i].state == PAIR_RUNNING;
	}
	for (size_t i = 0; i < campaign->pair_count && !campaign->interrupted; i++) {
		if (campaign->pairs[i].state != PAIR_WAITING)
			continue;
		waits = true;
		if (running < campaign->jobs) {
			pair_start(&campaign->pairs[i]);
			running++;
		}
	}
	return running > 0 || waits;
}

static void stop(struct campaign *campaign, const char *why)
{
	if (campaign->interrupted)
		return;
	campaign->interrupted = true;
	campaign_problem(campaign, "%s", why);
	for (size_t i = 0; i < campaign->pair_count; i++)
		pair_stop(&campaign->pairs[i]);
}

static void run_pairs(struct campaign *campaign)
{
	const struct timespec tick = { 0, TICK_MS * 1000000L };
	struct progress progress;

	progress_begin(&progress, campaign);
	while (go_on(campaign)) {
		if (signals > 0)
			stop(campaign, "stopped early by a signal; what was found until then is kept");
		if (places_room(campaign->places.out) < LEAST_ROOM)
			stop(campaign, "stopped early: the disk is full");
		progress_show(&progress, campaign);
		(void)nanosleep(&tick, NULL);
	}
	progress_end(&progress, campaign);
	process_end_orphans();
}

static void triage_all(struct campaign *campaign)
{
	struct triage *triage = &campaign->triage;
	char folder[PLACES_PATH_LEN];

	triage->signals = &signals;
	for (size_t i = 0; i < campaign->surface_count; i++)
		if (places_join(folder, campaign->places.out, campaign->surfaces[i], "stored"))
			triage_add_folder(triage, &(struct triage_source){ campaign->surfaces[i], folder, -1 });
	for (size_t i = 0; i < campaign->pair_count; i++) {
		const struct pair *pair = &campaign->pairs[i];

		for (size_t a = 0; a < 2; a++) {
			const char *name = pair_engine_of(pair)->artifacts[a];

			if (name != NULL && places_join(folder, pair->folder, name, NULL))
				triage_add_folder(triage, &(struct triage_source){ pair->plan.surface, folder, (int)pair->plan.engine });
		}
	}
	triage_finish(triage);
}

/* An engine that failed, and nothing to show for it: that is no clean end. */
static bool lost_what_it_found(const struct campaign *campaign, const struct pair *pair)
{
	const struct triage *triage = &campaign->triage;

	for (size_t i = 0; i < triage->count; i++)
		if (triage->findings[i].by_engine[pair->plan.engine] && strcmp(triage->findings[i].surface, pair->plan.surface) == 0)
			return false;
	return pair->failure_count > 0 && triage->slow == 0 && triage->unexamined == 0;
}

static void collect_problems(struct campaign *campaign)
{
	for (size_t i = 0; i < campaign->pair_count; i++)
		if (lost_what_it_found(campaign, &campaign->pairs[i]))
			campaign_problem(campaign, "%s failed on an input that it did not keep; %s tells why", campaign->pairs[i].program,
					 campaign->pairs[i].log);
	for (size_t i = 0; i < campaign->pair_count; i++)
		if (campaign->pairs[i].problem.text[0] != '\0')
			campaign_problem(campaign, "%s", campaign->pairs[i].problem.text);
	if (campaign->triage.problem.text[0] != '\0')
		campaign_problem(campaign, "%s", campaign->triage.problem.text);
}

static int run_campaign(struct campaign *campaign)
{
	struct complaint why = { "" };
	enum result result = setup_campaign(campaign, &why);

	if (result != RESULT_OK) {
		fprintf(stderr, "assay-fuzz: %s\n", why.text[0] != '\0' ? why.text : result_sentence(result));
		return CAMPAIGN_FAILED;
	}
	run_pairs(campaign);
	triage_all(campaign);
	collect_problems(campaign);
	if (summary_write(campaign, &why) != RESULT_OK) {
		fprintf(stderr, "assay-fuzz: %s\n", why.text);
		return campaign->triage.count > 0 ? CAMPAIGN_FINDING : CAMPAIGN_FAILED;
	}
	return (int)campaign_exit_of(campaign);
}

int campaign_program(int argc, char **argv)
{
	struct campaign_options options;
	struct campaign *campaign;
	int code;

	if (!campaign_options_read(argc, argv, &options))
		return CAMPAIGN_USAGE;
	if (options.help) {
		fputs(campaign_usage, stdout);
		return CAMPAIGN_CLEAN;
	}
	campaign = calloc(1, sizeof(*campaign));
	if (campaign == NULL)
		return CAMPAIGN_FAILED;
	take_signals();
	process_adopt_orphans();
	campaign->options = &options;
	campaign->began = time(NULL);
	code = run_campaign(campaign);
	setup_release(campaign);
	free(campaign);
	return code;
}
