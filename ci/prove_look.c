/* SPDX-License-Identifier: Apache-2.0 */
/* Caught is what was said by the right eye for the right reason; anything else is a miss. */
#include "ci/prove_look.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "ci/prove_process.h"

enum { CHECK_LIMIT_S = 300, ORACLE_LIMIT_S = 60, GUARD_LIMIT_S = 300 };

static void not_seen(struct prove_seen *seen, const char *why)
{
	seen->caught = false;
	(void)snprintf(seen->shown, sizeof(seen->shown), "%s", why);
}

static struct prove_row certify_once(struct prove_look *look, const char *check, struct prove_seen *seen, json_t **ret_report)
{
	struct prove_certify_order order = { .target = "reference", .checks = { check }, .overlay = look->overlay, .limit_s = CHECK_LIMIT_S };
	char folder[PROVE_PATH_LEN + PROVE_NAME_LEN];
	struct complaint why = { "" };

	*ret_report = NULL;
	(void)snprintf(folder, sizeof(folder), "%s/%s", look->folder, check);
	order.folder = folder;
	if (prove_certify(look->place, &order, ret_report, &look->cpu_ms, &why) != RESULT_OK) {
		not_seen(seen, why.text);
		return (struct prove_row){ .verdict = "" };
	}
	return prove_row_of(*ret_report, check);
}

/* Error means that the bench broke and nothing was learned, as on a machine that is too busy: once more, then. */
static struct prove_row certify_one(struct prove_look *look, const char *check, struct prove_seen *seen, json_t **ret_report)
{
	struct prove_row row = certify_once(look, check, seen, ret_report);

	if (strcmp(row.verdict, "error") != 0)
		return row;
	json_decref(*ret_report);
	return certify_once(look, check, seen, ret_report);
}

bool prove_look_for_life(struct prove_look *look, struct prove_seen *ret_seen)
{
	json_t *report;
	struct prove_row row = certify_one(look, "runs_a_good_image", ret_seen, &report);
	bool lives = strcmp(row.verdict, "pass") == 0;

	if (!lives && report != NULL)
		(void)snprintf(ret_seen->shown, sizeof(ret_seen->shown), "the changed device runs no good image: %.900s", row.shown);
	json_decref(report);
	return lives;
}

void prove_look_by_check(struct prove_look *look, const struct prove_seen_by *seen_by, struct prove_seen *ret_seen)
{
	json_t *report;
	struct prove_row row = certify_one(look, seen_by->name, ret_seen, &report);

	if (report == NULL)
		return;
	ret_seen->caught = strcmp(row.verdict, "fail") == 0 && strstr(row.shown, seen_by->says) != NULL;
	(void)snprintf(ret_seen->shown, sizeof(ret_seen->shown), "%s%s%.900s", ret_seen->caught ? "" : row.verdict,
		       ret_seen->caught ? "" : ": ", row.shown);
	json_decref(report);
}

/* Runs a program of ours on something; its end, and its log in log_path. */
static bool run(struct prove_look *look, struct prove_order *order, struct prove_end *ret_end, struct prove_seen *seen)
{
	struct complaint why = { "" };

	if (prove_folder_need(look->folder, &why) == RESULT_OK && prove_process_run(order, ret_end, &why) == RESULT_OK) {
		look->cpu_ms += ret_end->cpu_ms;
		return true;
	}
	not_seen(seen, why.text);
	return false;
}

/* The surface whose witness of this defect is stored. */
static bool find_witness(const char *defect, char witness[PROVE_PATH_LEN], char surface[PROVE_NAME_LEN])
{
	char pattern[PROVE_PATH_LEN];
	glob_t found;
	bool one;

	if (!prove_path(pattern, "corpora/*/witness/%s.bin", defect) || glob(pattern, 0, NULL, &found) != 0)
		return false;
	one = found.gl_pathc == 1 && prove_path(witness, "%s", found.gl_pathv[0]) &&
	      sscanf(found.gl_pathv[0], "corpora/%63[^/]/", surface) == 1;
	globfree(&found);
	return one;
}

/* Of the witness line, which is JSON, what it says. */
static void keep_says(char *shown)
{
	char *says = strstr(shown, "\"says\":\""), *end = says ? strchr(says + 8, '"') : NULL;

	if (end == NULL)
		return;
	*end = '\0';
	memmove(shown, says + 8, strlen(says + 8) + 1);
}

void prove_look_by_oracle(struct prove_look *look, const struct prove_seen_by *seen_by, struct prove_seen *ret_seen)
{
	char changed[PROVE_PATH_LEN], plain[PROVE_PATH_LEN], log[PROVE_PATH_LEN], witness[PROVE_PATH_LEN], surface[PROVE_NAME_LEN], words[128];
	struct prove_order order = { .arguments = { changed, witness }, .log = log, .limit_s = ORACLE_LIMIT_S };
	struct prove_end end;

	if (!find_witness(look->patch->name, witness, surface)) {
		not_seen(ret_seen, "there is no stored witness corpora/<surface>/witness/<defect>.bin, or there are several");
		return;
	}
	if (!prove_path(changed, "%s/replay_%s", look->overlay, surface) || !prove_path(plain, "%s/bin/replay_%s", look->place->build, surface) ||
	    !prove_path(log, "%s/replay.log", look->folder) || !run(look, &order, &end, ret_seen))
		return;
	(void)snprintf(words, sizeof(words), "ASSERTION FAILED: %s", seen_by->name);
	ret_seen->caught = end.exit != 0 && prove_log_holds(log, words) && prove_log_holds(log, seen_by->says);
	prove_log_line(log, "FZ-WITNESS", ret_seen->shown, sizeof(ret_seen->shown));
	keep_says(ret_seen->shown);
	order.arguments[0] = plain;
	if (!run(look, &order, &end, ret_seen) || end.exit == 0)
		return;
	not_seen(ret_seen, "the witness trips an oracle on the unchanged code too");
}

/* Both guards say what they found in a line that begins with FOUND, and exit with 1. */
static void look_by_guard(struct prove_look *look, const struct prove_order *guard, const struct prove_seen_by *seen_by,
			  struct prove_seen *seen)
{
	struct prove_order order = *guard;
	char log[PROVE_PATH_LEN];
	struct prove_end end;

	order.log = log;
	order.limit_s = GUARD_LIMIT_S;
	if (!prove_path(log, "%s/guard.log", look->folder) || !run(look, &order, &end, seen))
		return;
	prove_log_line(log, "FOUND", seen->shown, sizeof(seen->shown));
	seen->caught = end.exit == 1 && strncmp(seen->shown, "FOUND", 5) == 0 && strstr(seen->shown, seen_by->says) != NULL;
}

void prove_look_by_ct(struct prove_look *look, const struct prove_seen_by *seen_by, struct prove_seen *ret_seen)
{
	char program[PROVE_PATH_LEN];
	const struct prove_order order = { .arguments = { program, seen_by->name } };

	if (prove_path(program, "%s/ct-secrets", look->overlay))
		look_by_guard(look, &order, seen_by, ret_seen);
}

void prove_look_by_fault(struct prove_look *look, const struct prove_seen_by *seen_by, struct prove_seen *ret_seen)
{
	char program[PROVE_PATH_LEN];
	const struct prove_order order = { .arguments = { program, "--first", seen_by->name } };

	if (prove_path(program, "%s/fault-decision", look->overlay))
		look_by_guard(look, &order, seen_by, ret_seen);
}
