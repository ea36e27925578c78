/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_COSE_SIGN1_HEADERS_H
#define CODEC_COSE_SIGN1_HEADERS_H

/*
 * Inside codec/ only: the two buckets of header parameters, and which may stand in which.
 * Source: RFC 9052 section 3.1.
 */

#include "reference-impl/codec/cose_sign1.h"

enum cose_label { COSE_ALG = 1, COSE_CRIT = 2, COSE_CONTENT_TYPE = 3, COSE_KID = 4 };

/*
 * Checks protected_header and unprotected_header of the message (maps without duplicates each) and sets
 * its algorithm and key_id. Results as cose_sign1_parse().
 */
enum result cose_sign1_headers(const struct cose_sign1_profile *profile, struct cose_sign1 *message) MUST_CHECK;

#endif
