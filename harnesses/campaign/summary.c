/* SPDX-License-Identifier: Apache-2.0 */
/* The summary for people, and both files. */
#include "harnesses/campaign/summary.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/canonical_json.h"
#include "conformance/core/file.h"

unsigned int summary_findings_of(const struct campaign *campaign, const struct pair *pair)
{
	unsigned int count = 0;

	for (size_t i = 0; i < campaign->triage.count; i++) {
		const struct triage_finding *finding = &campaign->triage.findings[i];

		count += strcmp(finding->surface, pair->plan.surface) == 0 && finding->by_engine[pair->plan.engine];
	}
	return count;
}

void summary_finders(const struct triage_finding *finding, char ret_text[TRIAGE_ENGINES_LEN])
{
	(void)snprintf(ret_text, TRIAGE_ENGINES_LEN, "%s%s%s", finding->by_stored ? ", stored" : "",
		       finding->by_engine[PLAN_LIBFUZZER] ? ", libfuzzer" : "", finding->by_engine[PLAN_AFL] ? ", afl" : "");
	memmove(ret_text, ret_text + 2, strlen(ret_text + 2) + 1);
}

static void write_pairs(FILE *out, const struct campaign *campaign)
{
	fprintf(out, "%-20s %-9s %13s %9s %7s %7s %8s\n", "surface", "engine", "executions", "execs/s", "edges", "corpus", "findings");
	for (size_t i = 0; i < campaign->pair_count; i++) {
		const struct pair *pair = &campaign->pairs[i];

		fprintf(out, "%-20s %-9s %13llu %9llu %7llu %7llu %8u\n", pair->plan.surface, plan_engine_name(pair->plan.engine),
			(unsigned long long)pair_executions(pair), (unsigned long long)pair_per_second(pair),
			(unsigned long long)pair->counts.edges, (unsigned long long)pair->counts.corpus, summary_findings_of(campaign, pair));
	}
}

static void write_finding(FILE *out, const struct triage_finding *finding)
{
	char finders[TRIAGE_ENGINES_LEN];

	summary_finders(finding, finders);
	fprintf(out, "\n%s: %s\n", failure_kind_name(finding->failure.kind), finding->failure.name);
	fprintf(out, "  on %s, by %s; %u input%s, the smallest %llu bytes%s; shown again %u of %d times\n", finding->surface, finders,
		finding->inputs, finding->inputs == 1 ? "" : "s", (unsigned long long)finding->size, finding->minimised ? " (minimised)" : "",
		finding->reproduced, TRIAGE_TIMES);
	fprintf(out, "  %s\n", finding->command);
}

static void write_result(FILE *out, const struct campaign *campaign)
{
	static const char *const sentences[] = { "nothing found", "findings", "not a result: the campaign itself failed" };
	enum campaign_exit code = campaign_exit_of(campaign);

	for (size_t i = 0; i < campaign->problem_count; i++)
		fprintf(out, "problem: %s\n", campaign->problems[i].text);
	if (campaign->triage.count > 0)
		fprintf(out, "result: %zu finding%s in %s/findings\n", campaign->triage.count, campaign->triage.count == 1 ? "" : "s", campaign->places.out);
	else if (campaign->interrupted)
		fputs("result: none: nothing was found until it was stopped, and it had time left\n", out);
	else
		fprintf(out, "result: %s\n", sentences[code]);
}

static void write_text(FILE *out, const struct campaign *campaign)
{
	write_pairs(out, campaign);
	for (size_t i = 0; i < campaign->triage.count; i++)
		write_finding(out, &campaign->triage.findings[i]);
	fputc('\n', out);
	for (size_t i = 0; i < campaign->surface_count; i++)
		if (campaign->prepared[i].left_out > 0)
			fprintf(out, "note: %u stored inputs of %s are empty or too long for an engine\n", campaign->prepared[i].left_out,
				campaign->surfaces[i]);
	if (campaign->triage.slow > 0)
		fprintf(out, "note: %u inputs were slow once and not again\n", campaign->triage.slow);
	if (campaign->triage.unexamined > 0)
		fprintf(out, "note: %u more inputs that fail were not looked at; they lie where the engine put them\n", campaign->triage.unexamined);
	write_result(out, campaign);
}

static enum result store_text(const struct campaign *campaign, const char *path)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	enum result result;

	if (out == NULL)
		return RESULT_IO;
	write_text(out, campaign);
	result = fclose(out) == 0 ? file_store(path, bytes_from(text, len), 0644) : RESULT_IO;
	free(text);
	return result;
}

static void show(const struct campaign *campaign, const json_t *json)
{
	char *text;

	if (campaign->options->json && (text = canonical_json_text(json)) != NULL) {
		puts(text);
		free(text);
	} else if (campaign->options->quiet) {
		write_result(stdout, campaign);
	} else {
		write_text(stdout, campaign);
	}
}

enum result summary_write(const struct campaign *campaign, struct complaint *ret_why)
{
	json_t *json = summary_json(campaign);
	char text_path[PLACES_PATH_LEN], json_path[PLACES_PATH_LEN];
	enum result result = RESULT_OK;

	show(campaign, json);
	if (json == NULL || !places_join(text_path, campaign->places.out, "summary.txt", NULL) ||
	    !places_join(json_path, campaign->places.out, "summary.json", NULL))
		result = RESULT_INTERNAL;
	if (result == RESULT_OK)
		result = store_text(campaign, text_path);
	if (result == RESULT_OK)
		result = canonical_json_store(json_path, json);
	if (result != RESULT_OK)
		complain(ret_why, "%s: the summary can't be written: %s", campaign->places.out,
			 result == RESULT_IO ? strerror(errno) : result_sentence(result));
	json_decref(json);
	return result;
}
