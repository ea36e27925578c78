/* SPDX-License-Identifier: Apache-2.0 */
/* The summary for machines. */
#include <stdio.h>

#include "harnesses/campaign/summary.h"

static json_t *number(uint64_t value)
{
	return json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value);
}

static json_t *pair_json(const struct campaign *campaign, const struct pair *pair)
{
	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:i, s:i, s:s}", "surface", pair->plan.surface, "engine",
			 plan_engine_name(pair->plan.engine), "executions", number(pair_executions(pair)), "per_second", number(pair_per_second(pair)),
			 "edges", number(pair->counts.edges), "corpus", number(pair->counts.corpus), "milliseconds", number(pair_elapsed_ms(pair)),
			 "starts", (int)pair->starts, "findings", (int)summary_findings_of(campaign, pair), "problem", pair->problem.text);
}

static json_t *finding_json(const struct triage_finding *finding)
{
	char finders[TRIAGE_ENGINES_LEN];

	summary_finders(finding, finders);
	return json_pack("{s:s, s:s, s:s, s:s, s:i, s:o, s:s, s:i, s:i, s:b, s:s}", "surface", finding->surface, "kind",
			 failure_kind_name(finding->failure.kind), "name", finding->failure.name, "found_by", finders, "inputs", (int)finding->inputs,
			 "size", number(finding->size), "file", finding->file, "reproduced", (int)finding->reproduced, "reproduced_of", TRIAGE_TIMES,
			 "minimised", (int)finding->minimised, "command", finding->command);
}

json_t *summary_json(const struct campaign *campaign)
{
	json_t *pairs = json_array(), *findings = json_array(), *problems = json_array();
	char seed[17], began[32];
	struct tm utc;

	for (size_t i = 0; i < campaign->pair_count; i++)
		(void)json_array_append_new(pairs, pair_json(campaign, &campaign->pairs[i]));
	for (size_t i = 0; i < campaign->triage.count; i++)
		(void)json_array_append_new(findings, finding_json(&campaign->triage.findings[i]));
	for (size_t i = 0; i < campaign->problem_count; i++)
		(void)json_array_append_new(problems, json_string(campaign->problems[i].text));
	(void)snprintf(seed, sizeof(seed), "%llx", (unsigned long long)campaign->seed);
	(void)strftime(began, sizeof(began), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&campaign->began, &utc));
	return json_pack("{s:i, s:s, s:s, s:i, s:o, s:o, s:o, s:o, s:i, s:i, s:b, s:i}", "schema", 1, "began", began, "seed", seed, "jobs",
			 (int)campaign->jobs, "time_ms", number(campaign->options->time_ms), "pairs", pairs, "findings", findings, "problems", problems,
			 "slow", (int)campaign->triage.slow, "unexamined", (int)campaign->triage.unexamined, "interrupted", (int)campaign->interrupted,
			 "exit", (int)campaign_exit_of(campaign));
}
