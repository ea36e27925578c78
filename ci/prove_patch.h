/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_PROVE_PATCH_H
#define CI_PROVE_PATCH_H

/*
 * A patch that makes another device out of the reference device, and what must come of it.
 *
 * Before the diff stands a header, `Field: value` a line. Of a defect:
 *   Class: B16             id of the class in the list of open defects
 *   Kind: blatant          or subtle
 *   Breaks: <slug>         the requirement; `suite` for a promise that the suite makes to itself, or `fuzz`
 *   Seen-by: check <name>  or `oracle FZ-...`, `ct: <name>`, `fault: <name>`; may stand several times
 *   Says: "<words>"        of the reason that must be shown, in the order of Seen-by; the last one counts for the rest
 *   Real: CVE-..., CVE-... what happened in the world
 * Of a device that is merely different, and that all checks must leave alone:
 *   Variant: <how it differs>
 */

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"

enum prove_eye { PROVE_EYE_CHECK, PROVE_EYE_ORACLE, PROVE_EYE_CT, PROVE_EYE_FAULT, PROVE_EYE_COUNT };

enum { PROVE_NAME_LEN = 64, PROVE_SAYS_LEN = 256, PROVE_SEEN_BY_MAX = 8, PROVE_PATCH_MAX_LEN = 64 * 1024 };

struct prove_seen_by {
	enum prove_eye eye;
	char name[PROVE_NAME_LEN];
	char says[PROVE_SAYS_LEN];
};

struct prove_patch {
	char name[PROVE_NAME_LEN]; /* of the file, without .patch */
	char class[8], kind[8];    /* "" of a variant */
	char breaks[128], real[PROVE_SAYS_LEN];
	char variant[PROVE_SAYS_LEN]; /* "" of a defect */
	struct prove_seen_by seen[PROVE_SEEN_BY_MAX];
	size_t seen_count;
};

/* "check", "oracle", "ct", "fault" */
const char *prove_eye_name(enum prove_eye eye);

/* Reads the header of a patch; names of checks and requirements must be those of this suite. *ret_why says line and way out. */
enum result prove_patch_read(const char *path, struct prove_patch *ret_patch, struct complaint *ret_why) MUST_CHECK;

#endif
