/* SPDX-License-Identifier: Apache-2.0 */
/* Finding the subjects by file names, and one proof from its beginning to its object. */
#include "ci/prove_work.h"

#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ci/prove_process.h"
#include "conformance/core/command_line.h"

enum { BUILD_LIMIT_S = 300, SLOW_MS = 10 * 1000 };

static const char *const kind_names[] = { [PROVE_DEFECT] = "defect", [PROVE_VARIANT] = "variant", [PROVE_CHEAT] = "cheat",
					  [PROVE_GUARD] = "guard" };

const char *prove_subject_name(enum prove_subject_kind kind)
{
	return kind_names[kind];
}

void prove_broken(json_t *result, const char *format, ...)
{
	struct complaint why;
	char text[COMPLAINT_LEN];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	complain(&why, "%s", text);
	json_object_set_new(result, "broken", json_string(why.text));
}

void prove_add_cpu(json_t *result, uint32_t cpu_ms)
{
	json_int_t before = json_integer_value(json_object_get(result, "cpu_ms"));

	json_object_set_new(result, "cpu_ms", json_integer(before + cpu_ms));
}

bool prove_overlay(const struct prove_place *place, const char *name, const char *root, json_t *result)
{
	char build[PROVE_PATH_LEN], overlay[PROVE_PATH_LEN], goal[128], log[PROVE_PATH_LEN], line[512];
	struct prove_order order = { .arguments = { "make", "--no-print-directory", build, overlay, goal },
				     .settings = { "MAKEFLAGS", "MAKELEVEL", "MFLAGS" }, .log = log, .limit_s = BUILD_LIMIT_S };
	struct complaint why = { "" };
	struct prove_end end = { .exit = -1 };

	if (!prove_path(build, "BUILD=%s", place->build) || !prove_path(overlay, "OVERLAY=%s", root) || !prove_path(log, "%s/%s.make.log", root, name) ||
	    snprintf(goal, sizeof(goal), "overlay-%s", name) >= (int)sizeof(goal))
		return false;
	if (prove_folder_need(root, &why) != RESULT_OK || prove_process_run(&order, &end, &why) != RESULT_OK) {
		prove_broken(result, "%s", why.text);
		return false;
	}
	prove_add_cpu(result, end.cpu_ms);
	if (end.exit == 0)
		return true;
	prove_log_line(log, "overlay:", line, sizeof(line));
	prove_broken(result, "%s: %s", log, line);
	return false;
}

/* The name: of the file without its suffix, or of the folder that it is in. */
static bool name_of(const char *path, const char *suffix, char ret_name[64])
{
	const char *end = path + strlen(path) - strlen(suffix), *at = end;

	while (at > path && at[-1] != '/')
		at--;
	if (end - at >= 64)
		return false;
	memcpy(ret_name, at, (size_t)(end - at));
	return true;
}

static bool add(struct prove_subjects *subjects, enum prove_subject_kind kind, const char *path, const char *suffix)
{
	struct prove_subject subject = { .kind = kind };
	struct prove_subject *at = realloc(subjects->at, (subjects->count + 1) * sizeof(*at));

	if (at == NULL)
		return false;
	subjects->at = at;
	if (!name_of(path, suffix, subject.name) || !prove_path(subject.path, "%s", strchr(path, '/') == NULL ? "" : path))
		return false;
	at[subjects->count++] = subject;
	return true;
}

static bool add_all(struct prove_subjects *subjects, enum prove_subject_kind kind, const char *pattern, const char *suffix)
{
	glob_t found;
	bool added = true;
	int answer = glob(pattern, 0, NULL, &found);

	if (answer == GLOB_NOMATCH)
		return true;
	for (size_t i = 0; answer == 0 && i < found.gl_pathc && added; i++)
		added = add(subjects, kind, found.gl_pathv[i], suffix);
	if (answer == 0)
		globfree(&found);
	return answer == 0 && added;
}

static bool add_guard(struct prove_subjects *subjects, const char *name, const char *program)
{
	return add(subjects, PROVE_GUARD, name, "") && prove_path(subjects->at[subjects->count - 1].path, "%s", program);
}

static void keep_only(struct prove_subjects *subjects, const char *name)
{
	size_t kept = 0;

	for (size_t i = 0; i < subjects->count; i++)
		if (strcmp(subjects->at[i].name, name) == 0)
			subjects->at[kept++] = subjects->at[i];
	subjects->count = kept;
}

static bool has(const struct prove_subjects *subjects, const char *name)
{
	for (size_t i = 0; i < subjects->count; i++)
		if (strcmp(subjects->at[i].name, name) == 0)
			return true;
	return false;
}

static void near_subject(const struct prove_subjects *subjects, const char *name, char ret_words[COMMAND_NEAR_LEN])
{
	const char **names = calloc(subjects->count, sizeof(*names));

	ret_words[0] = '\0';
	for (size_t i = 0; names != NULL && i < subjects->count; i++)
		names[i] = subjects->at[i].name;
	if (names != NULL)
		command_near(name, names, subjects->count, ret_words);
	free(names);
}

/* Whole runs come first, since they take longest; the sweep last, since it needs the processors for itself. */
enum result prove_subjects_find(const struct prove_wish *wish, struct prove_subjects *ret_subjects, struct complaint *ret_why)
{
	struct prove_subjects subjects = { .at = NULL };
	char near[COMMAND_NEAR_LEN];

	if (!add(&subjects, PROVE_VARIANT, "reference", "") ||
	    !add_all(&subjects, PROVE_VARIANT, "conformance/cheats/variants/*.patch", ".patch") ||
	    !add_all(&subjects, PROVE_CHEAT, "conformance/cheats/*/cheat.json", "/cheat.json") ||
	    !add_all(&subjects, PROVE_DEFECT, "reference-impl/defects/*.patch", ".patch") ||
	    !add_all(&subjects, PROVE_DEFECT, "harnesses/defects/*.patch", ".patch") || !add_guard(&subjects, "secrets", "ct-secrets") ||
	    !add_guard(&subjects, "decisions", "fault-decision")) {
		complain(ret_why, "the patches and cheats can't be listed: memory, or a name that is too long");
		free(subjects.at);
		return RESULT_IO;
	}
	if (wish->only != NULL && !has(&subjects, wish->only)) {
		near_subject(&subjects, wish->only, near);
		complain(ret_why, "there is no defect, variant or cheat called %.200s%s; see assay list defects", wish->only, near);
		free(subjects.at);
		return RESULT_NOT_FOUND;
	}
	if (wish->only != NULL)
		keep_only(&subjects, wish->only);
	*ret_subjects = subjects;
	return RESULT_OK;
}

json_t *prove_work(const struct prove_place *place, const struct prove_subject *subject, bool full)
{
	json_t *result = json_pack("{s:s, s:s, s:i}", "subject", kind_names[subject->kind], "name", subject->name, "cpu_ms", 0);
	struct timespec from, to;
	json_int_t cpu_ms;

	clock_gettime(CLOCK_MONOTONIC, &from);
	if (subject->kind == PROVE_DEFECT)
		prove_defect(place, subject, full, result);
	else if (subject->kind == PROVE_VARIANT)
		prove_variant(place, subject, result);
	else if (subject->kind == PROVE_CHEAT)
		prove_cheat(place, subject, result);
	else
		prove_guard(place, subject, result);
	clock_gettime(CLOCK_MONOTONIC, &to);
	json_object_set_new(result, "seconds", json_integer(to.tv_sec - from.tv_sec + (to.tv_nsec > from.tv_nsec)));
	cpu_ms = json_integer_value(json_object_get(result, "cpu_ms"));
	json_object_set_new(result, "slow", json_boolean(subject->kind == PROVE_DEFECT && !full && cpu_ms > SLOW_MS));
	return result;
}
