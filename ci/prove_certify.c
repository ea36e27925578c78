/* SPDX-License-Identifier: Apache-2.0 */
/* The suite is asked as everybody asks it, by its program; nothing of it is called from here. */
#include "ci/prove_certify.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ci/prove_process.h"
#include "conformance/core/canonical_json.h"

enum { REPORT_MAX_LEN = 16 * 1024 * 1024 };

#define PROVE_SEED "a55a"

/* The texts that an order's arguments point to. */
struct words {
	char program[PROVE_PATH_LEN], out[PROVE_PATH_LEN], log[PROVE_PATH_LEN], report[PROVE_PATH_LEN], lab_path[PROVE_PATH_LEN];
	char overlay[PROVE_PATH_LEN + 32], lab[PROVE_PATH_LEN + 32];
};

/* "NAME=<absolute path>", or the name alone, which takes it out of the environment. */
static bool write_setting(const struct prove_place *place, const char *name, const char *path, char setting[PROVE_PATH_LEN + 32])
{
	char absolute[PROVE_PATH_LEN];

	if (path == NULL)
		return snprintf(setting, PROVE_PATH_LEN + 32, "%s", name) > 0;
	return prove_absolute(place, path, absolute) && snprintf(setting, PROVE_PATH_LEN + 32, "%s=%s", name, absolute) > 0;
}

static bool write_words(const struct prove_place *place, const struct prove_certify_order *order, struct words *w)
{
	return prove_path(w->program, "%s/bin/assay-certify", place->build) && prove_path(w->out, "%s/run", order->folder) &&
	       prove_path(w->log, "%s/certify.log", order->folder) && prove_path(w->report, "%s/run/report.json", order->folder) &&
	       prove_path(w->lab_path, "%s/lab", order->folder) && write_setting(place, "ASSAY_LAB", w->lab_path, w->lab) &&
	       write_setting(place, "ASSAY_OVERLAY", order->overlay, w->overlay);
}

static void write_arguments(const struct prove_certify_order *order, const struct words *w, struct prove_order *process)
{
	const char *const fixed[] = { w->program, "--seed", PROVE_SEED, "--quiet", "--out", w->out };
	size_t count = sizeof(fixed) / sizeof(fixed[0]);

	memcpy(process->arguments, fixed, sizeof(fixed));
	for (size_t i = 0; i < PROVE_CHECKS_MAX && order->checks[i] != NULL && count < PROVE_ARGUMENTS_MAX - 4; i++) {
		process->arguments[count++] = "--check";
		process->arguments[count++] = order->checks[i];
	}
	process->arguments[count] = order->target;
	process->settings[0] = w->lab;
	process->settings[1] = w->overlay;
	process->log = w->log;
	process->limit_s = order->limit_s;
}

static enum result read_report(const struct words *w, const struct prove_end *end, json_t **ret_report, struct complaint *ret_why)
{
	struct json_complaint complaint = { .says = "" };
	char line[512];

	if (canonical_json_load(w->report, REPORT_MAX_LEN, false, ret_report, &complaint) == RESULT_OK)
		return RESULT_OK;
	prove_log_last_line(w->log, line, sizeof(line));
	complain(ret_why, "assay certify gave no report (exit %d%s): %s", end->exit, end->timed_out ? ", out of time" : "", line);
	return RESULT_IO;
}

enum result prove_certify(const struct prove_place *place, const struct prove_certify_order *order, json_t **ret_report,
			  uint32_t *cpu_ms, struct complaint *ret_why)
{
	struct prove_order process = { .log = NULL };
	struct words words;
	struct prove_end end;
	enum result result;

	if (!write_words(place, order, &words)) {
		complain(ret_why, "%s: the path is too long: build in a folder with a shorter name", order->folder);
		return RESULT_TOO_LARGE;
	}
	result = prove_folder_anew(order->folder, ret_why);
	if (result != RESULT_OK)
		return result;
	write_arguments(order, &words, &process);
	result = prove_process_run(&process, &end, ret_why);
	if (result != RESULT_OK)
		return result;
	*cpu_ms += end.cpu_ms;
	return read_report(&words, &end, ret_report, ret_why);
}

static const char *text_of(const json_t *object, const char *field)
{
	const char *text = json_string_value(json_object_get(object, field));

	return text == NULL ? "" : text;
}

static void add_notes(const json_t *report, const char *check, struct prove_row *row)
{
	const json_t *notes = json_object_get(json_object_get(json_object_get(report, "run"), "notes"), check), *note;
	size_t index;

	json_array_foreach(notes, index, note) {
		size_t used = strlen(row->shown);

		(void)snprintf(row->shown + used, sizeof(row->shown) - used, "%s%s", index == 0 ? " | " : "; ", json_string_value(note));
	}
}

struct prove_row prove_row_of(const json_t *report, const char *check)
{
	const json_t *requirement, *row;
	struct prove_row found = { .verdict = "" };
	size_t i, j;

	json_array_foreach(json_object_get(report, "requirements"), i, requirement)
		json_array_foreach(json_object_get(requirement, "checks"), j, row) {
			if (strcmp(text_of(row, "name"), check) != 0)
				continue;
			found.verdict = text_of(row, "verdict");
			(void)snprintf(found.shown, sizeof(found.shown), "%s", text_of(row, "says"));
			add_notes(report, check, &found);
		}
	return found;
}

void prove_each_check(const json_t *report, void (*fn)(void *context, const char *check, const char *verdict), void *context)
{
	const json_t *requirement, *row;
	size_t i, j;

	json_array_foreach(json_object_get(report, "requirements"), i, requirement)
		json_array_foreach(json_object_get(requirement, "checks"), j, row)
			fn(context, text_of(row, "name"), text_of(row, "verdict"));
}
