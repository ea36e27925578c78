/* SPDX-License-Identifier: Apache-2.0 */
/* The gates in the order in which they are shown. */

#include <string.h>

#include "conformance/scoring/gate.h"

#define BOOT_INTEGRITY "boot_integrity"
#define ATTESTATION "attestation_freshness_and_binding"
#define NO_UNIVERSAL_CREDENTIAL "no_universal_credential"
#define NO_UNSIGNED_IMAGE "no_unsigned_or_rolled_back_image"
#define DEBUG_CLOSED "debug_closed_in_production"
#define NO_CROSS_READ "no_cross_compartment_read"
#define POWER_CUT "recovery_from_any_power_cut"
#define REPORTS "reports_authentic_and_free_of_secrets"
#define MEMORY_SAFETY "no_known_memory_safety_crash"

const struct gate every_gate[GATE_COUNT] = {
	{ BOOT_INTEGRITY, "what boots is what was signed", LEVEL_BRONZE },
	{ ATTESTATION, "evidence is fresh and bound to this unit", LEVEL_BRONZE },
	{ NO_UNIVERSAL_CREDENTIAL, "no credential opens more than one unit", LEVEL_BRONZE },
	{ NO_UNSIGNED_IMAGE, "no unsigned or rolled back image ever runs", LEVEL_BRONZE },
	{ DEBUG_CLOSED, "debug is closed in production", LEVEL_SILVER },
	{ NO_CROSS_READ, "no compartment reads another", LEVEL_SILVER },
	{ POWER_CUT, "the device recovers from any power cut", LEVEL_SILVER },
	{ REPORTS, "failure reports are authentic and free of secrets", LEVEL_SILVER },
	{ MEMORY_SAFETY, "no memory-safety crash is known and reachable", LEVEL_SILVER },
};

const char *const gate_names[GATE_COUNT + 1] = {
	BOOT_INTEGRITY, ATTESTATION, NO_UNIVERSAL_CREDENTIAL, NO_UNSIGNED_IMAGE, DEBUG_CLOSED,
	NO_CROSS_READ,  POWER_CUT,   REPORTS,                 MEMORY_SAFETY,     NULL,
};

size_t gate_by_name(const char *name)
{
	size_t i = 0;

	while (i < GATE_COUNT && strcmp(every_gate[i].name, name) != 0)
		i++;
	return i;
}

const char *gate_state_name(enum gate_state state)
{
	static const char *const names[] = { "held", "broken", "unproven" };

	return names[state];
}
