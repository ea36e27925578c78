/* SPDX-License-Identifier: Apache-2.0 */
#ifndef READERS_PSA_CLAIMS_H
#define READERS_PSA_CLAIMS_H

/* The claims of a PSA token by their numbers, names and forms. Source: RFC 9783 section 4. */

#include "conformance/psa_token.h"
#include "conformance/readers/cbor_walk.h"

enum { PSA_CLAIMS_MAX = 48, PSA_CLAIM_COMPONENTS = 2399 };

/* RESULT_NOT_FOUND, RESULT_UNSUPPORTED, RESULT_TOO_LARGE, RESULT_MALFORMED; *ret_where as eat_token_read(). */
enum result psa_claims_read(const struct walked_item *map, struct eat_claims *ret_claims, const char **ret_where) MUST_CHECK;

/* "payload.nonce"; NULL for a number that RFC 9783 does not name. */
const char *psa_claim_name(int64_t number);
/* "measurement"; NULL likewise. */
const char *psa_component_field_name(int64_t number);

#endif
