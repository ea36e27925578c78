/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_PROVE_WORK_H
#define CI_PROVE_WORK_H

/*
 * What there is to prove, and the proof of one of them: a defect must be caught, a variant (and the
 * reference itself) must raise no alarm, a cheat must not earn, a guard must find nothing in the code as it is.
 *
 * A proof's result is an object: {subject, name, story, seconds, cpu_ms, slow} and
 *   defect   rows [{defect, class, kind, requirement, eye, seen_by, says, shown, caught, real}], others [check]
 *   variant  alarms [{check, verdict, shown}], passed
 *   cheat    earned, rows [{check, verdict, shown, lie}]
 *   guard    clean, says
 * broken, a text, stands instead when it could not be tried.
 */

#include <jansson.h>

#include "ci/prove_place.h"

enum prove_subject_kind { PROVE_DEFECT, PROVE_VARIANT, PROVE_CHEAT, PROVE_GUARD };

struct prove_subject {
	enum prove_subject_kind kind;
	char name[64];
	char path[PROVE_PATH_LEN]; /* of the patch or the cheat.json, a guard's program; "" of the reference itself */
};

struct prove_subjects {
	struct prove_subject *at;
	size_t count;
};

struct prove_wish {
	bool full;        /* every check on every defect */
	const char *only; /* one name, or NULL */
};

/* Everything that there is, longest first as far as one can know; RESULT_NOT_FOUND when `only` names nothing. Release with free(at). */
enum result prove_subjects_find(const struct prove_wish *wish, struct prove_subjects *ret_subjects, struct complaint *ret_why) MUST_CHECK;

/* A new object; never NULL. */
json_t *prove_work(const struct prove_place *place, const struct prove_subject *subject, bool full);

/* prove_defect.c, prove_variant.c, prove_cheat.c, prove_guard.c: fill an object that has the subject's name. */
void prove_defect(const struct prove_place *place, const struct prove_subject *subject, bool full, json_t *result);
void prove_variant(const struct prove_place *place, const struct prove_subject *subject, json_t *result);
void prove_cheat(const struct prove_place *place, const struct prove_subject *subject, json_t *result);
void prove_guard(const struct prove_place *place, const struct prove_subject *subject, json_t *result);
/* "defect", "variant", "cheat", "guard" */
const char *prove_subject_name(enum prove_subject_kind kind);

/* Sets broken; the rest of the result counts for nothing. */
void prove_broken(json_t *result, const char *format, ...) __attribute__((format(printf, 2, 3)));
void prove_add_cpu(json_t *result, uint32_t cpu_ms);

/*
 * Builds the overlay of a patch by `make overlay-NAME`, into root/NAME/bin; the log goes to root's parent.
 * False sets broken.
 */
bool prove_overlay(const struct prove_place *place, const char *name, const char *root, json_t *result);

#endif
