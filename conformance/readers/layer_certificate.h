/* SPDX-License-Identifier: Apache-2.0 */
#ifndef READERS_LAYER_CERTIFICATE_H
#define READERS_LAYER_CERTIFICATE_H

/* A certificate's parts as they stand in it, for reading and for telling regions. Source: RFC 5280 section 4.1. */

#include "conformance/dice_chain.h"
#include "conformance/readers/der_walk.h"

struct layer_parts {
	struct der_item certificate, tbs, version, serial, tbs_algorithm, issuer, validity, subject, key;
	struct der_item wrapper, extensions; /* [3], and the SEQUENCE in it */
	struct der_item algorithm, signature;
};

/* Takes one certificate off the front of *rest; *ret_where as layer_certificate_read(). */
enum result layer_parts_take(struct bytes *rest, struct layer_parts *ret_parts, const char **ret_where) MUST_CHECK;

#endif
