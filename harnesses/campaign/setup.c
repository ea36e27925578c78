/* SPDX-License-Identifier: Apache-2.0 */
/* From options to pairs that are ready to start. */
#include "harnesses/campaign/setup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "conformance/core/command_line.h"

enum { LEAST_ROOM = 64 * 1024 * 1024 };

/* Is the program in a folder of PATH? */
static bool is_in_path(const char *program)
{
	const char *path = getenv("PATH");
	char *all = strdup(path != NULL ? path : "/usr/bin:/bin"), *rest = all, *folder, file[PLACES_PATH_LEN];
	bool found = false;

	while (all != NULL && !found && (folder = strsep(&rest, ":")) != NULL)
		found = folder[0] != '\0' && places_join(file, folder, program, NULL) && access(file, X_OK) == 0;
	free(all);
	return found;
}

static enum result engines_are_there(const struct campaign *campaign, struct complaint *ret_why)
{
	for (unsigned int engine = 0; engine < PLAN_ENGINES; engine++) {
		const struct pair pair = { .plan.engine = (enum plan_engine)engine };
		const struct pair_engine *e = pair_engine_of(&pair);

		if ((campaign->options->engines & 1u << engine) == 0 || e->needs == NULL || is_in_path(e->needs))
			continue;
		complain(ret_why, "%s is not installed; the package is %s (ci/install-deps.sh fuzz), or give --engine %s", e->needs, e->package,
			 plan_engine_name(engine == PLAN_AFL ? PLAN_LIBFUZZER : PLAN_AFL));
		return RESULT_NOT_FOUND;
	}
	return RESULT_OK;
}

static enum result choose_surfaces(struct campaign *campaign, struct complaint *ret_why)
{
	const struct campaign_options *o = campaign->options;

	campaign->surface_count = o->surface_count;
	for (size_t i = 0; i < o->surface_count; i++)
		campaign->surfaces[i] = o->surfaces[i];
	if (o->surface_count == 0) {
		campaign->surface_count = places_surfaces(&campaign->places, o->engines, campaign->found_surfaces);
		for (size_t i = 0; i < campaign->surface_count; i++)
			campaign->surfaces[i] = campaign->found_surfaces[i];
	}
	if (campaign->surface_count > 0)
		return RESULT_OK;
	complain(ret_why, "no surface is built in %s/<engine>/bin; `make fuzz-engines` builds them", campaign->places.bin);
	return RESULT_NOT_FOUND;
}

/* Either nobody has built it yet, or another one was meant. */
static void complain_of_absence(const struct campaign *campaign, const struct pair *pair, struct complaint *ret_why)
{
	char pattern[PLACES_PATH_LEN], near[COMMAND_NEAR_LEN] = "";

	if (places_join(pattern, campaign->places.bin, plan_engine_name(pair->plan.engine), "bin/fuzz_*"))
		command_near_file(pair->plan.surface, pattern, near);
	complain(ret_why, "%s is not built%s; `make fuzz-engines` builds the surfaces for both engines, `assay list surfaces` names them",
		 pair->program, near);
}

static enum result choose_pairs(struct campaign *campaign, struct complaint *ret_why)
{
	struct plan_pair plan[PLAN_PAIRS_MAX];

	campaign->pair_count = plan_pairs(campaign->surfaces, campaign->surface_count, campaign->options->engines, plan);
	campaign->pairs = calloc(campaign->pair_count + 1, sizeof(*campaign->pairs));
	campaign->prepared = calloc(campaign->surface_count, sizeof(*campaign->prepared));
	if (campaign->pairs == NULL || campaign->prepared == NULL)
		return RESULT_IO;
	for (size_t i = 0; i < campaign->pair_count; i++) {
		struct pair *pair = &campaign->pairs[i];

		pair->plan = plan[i];
		pair->index = i;
		pair->seed = campaign->seed;
		pair->time_ms = campaign->options->time_ms;
		if (places_fuzzer(&campaign->places, &pair->plan, pair->program))
			continue;
		complain_of_absence(campaign, pair, ret_why);
		return RESULT_NOT_FOUND;
	}
	return RESULT_OK;
}

static bool make_pair_folders(struct pair *pair)
{
	char path[PLACES_PATH_LEN];

	return places_make_folder(pair->folder) && places_join(path, pair->folder, "corpus", NULL) &&
	       (pair->plan.engine != PLAN_LIBFUZZER || places_make_folder(path)) && places_join(path, pair->folder, "artifacts", NULL) &&
	       (pair->plan.engine != PLAN_LIBFUZZER || places_make_folder(path));
}

static void prepare_pair(struct campaign *campaign, struct pair *pair, const struct prepared *prepared)
{
	bool fits = places_join(pair->folder, campaign->places.out, pair->plan.surface, plan_engine_name(pair->plan.engine)) &&
		    places_join(pair->log, pair->folder, "log.txt", NULL);

	(void)places_join(pair->input, prepared->input, NULL, NULL);
	(void)snprintf(pair->dictionary, sizeof(pair->dictionary), "%s", prepared->dictionary);
	pair->max_len = prepared->max_len;
	if (fits && make_pair_folders(pair))
		return;
	complain(&pair->problem, "%s: %s", pair->folder, fits ? strerror(errno) : "the path is too long");
	pair->state = PAIR_DONE;
}

static void prepare_pairs(struct campaign *campaign)
{
	for (size_t s = 0; s < campaign->surface_count; s++) {
		struct complaint why = { "" };
		enum result result = prepare_surface(&campaign->places, campaign->surfaces[s], &campaign->prepared[s], &why);

		if (result != RESULT_OK)
			campaign_problem(campaign, "%s", why.text[0] != '\0' ? why.text : result_sentence(result));
		for (size_t i = 0; i < campaign->pair_count; i++) {
			struct pair *pair = &campaign->pairs[i];

			if (strcmp(pair->plan.surface, campaign->surfaces[s]) != 0)
				continue;
			if (result == RESULT_OK)
				prepare_pair(campaign, pair, &campaign->prepared[s]);
			else
				pair->state = PAIR_DONE;
		}
	}
}

static enum result choose_seed_and_jobs(struct campaign *campaign)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	campaign->seed = campaign->options->seed;
	campaign->jobs = campaign->options->jobs != 0 ? campaign->options->jobs : cores > 0 ? (unsigned int)cores : 1;
	if (!campaign->options->has_seed && getrandom(&campaign->seed, sizeof(campaign->seed), 0) != sizeof(campaign->seed))
		return RESULT_IO;
	return RESULT_OK;
}

/* Engines run in no particular folder, and what is told is to be typed from any. */
static enum result make_absolute(char path[PLACES_PATH_LEN], struct complaint *ret_why)
{
	char *real = realpath(path, NULL);
	bool fits = real != NULL && places_join(path, real, NULL, NULL);

	if (!fits)
		complain(ret_why, "%s: %s", path, strerror(errno));
	free(real);
	return fits ? RESULT_OK : RESULT_IO;
}

static enum result make_out(struct campaign *campaign, struct complaint *ret_why)
{
	enum result result = places_make_out(campaign->options, &campaign->places, ret_why);

	if (result == RESULT_OK)
		result = make_absolute(campaign->places.out, ret_why);
	if (result == RESULT_OK && places_room(campaign->places.out) < LEAST_ROOM) {
		complain(ret_why, "%s: the disk is full", campaign->places.out);
		return RESULT_IO;
	}
	return result;
}

enum result setup_campaign(struct campaign *campaign, struct complaint *ret_why)
{
	enum result result = choose_seed_and_jobs(campaign);

	if (result == RESULT_OK)
		result = places_find(campaign->options, &campaign->places, ret_why);
	if (result == RESULT_OK)
		result = choose_surfaces(campaign, ret_why);
	if (result == RESULT_OK)
		result = engines_are_there(campaign, ret_why);
	if (result == RESULT_OK)
		result = choose_pairs(campaign, ret_why);
	if (result == RESULT_OK)
		result = make_out(campaign, ret_why);
	if (result == RESULT_OK)
		result = triage_init(&campaign->triage, &campaign->places);
	if (result != RESULT_OK)
		return result;
	prepare_pairs(campaign);
	places_point(&campaign->places);
	return RESULT_OK;
}

void setup_release(struct campaign *campaign)
{
	if (campaign->triage.findings != NULL)
		triage_release(&campaign->triage);
	for (size_t i = 0; i < PLAN_SURFACES_MAX; i++)
		free(campaign->found_surfaces[i]);
	free(campaign->prepared);
	free(campaign->pairs);
}
