/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_COMPONENT_FIELDS_H
#define SERVICE_VERIFIER_COMPONENT_FIELDS_H

/*
 * One software component, as a token states it and as a release record demands it: the same map
 * with the same keys, so that the two can be compared field by field.
 * Source: RFC 9783 section 4.4.1.
 */

#include "reference-impl/service/verifier/token_claims.h"

enum component_key { COMPONENT_TYPE = 1, COMPONENT_MEASUREMENT = 2, COMPONENT_VERSION = 4, COMPONENT_SIGNER = 5, COMPONENT_HASH_NAME = 6 };

/* 32, 48 or 64 bytes: what SHA-256, SHA-384 and SHA-512 give. */
bool component_is_hash_len(size_t len);

/* Reads the map; NULL, or what is wrong. Type, measurement and signer have to be there. */
const char *component_fields_read(const struct evidence_item *map, struct token_component *ret_component);

#endif
