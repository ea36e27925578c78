/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_COMPONENTS_H
#define CONFORMANCE_CHECK_COMPONENTS_H

/*
 * Words for checks of the components that a token names: what of them changed, and whether they are
 * all that was measured.
 *
 * A register holds SHA-256 over what it was and what came, from zeros on; so the components of one
 * type, in their order, give the value of the register that stands for them. Which one that is,
 * target.json says in "settings": { "registers": "NAME=TYPE NAME=TYPE" }.
 */

#include "conformance/check_appraisal.h"

/* The places in which two lists of components differ; what one has more counts too. */
size_t components_differ(const struct eat_claims *one, const struct eat_claims *two);
/* Does the second list begin with all of the first? */
bool components_continue(const struct eat_claims *first, const struct eat_claims *second);
/* How many components measure that digest. */
size_t components_measuring(const struct eat_claims *claims, struct bytes digest);
bool components_have_type(const struct eat_claims *claims, struct bytes type);

/* The type for which that register stands, from target.json; false if it does not say. */
bool register_type(struct bench *b, const char *name, struct bytes *ret_type);
/* The value that a register has if these components, and no others, were entered in it. */
struct crypto_sha256 register_replayed(const struct eat_claims *claims, struct bytes type);
/* What `value` becomes when digest is entered. */
struct crypto_sha256 register_next(struct bytes value, struct bytes digest);

/* What hash and signature of the image cover, which is what a loader measures of it; false if the suite cannot tell. */
bool image_measurement(struct bench *b, struct image image, struct crypto_sha256 *ret_digest);

#endif
