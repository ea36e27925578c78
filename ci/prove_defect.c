/* SPDX-License-Identifier: Apache-2.0 */
/* One bad device before all the eyes that claim to see it, and before one that must find it alive. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ci/prove_look.h"
#include "ci/prove_work.h"

enum { FULL_LIMIT_S = 1800 };

static void (*const lookers[PROVE_EYE_COUNT])(struct prove_look *look, const struct prove_seen_by *seen_by, struct prove_seen *ret_seen) = {
	[PROVE_EYE_CHECK] = prove_look_by_check,
	[PROVE_EYE_ORACLE] = prove_look_by_oracle,
	[PROVE_EYE_CT] = prove_look_by_ct,
	[PROVE_EYE_FAULT] = prove_look_by_fault,
};

static json_t *row_of(const struct prove_patch *patch, const struct prove_seen_by *seen_by, const struct prove_seen *seen)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:s}", "defect", patch->name, "class", patch->class, "kind",
			 patch->kind, "requirement", patch->breaks, "eye", prove_eye_name(seen_by->eye), "seen_by", seen_by->name,
			 "says", seen_by->says, "shown", seen->shown, "caught", (int)seen->caught, "real", patch->real);
}

/* A device that is merely dead is no proof. One that is to fail this very claim need not live. */
static bool must_live(const struct prove_patch *patch)
{
	bool by_check = false;

	for (size_t i = 0; i < patch->seen_count; i++) {
		if (patch->seen[i].eye != PROVE_EYE_CHECK)
			continue;
		if (strcmp(patch->seen[i].name, "runs_a_good_image") == 0)
			return false;
		by_check = true;
	}
	return by_check;
}

static json_t *look_at(struct prove_look *look)
{
	const struct prove_patch *patch = look->patch;
	struct prove_seen dead = { .caught = false };
	bool lives = !must_live(patch) || prove_look_for_life(look, &dead);
	json_t *rows = json_array();

	for (size_t i = 0; i < patch->seen_count; i++) {
		struct prove_seen seen = { .caught = false };

		if (lives)
			lookers[patch->seen[i].eye](look, &patch->seen[i], &seen);
		json_array_append_new(rows, row_of(patch, &patch->seen[i], lives ? &seen : &dead));
	}
	return rows;
}

struct others {
	const struct prove_patch *patch;
	json_t *names;
};

static void take_other(void *context, const char *check, const char *verdict)
{
	struct others *others = context;

	if (strcmp(verdict, "fail") != 0)
		return;
	for (size_t i = 0; i < others->patch->seen_count; i++)
		if (strcmp(others->patch->seen[i].name, check) == 0)
			return;
	json_array_append_new(others->names, json_string(check));
}

/* All checks on this one device: who else saw it? */
static json_t *find_others(struct prove_look *look)
{
	struct prove_certify_order order = { .target = "reference", .overlay = look->overlay, .limit_s = FULL_LIMIT_S };
	struct others others = { look->patch, json_array() };
	char folder[PROVE_PATH_LEN];
	struct complaint why;
	json_t *report = NULL;

	if (!must_live(look->patch) || !prove_path(folder, "%.900s/full", look->folder))
		return others.names;
	order.folder = folder;
	if (prove_certify(look->place, &order, &report, &look->cpu_ms, &why) == RESULT_OK)
		prove_each_check(report, take_other, &others);
	json_decref(report);
	return others.names;
}

/* The stages are large, and made again in a second. */
static void remove_stages(const struct prove_look *look)
{
	char path[PROVE_PATH_LEN];

	if (prove_path(path, "%.900s/assay-loader", look->overlay))
		(void)unlink(path);
	if (prove_path(path, "%.900s/assay-os", look->overlay))
		(void)unlink(path);
}

void prove_defect(const struct prove_place *place, const struct prove_subject *subject, bool full, json_t *result)
{
	struct prove_patch patch;
	struct prove_look look = { .place = place, .patch = &patch };
	struct complaint why = { "" };
	char root[PROVE_PATH_LEN];

	if (prove_patch_read(subject->path, &patch, &why) != RESULT_OK) {
		prove_broken(result, "%s", why.text);
		return;
	}
	if (patch.variant[0] != '\0' || !prove_path(look.folder, "%s/defects/%s", place->out, subject->name) ||
	    !prove_path(root, "%s/overlay", place->build) || !prove_path(look.overlay, "%.900s/%s/bin", root, subject->name)) {
		prove_broken(result, "%s: a variant belongs to conformance/cheats/variants", subject->path);
		return;
	}
	if (!prove_overlay(place, subject->name, root, result))
		return;
	json_object_set_new(result, "rows", look_at(&look));
	json_object_set_new(result, "others", full ? find_others(&look) : json_array());
	prove_add_cpu(result, look.cpu_ms);
	remove_stages(&look);
}
