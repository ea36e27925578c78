/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_APPRAISAL_H
#define SERVICE_VERIFIER_APPRAISAL_H

/*
 * What an appraisal found: one line for each check, with what was seen, what was expected, and
 * why it was refused if it was.
 *
 * A reason has a short name for machines, a sentence for people, and a place in the
 * trustworthiness vector of AR4SI; one table holds them. The status is the worst of all findings,
 * and affirming only if the appraisal went through to its end. Text of the device is hostile: a
 * finding keeps printable ASCII only.
 * Sources: draft-ietf-rats-ear-04 (status), draft-ietf-rats-ar4si-10 section 2.3 (claims and values).
 */

#include <stdarg.h>

#include "reference-impl/base/bytes.h"

enum appraisal_reason {
	REASON_NONE,
	REASON_TOO_LARGE, REASON_BAD_COSE, REASON_BAD_ENCODING, REASON_WRONG_KEY_TYPE, REASON_BAD_SIGNATURE,
	REASON_MISSING_CLAIM, REASON_BAD_CLAIM, REASON_UNKNOWN_PROFILE, REASON_UNKNOWN_INSTANCE,
	REASON_NONCE_MISMATCH, REASON_BAD_IMPLEMENTATION, REASON_BAD_LIFECYCLE, REASON_BAD_STATE, REASON_DEBUG_OPEN, REASON_DEBUG_WAS_OPEN,
	REASON_UNKNOWN_MEASUREMENT, REASON_UNKNOWN_SIGNER, REASON_WRONG_VERSION, REASON_MISSING_COMPONENT, REASON_OLD_RELEASE,
	REASON_BAD_CERTIFICATE, REASON_WRONG_ORDER, REASON_DUPLICATE_CERTIFICATE, REASON_UNTRUSTED, REASON_NOT_YET_VALID,
	REASON_EXPIRED, REASON_UNKNOWN_CRITICAL, REASON_POLICY, REASON_BAD_EXTENSION, REASON_WRONG_IDENTIFIER,
	REASON_UNPROVISIONED, REASON_MISSING_MEASUREMENT, REASON_WEAK_HASH, REASON_BAD_MODE, REASON_IDENTITY_MISMATCH,
	REASON_LAYER_ORDER, REASON_UNKNOWN_FWID, REASON_OLD_SVN, REASON_BAD_RECORD, REASON_INTERNAL,
	REASON_COUNT
};

/* Where in the trustworthiness vector a reason counts. */
enum appraisal_dimension { DIMENSION_INSTANCE, DIMENSION_CONFIGURATION, DIMENSION_EXECUTABLES, DIMENSION_HARDWARE, DIMENSION_COUNT };

enum appraisal_status { STATUS_NONE, STATUS_AFFIRMING, STATUS_WARNING, STATUS_CONTRAINDICATED };

enum appraisal_part { PART_TOKEN, PART_CHAIN, PART_RELEASE };

enum { APPRAISAL_MAX_FINDINGS = 160, FINDING_TEXT_MAX = 176, FINDING_CHECK_MAX = 72 };

struct finding {
	enum appraisal_part part;
	enum appraisal_reason reason; /* REASON_NONE: good */
	char check[FINDING_CHECK_MAX];
	char seen[FINDING_TEXT_MAX], expected[FINDING_TEXT_MAX]; /* may be empty */
	bool has_offset;
	size_t offset; /* in the file of the part */
};

struct appraisal {
	struct finding findings[APPRAISAL_MAX_FINDINGS];
	size_t count;
	bool is_complete; /* every check was made that the evidence calls for */
	bool is_looked_at[DIMENSION_COUNT];
};

/*
 * Adds a finding about one check and gives it back, to be told more about; never NULL. When there
 * is no more room the last one is taken over as REASON_INTERNAL, so that nothing refused gets lost.
 */
struct finding *appraisal_add(struct appraisal *appraisal, enum appraisal_part part, enum appraisal_reason reason, const char *check, ...)
	__attribute__((format(printf, 4, 5)));

struct finding *finding_seen(struct finding *finding, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct finding *finding_seen_hex(struct finding *finding, struct bytes bytes);
struct finding *finding_expected(struct finding *finding, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct finding *finding_expected_hex(struct finding *finding, struct bytes bytes);
struct finding *finding_at(struct finding *finding, size_t offset);

/* The first finding that was refused or warned of; NULL if there is none. */
const struct finding *appraisal_first_bad(const struct appraisal *appraisal);
enum appraisal_status appraisal_status(const struct appraisal *appraisal);

/* AR4SI's value for one dimension: 2 or 3 affirming, 32 to 95 a warning, 96 and more contraindicated, 0 not looked at. */
int appraisal_claim(const struct appraisal *appraisal, enum appraisal_dimension dimension);

const char *appraisal_reason_name(enum appraisal_reason reason);
const char *appraisal_reason_sentence(enum appraisal_reason reason);
const char *appraisal_status_name(enum appraisal_status status);
bool appraisal_reason_is_warning(enum appraisal_reason reason);

#endif
