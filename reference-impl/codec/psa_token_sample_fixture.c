/* SPDX-License-Identifier: Apache-2.0 */
/* One token's claims. */

#include "reference-impl/codec/psa_token_sample_fixture.h"

static const uint8_t NONCE[64] = { 1, 1, 1, 1 }, SIGNER[64] = { 2, 2, 2, 2 };
static const uint8_t INSTANCE[PSA_TOKEN_INSTANCE_ID_LEN] = { PSA_TOKEN_INSTANCE_ID_TYPE, 3 };

static struct psa_token_component component_of(const char *type)
{
	return (struct psa_token_component){ .type = bytes_of_text(type),
					     .measurement = bytes_from(NONCE, 32),
					     .version = bytes_of_text("1.2.3"),
					     .signer_id = bytes_from(SIGNER, 32),
					     .description = bytes_of_text("sha-256") };
}

struct psa_token_claims psa_token_sample(void)
{
	struct psa_token_claims claims = { .nonce = bytes_from(NONCE, 32),
					   .instance_id = BYTES_OF(INSTANCE),
					   .client_id = -1,
					   .lifecycle = PSA_LIFECYCLE_SECURED,
					   .implementation_id = bytes_from(SIGNER, 32),
					   .boot_seed = bytes_from(NONCE, 32),
					   .certification_reference = bytes_of_text("1234567890123-12345"),
					   .component_count = 2,
					   .verification_service = bytes_of_text("https://verifier.example") };

	claims.components[0] = component_of("BL");
	claims.components[1] = component_of("PRoT");
	return claims;
}
