/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_REQUIREMENT_H
#define CONFORMANCE_REQUIREMENT_H

/*
 * What is demanded of a device, as data.
 *
 * The tables are generated from conformance/requirements/<property>/<slug>.json and
 * conformance/profiles/<name>.json, sorted by name in the C locale; a field that is not
 * known, or a name that does not exist, breaks the build. Weights and gates live here alone.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum property {
	HARDWARE_ROOT_OF_TRUST,
	DEFENSE_IN_DEPTH,
	SMALL_TRUSTED_COMPUTING_BASE,
	DYNAMIC_COMPARTMENTS,
	CERTIFICATE_BASED_AUTHENTICATION,
	FAILURE_REPORTING,
	RENEWABLE_SECURITY,
	PROPERTY_COUNT
};

/* Evidence, strongest first, with the share of a requirement's weight that it can earn: 1, 0.7, 0.2. */
enum evidence { EVIDENCE_MEASURED, EVIDENCE_EXAMINED, EVIDENCE_DECLARED };

/* Worst first; the closed set of certification.md. */
enum verdict { VERDICT_FAIL, VERDICT_ERROR, VERDICT_NOT_RUN, VERDICT_INCONCLUSIVE, VERDICT_ABSENT, VERDICT_PASS, VERDICT_COUNT };

struct crosswalk {
	const char *scheme, *clause, *relation; /* satisfies, supports, evidence-only */
};

struct requirement {
	const char *slug; /* "<property>/<name>" */
	enum property property;
	const char *statement, *rationale, *severity, *remedy;
	uint32_t weight;
	const char *gate; /* NULL: none */
	bool mandatory;
	const char *absent_if; /* the check that proves absence; NULL: may not be absent */
	enum evidence evidence;
	const struct crosswalk *crosswalk;
	size_t crosswalk_count;
};

struct profile {
	const char *name, *title;
	bool component;                        /* yields a component statement, never a level */
	const char *const *requirements;       /* slugs, sorted */
	size_t requirement_count;
	const char *const *mandatory_methods;  /* of protocol.json */
	size_t mandatory_method_count;
};

extern const struct requirement *const every_requirement[];
extern const size_t every_requirement_count;
extern const struct profile *const every_profile[];
extern const size_t every_profile_count;

/* "hardware_root_of_trust", ...; the folder names. */
const char *property_name(enum property property);
uint32_t property_weight(enum property property); /* 20, 18, 16, 14, 12, 10, 10 */
const char *verdict_name(enum verdict verdict);   /* "fail", "error", "not-run", ... */
bool verdict_from_name(const char *name, enum verdict *ret_verdict);
const char *evidence_name(enum evidence evidence);

/* NULL if there is none of that name. */
const struct requirement *requirement_by_slug(const char *slug);
const struct profile *profile_by_name(const char *name);

#endif
