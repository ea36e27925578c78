/* SPDX-License-Identifier: Apache-2.0 */
/* From a target's name to a page of findings and an exit code. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/canonical_json.h"
#include "conformance/core/check_adapter.h"
#include "conformance/core/plane.h"

enum { EXIT_GOOD = 0, EXIT_FAULTS = 1, EXIT_NOT_TRIED = 2, EXIT_NO_TARGET = 64 };

static const char *const state_names[] = { "good", "note", "wrong" };

struct trial {
	const struct target *target;
	const struct planes *planes;
	const struct findings *findings;
	int exit;
};

static size_t count_of(const struct findings *findings, enum finding_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < findings->count; i++)
		count += findings->at[i].state == state;
	return count;
}

static void write_text(const struct trial *trial, FILE *out)
{
	const struct findings *findings = trial->findings;

	fprintf(out, "%s: %s, profile %s\n\n", trial->target->name, trial->target->title, trial->target->profile);
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->at[i];

		fprintf(out, "  %-5s  %-44s %5llu ms  %s\n", state_names[finding->state], finding->subject,
			(unsigned long long)finding->ms, finding->says);
		if (finding->fix != NULL)
			fprintf(out, "         -> %s\n", finding->fix);
	}
	fputc('\n', out);
	for (size_t i = 0; i < planes_missing_count(trial->planes); i++)
		fprintf(out, "  %s\n", planes_missing(trial->planes, i));
	if (!planes_rig_is_ours(trial->planes))
		fprintf(out, "  the rig is not a program of this suite, so a run with it is practice\n");
	fprintf(out, "%zu wrong, %zu to note, %zu good: %s\n", count_of(findings, FINDING_WRONG), count_of(findings, FINDING_NOTE),
		count_of(findings, FINDING_GOOD), trial->exit == EXIT_GOOD ? "the port is ready" : "the port is not ready");
}

static json_t *json_of(const struct trial *trial)
{
	json_t *list = json_array(), *walls = json_array();

	for (size_t i = 0; i < trial->findings->count; i++) {
		const struct finding *finding = &trial->findings->at[i];

		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s?, s:I}", "state", state_names[finding->state], "subject",
						      finding->subject, "says", finding->says, "fix", finding->fix, "ms",
						      (json_int_t)finding->ms));
	}
	for (size_t i = 0; i < planes_missing_count(trial->planes); i++)
		json_array_append_new(walls, json_string(planes_missing(trial->planes, i)));
	return json_pack("{s:i, s:s, s:s, s:b, s:o, s:o, s:i}", "schema", 1, "target", trial->target->name, "profile",
			 trial->target->profile, "rig_is_ours", planes_rig_is_ours(trial->planes), "walls_missing", walls, "findings", list,
			 "exit", trial->exit);
}

static bool write_json(const struct trial *trial, FILE *out)
{
	json_t *json = json_of(trial);
	char *text = json == NULL ? NULL : canonical_json_text(json);
	bool written = text != NULL && fprintf(out, "%s\n", text) > 0;

	free(text);
	json_decref(json);
	return written;
}

static int try_target(const struct target *target, const struct check_adapter_order *order, FILE *out)
{
	const struct planes_order planes_order = { .target = target, .log_dir = order->log_dir };
	struct findings findings = { .count = 0 };
	struct complaint why = { "" };
	struct planes *planes;
	struct link link;
	bool written = true;

	if (planes_open(&planes_order, &planes, &why) != RESULT_OK) {
		fprintf(stderr, "assay check-adapter: %s\n", why.text);
		return EXIT_NOT_TRIED;
	}
	link = planes_link(planes);
	check_adapter_ask(target, &link, &findings);
	struct trial trial = { target, planes, &findings, count_of(&findings, FINDING_WRONG) == 0 ? EXIT_GOOD : EXIT_FAULTS };

	if (order->as_json)
		written = write_json(&trial, out);
	else
		write_text(&trial, out);
	planes_close(planes);
	return !written || fflush(out) != 0 ? EXIT_NOT_TRIED : trial.exit;
}

int check_adapter_run(const struct check_adapter_order *order, FILE *out)
{
	struct complaint why = { "" };
	struct target target;
	enum result result = target_load(order->target, &target, &why);
	int exit_code;

	if (result != RESULT_OK) {
		fprintf(stderr, "assay check-adapter: %s\n", why.text);
		return result == RESULT_NOT_FOUND ? EXIT_NO_TARGET : EXIT_NOT_TRIED;
	}
	exit_code = try_target(&target, order, out);
	target_release(&target);
	return exit_code;
}
