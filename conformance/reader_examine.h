/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_READER_EXAMINE_H
#define CONFORMANCE_READER_EXAMINE_H

/*
 * An examiner tells what an image says of itself and how it is signed, so that a suite which
 * ordered one can see that it got that and nothing else.
 *
 * It stands on the reader of its format and, like it, shares nothing with any device's codec.
 */

#include "conformance/reader.h"

/* What a region is to whoever ordered the image. */
enum region_role {
	ROLE_OTHER,
	ROLE_LENGTH,           /* follows from the other regions */
	ROLE_VERSION,          /* in the maker's own numbering */
	ROLE_SECURITY_VERSION,
	ROLE_CLASS,            /* which product the image is for */
	ROLE_DIGEST,
	ROLE_KEY_NAME,
	ROLE_SIGNATURE
};

/* Views into the image; empty where there is none. */
struct image_claims {
	struct bytes key_name;        /* SHA-256 of the SubjectPublicKeyInfo, or that itself */
	struct bytes signature;       /* ECDSA P-256, DER */
	bool other_signature;         /* there is one of a kind that the suite cannot verify */
	struct crypto_sha256 covered; /* what the signature is made over */
	bool digest_holds;            /* the image's own digest is that */
	bool has_security_version;
	uint32_t security_version;
};

struct format_examiner {
	/* regions are those of image. RESULT_CRYPTO, or RESULT_MALFORMED if the format's own fields have other lengths. */
	enum result (*claims)(struct bytes image, const struct regions *regions, struct image_claims *ret_claims);
	enum region_role (*role)(const struct region *region);
};

#endif
