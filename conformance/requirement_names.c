/* SPDX-License-Identifier: Apache-2.0 */
/* The closed sets that requirements and verdicts are written in, apart from the generated tables. */

#include <string.h>

#include "conformance/requirement.h"

static const struct {
	const char *name;
	uint32_t weight;
} properties[PROPERTY_COUNT] = {
	[HARDWARE_ROOT_OF_TRUST] = { "hardware_root_of_trust", 20 },
	[DEFENSE_IN_DEPTH] = { "defense_in_depth", 12 },
	[SMALL_TRUSTED_COMPUTING_BASE] = { "small_trusted_computing_base", 10 },
	[DYNAMIC_COMPARTMENTS] = { "dynamic_compartments", 16 },
	[CERTIFICATE_BASED_AUTHENTICATION] = { "certificate_based_authentication", 14 },
	[FAILURE_REPORTING] = { "failure_reporting", 10 },
	[RENEWABLE_SECURITY] = { "renewable_security", 18 },
};

static const char *const verdicts[VERDICT_COUNT] = {
	[VERDICT_FAIL] = "fail",
	[VERDICT_ERROR] = "error",
	[VERDICT_NOT_RUN] = "not-run",
	[VERDICT_INCONCLUSIVE] = "inconclusive",
	[VERDICT_ABSENT] = "absent",
	[VERDICT_PASS] = "pass",
};

const char *property_name(enum property property)
{
	return properties[property].name;
}

uint32_t property_weight(enum property property)
{
	return properties[property].weight;
}

const char *verdict_name(enum verdict verdict)
{
	return verdicts[verdict];
}

bool verdict_from_name(const char *name, enum verdict *ret_verdict)
{
	for (unsigned int i = 0; i < VERDICT_COUNT; i++) {
		if (strcmp(name, verdicts[i]) != 0)
			continue;
		*ret_verdict = (enum verdict)i;
		return true;
	}
	return false;
}

const char *evidence_name(enum evidence evidence)
{
	static const char *const names[] = {
		[EVIDENCE_MEASURED] = "measured",
		[EVIDENCE_EXAMINED] = "examined",
		[EVIDENCE_DECLARED] = "declared",
	};

	return names[evidence];
}
