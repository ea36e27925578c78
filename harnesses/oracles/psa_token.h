/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_PSA_TOKEN_H
#define ORACLES_PSA_TOKEN_H

/*
 * Promises of the reader of PSA tokens' claims. Numbers are found again in the input by arithmetic of
 * the oracle's own, in their full width.
 */

#include "harnesses/oracles/oracle.h"
#include "reference-impl/codec/psa_token.h"

/* Accepted: nonce, identifiers, boot seed and hashes have the lengths of RFC 9783 and lie within the input. */
ORACLE FZ_PSATOKEN_001_claims_keep_their_lengths(struct bytes input, const struct psa_token_claims *claims);
/* Accepted: client and lifecycle are the numbers that the input has, and numbers that RFC 9783 allows. */
ORACLE FZ_PSATOKEN_002_numbers_are_those_sent(struct bytes input, const struct psa_token_claims *claims);

#endif
