/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_KNOWN_SECRETS_FIXTURE_H
#define TOOLS_KNOWN_SECRETS_FIXTURE_H

/*
 * All that the root of trust of a unit knows at a moment of its life, computed anew from the secret in the fuses of
 * "@device" and the log that the unit tells of its boot; and the search for it.
 */

#include "reference-impl/tools/secret_search_fixture.h"
#include "reference-impl/tools/unit_fixture.h"

/* Where a secret may be while this runs. */
enum home { NOWHERE, IN_THE_FUSES, IN_THE_ROOT_OF_TRUST };

struct known_secret {
	const char *name;
	enum home home;
	uint8_t secret[SECRET_LEN];
};

struct known_secrets {
	struct unit_fixture mirror; /* the same root of trust, in this process */
	struct secret_search search;
	struct known_secret of[SECRETS_MAX]; /* by the search's numbers */
};

/* attestation_key is what the unit shows, recovers what it says: the way must end there. The struct must not be moved. */
void known_secrets_compute(struct known_secrets *k, const struct boot_log *log, bool recovers,
			   const uint8_t attestation_key[CRYPTO_P256_SPKI_LEN]);

#endif
