/* SPDX-License-Identifier: Apache-2.0 */
/* Verified clauses, scheme by scheme; SESIP's are named, since its numbering was not. */

#include <string.h>

#include "conformance/scoring/crosswalk_clause.h"

#define ETSI "ETSI EN 303 645"
#define NIST "NIST IR 8425"
#define PSA "PSA Certified Level 1"
#define SESIP "SESIP"
#define CRA "CRA Annex I"

static const struct crosswalk_clause every_clause[] = {
	{ ETSI, "5.1-1", "passwords are unique per device" },
	{ ETSI, "5.1-3", "authentication uses best-practice cryptography" },
	{ ETSI, "5.3-1", "software components can be updated securely" },
	{ ETSI, "5.3-2", "an update mechanism exists" },
	{ ETSI, "5.3-7", "updates use best-practice cryptography" },
	{ ETSI, "5.3-9", "the device verifies updates" },
	{ ETSI, "5.3-10", "network updates are verified through a trust relationship" },
	{ ETSI, "5.4-1", "sensitive parameters are stored securely" },
	{ ETSI, "5.4-2", "a hard-coded identity resists tampering" },
	{ ETSI, "5.4-3", "no critical parameters are hard-coded in source" },
	{ ETSI, "5.4-4", "critical parameters are unique per device" },
	{ ETSI, "5.5-1", "communication uses best-practice cryptography" },
	{ ETSI, "5.5-4", "access over the network is authenticated" },
	{ ETSI, "5.6-1", "unused interfaces are disabled" },
	{ ETSI, "5.6-3", "physical interfaces are not exposed needlessly" },
	{ ETSI, "5.6-6", "code is kept to what is needed" },
	{ ETSI, "5.6-7", "software runs with least privilege" },
	{ ETSI, "5.6-8", "hardware controls access to memory" },
	{ ETSI, "5.7-1", "software is verified by secure boot" },
	{ ETSI, "5.9-1", "outages of network and power are survived" },
	{ ETSI, "5.9-2", "the device recovers cleanly from loss of power" },
	{ NIST, "Asset Identification", "the device can be identified uniquely" },
	{ NIST, "Cybersecurity State Awareness", "incidents can be detected and told" },
	{ NIST, "Data Protection", "data are protected at rest and on the wire" },
	{ NIST, "Interface Access Control", "access to interfaces is restricted" },
	{ NIST, "Product Configuration", "the configuration can be changed and restored by those allowed to" },
	{ NIST, "Software Update", "software can be updated by a secure mechanism" },
	{ PSA, "R1.1", "system software is verified by the immutable root of trust" },
	{ PSA, "R1.2", "system software cannot be rolled back" },
	{ PSA, "R2.1", "the identity is protected" },
	{ PSA, "R2.2", "storage is secure" },
	{ PSA, "R2.3", "cryptography follows best practice" },
	{ PSA, "R3.1", "the server is authenticated" },
	{ PSA, "R3.3", "TLS authenticates the parties" },
	{ PSA, "R4.1", "the lifecycle state is attested" },
	{ PSA, "R4.2", "what is not used is disabled" },
	{ PSA, "R4.3", "logging is secure" },
	{ PSA, "R4.4", "access to logs is restricted" },
	{ PSA, "R4.5", "input is handled defensively" },
	{ PSA, "R4.6", "software runs with least privilege" },
	{ PSA, "R6.1", "configuration is signed" },
	{ SESIP, "Attestation of Platform Genuineness", "evidence proves a genuine platform" },
	{ SESIP, "Attestation of Platform State", "evidence proves the state of the platform" },
	{ SESIP, "Audit Log Generation and Storage", "security events are recorded" },
	{ SESIP, "Cryptographic KeyStore", "keys are kept and used without being shown" },
	{ SESIP, "Isolation of Platform", "the platform is isolated from the application" },
	{ SESIP, "Isolation of Platform Parts", "parts of the platform are isolated from one another" },
	{ SESIP, "Physical Attacker Resistance", "physical attacks are resisted" },
	{ SESIP, "Secure Communication Support", "secure channels are supported" },
	{ SESIP, "Secure Debugging", "debugging needs authorisation" },
	{ SESIP, "Secure Initialization of Platform", "the platform starts only in an authentic state" },
	{ SESIP, "Secure Update of Platform", "only authentic and newer platform software is installed" },
	{ SESIP, "Software Attacker Resistance: Isolation of Platform", "software attacks do not cross the isolation" },
	{ SESIP, "Verification of Platform Identity", "the kind of platform can be verified" },
	{ SESIP, "Verification of Platform Instance Identity", "this one unit can be verified" },
	{ CRA, "Part I (2)(b)", "secure by default, with a way back to the original state" },
	{ CRA, "Part I (2)(c)", "vulnerabilities can be addressed by security updates" },
	{ CRA, "Part I (2)(d)", "protection from unauthorised access" },
	{ CRA, "Part I (2)(e)", "confidentiality of data" },
	{ CRA, "Part I (2)(f)", "integrity of data, commands, programs and configuration" },
	{ CRA, "Part I (2)(h)", "availability of essential functions" },
	{ CRA, "Part I (2)(j)", "limited attack surfaces" },
	{ CRA, "Part I (2)(k)", "reduced impact of incidents" },
	{ CRA, "Part I (2)(l)", "security related activity is recorded and monitored" },
	{ CRA, "Part II (2)", "vulnerabilities are remedied without delay" },
};

const struct crosswalk_clause *crosswalk_clause_of(const char *scheme, const char *clause)
{
	for (size_t i = 0; i < sizeof(every_clause) / sizeof(every_clause[0]); i++)
		if (strcmp(every_clause[i].scheme, scheme) == 0 && strcmp(every_clause[i].clause, clause) == 0)
			return &every_clause[i];
	return NULL;
}
