/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cheat is a target like any other, with a cheat.json that says which checks it must not pass. A run
 * without a lie proves nothing: each one that is told is a line of the adapter's log.
 */
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ci/prove_certify.h"
#include "ci/prove_process.h"
#include "ci/prove_work.h"
#include "conformance/core/canonical_json.h"

enum { CHEAT_MAX_LEN = 64 * 1024, CHEAT_LIMIT_S = 900 };

struct cheating {
	const struct prove_place *place;
	const struct prove_subject *subject;
	char folder[PROVE_PATH_LEN], run[PROVE_PATH_LEN];
	json_t *cheat, *result;
};

static bool is_listed(const json_t *names, const char *name)
{
	const json_t *other;
	size_t index;

	json_array_foreach(names, index, other)
		if (json_is_string(other) && strcmp(json_string_value(other), name) == 0)
			return true;
	return false;
}

/* {schema, name, target, checks, must_not_pass, says}, and `device`: the defect that the cheat has to hide. */
static bool load(struct cheating *c)
{
	struct json_complaint complaint = { .says = "it is not of the form {schema, name, checks, must_not_pass, says}" };
	const json_t *name;
	size_t index;

	if (canonical_json_load(c->subject->path, CHEAT_MAX_LEN, false, &c->cheat, &complaint) != RESULT_OK ||
	    !json_is_string(json_object_get(c->cheat, "says")) || json_array_size(json_object_get(c->cheat, "must_not_pass")) == 0) {
		prove_broken(c->result, "%s: %s", c->subject->path, complaint.says);
		return false;
	}
	json_array_foreach(json_object_get(c->cheat, "must_not_pass"), index, name)
		if (!json_is_string(name) || !is_listed(json_object_get(c->cheat, "checks"), json_string_value(name))) {
			prove_broken(c->result, "%s: must_not_pass names a check that is not among its checks; add it there", c->subject->path);
			return false;
		}
	json_object_set(c->result, "story", json_object_get(c->cheat, "says"));
	return true;
}

static bool earns(const char *verdict)
{
	return strcmp(verdict, "pass") == 0 || strcmp(verdict, "absent") == 0;
}

/* The verdicts that say that the lie was met: a check that was never reached has met nothing. */
static bool was_reached(const char *verdict)
{
	return strcmp(verdict, "fail") == 0 || strcmp(verdict, "error") == 0 || strcmp(verdict, "inconclusive") == 0;
}

static void judge(struct cheating *c, const struct prove_certify_order *order, const json_t *report)
{
	json_t *rows = json_array();
	bool earned = false, reached = false;

	for (size_t i = 0; order->checks[i] != NULL; i++) {
		struct prove_row row = prove_row_of(report, order->checks[i]);
		bool lie = is_listed(json_object_get(c->cheat, "must_not_pass"), order->checks[i]);

		earned = earned || (lie && earns(row.verdict));
		reached = reached || (lie && was_reached(row.verdict));
		json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:b}", "check", order->checks[i], "verdict", row.verdict, "shown",
						      row.shown, "lie", (int)lie));
	}
	json_object_set_new(c->result, "rows", rows);
	json_object_set_new(c->result, "earned", json_boolean(earned));
	if (!earned && !reached)
		prove_broken(c->result, "none of the checks that it lies about was reached");
}

/* A cheat without a table of lies has its lie in the chip. */
static bool told_a_lie(const struct cheating *c)
{
	char path[PROVE_PATH_LEN];
	glob_t logs;
	bool told = false;

	if (prove_path(path, "%.*s/lie.c", (int)(strrchr(c->subject->path, '/') - c->subject->path), c->subject->path) && access(path, F_OK) != 0)
		return true;
	if (!prove_path(path, "%.900s/run/log/lane-*/*.log", c->run) || glob(path, 0, NULL, &logs) != 0)
		return false;
	for (size_t i = 0; i < logs.gl_pathc && !told; i++)
		told = prove_log_holds(logs.gl_pathv[i], "lie ");
	globfree(&logs);
	return told;
}

static void certify(struct cheating *c, const char *overlay)
{
	char target[PROVE_PATH_LEN];
	struct prove_certify_order order = { .target = target, .overlay = overlay, .folder = c->run, .limit_s = CHEAT_LIMIT_S };
	const json_t *check;
	struct complaint why = { "" };
	json_t *report = NULL;
	uint32_t cpu_ms = 0;
	size_t index;

	if (!prove_path(target, "conformance/cheats/%s", c->subject->name))
		return;
	json_array_foreach(json_object_get(c->cheat, "checks"), index, check)
		if (index < PROVE_CHECKS_MAX - 1)
			order.checks[index] = json_string_value(check);
	if (prove_certify(c->place, &order, &report, &cpu_ms, &why) != RESULT_OK)
		prove_broken(c->result, "%s", why.text);
	else if (!told_a_lie(c))
		prove_broken(c->result, "it told no lie: no line of its log begins with `lie`");
	else
		judge(c, &order, report);
	prove_add_cpu(c->result, cpu_ms);
	json_decref(report);
}

void prove_cheat(const struct prove_place *place, const struct prove_subject *subject, json_t *result)
{
	struct cheating c = { .place = place, .subject = subject, .result = result };
	char root[PROVE_PATH_LEN], overlay[PROVE_PATH_LEN];
	const char *device;

	if (load(&c) && prove_path(c.folder, "%s/cheats/%s", place->out, subject->name) && prove_path(c.run, "%.900s/certify", c.folder) &&
	    prove_path(root, "%.900s/overlay", c.folder)) {
		device = json_string_value(json_object_get(c.cheat, "device"));
		if (device == NULL)
			certify(&c, NULL);
		else if (prove_overlay(place, device, root, result) && prove_path(overlay, "%.900s/%.60s/bin", root, device))
			certify(&c, overlay);
	}
	json_decref(c.cheat);
}
