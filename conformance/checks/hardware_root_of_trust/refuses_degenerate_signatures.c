/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signatures that no key made: zero, out of range, overlong, short, with something behind.
 *
 * Control:  the image under its own signature was seen running.
 * Proof:    the signature is replaced by each of a table of ECDSA P-256 encodings; none runs.
 * Blind to: other algorithms; a high s of a good signature, which is another encoding of the same;
 *           an adapter that refuses the image before the device sees it
 *           (refuses_forged_image_put_into_storage).
 * Defects:  zero_signature_verifies, signature_range_unchecked, trailing_signature_bytes_ignored.
 */
#include "conformance/check_image.h"

/* n, the order of P-256 (FIPS 186-5), as two DER integers: each needs a leading zero. */
#define ORDER_N                                                                                                            \
	"\x02\x21\x00\xff\xff\xff\xff\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xbc\xe6\xfa\xad\xa7\x17\x9e\x84\xf3" \
	"\xb9\xca\xc2\xfc\x63\x25\x51"

static const struct degenerate {
	const char *what, *bytes;
	size_t len;
} DEGENERATE[] = {
	{ "r and s zero", "\x30\x06\x02\x01\x00\x02\x01\x00", 8 },
	{ "r and s one", "\x30\x06\x02\x01\x01\x02\x01\x01", 8 },
	{ "r zero, s one", "\x30\x06\x02\x01\x00\x02\x01\x01", 8 },
	{ "r one, s zero", "\x30\x06\x02\x01\x01\x02\x01\x00", 8 },
	{ "r and s the order of the group", "\x30\x46" ORDER_N ORDER_N, 72 },
	{ "r and s negative", "\x30\x06\x02\x01\xff\x02\x01\xff", 8 },
	{ "r and s empty integers", "\x30\x04\x02\x00\x02\x00", 6 },
	{ "an empty sequence", "\x30\x00", 2 },
	{ "one zero byte", "\x00", 1 },
	{ "a boolean", "\x01\x01\xff", 3 },
};

static void replace(struct bench *b, struct image good, const char *region, struct bytes signature, const char *what)
{
	const struct forge_order order = { .act = FORGE_REPLACE, .region = region, .with = signature, .mend_lengths = true };

	if (decided(b))
		return;
	note(b, "signature: %s", what);
	must_not_run(b, image_forged(b, good, order, false), "an image under a degenerate signature is refused");
}

static void try_all(struct bench *b, struct image good, const struct region *region)
{
	struct bytes own = bytes_from(image_bytes(b, good).at + region->offset, (size_t)region->length);
	uint8_t longer[256];

	for (size_t i = 0; i < sizeof(DEGENERATE) / sizeof(DEGENERATE[0]); i++)
		replace(b, good, region->name, bytes_from(DEGENERATE[i].bytes, DEGENERATE[i].len), DEGENERATE[i].what);
	if (own.len + 1 > sizeof(longer) || own.len < 2)
		return;
	for (size_t i = 0; i < own.len; i++)
		longer[i] = own.at[i];
	longer[own.len] = 0;
	replace(b, good, region->name, bytes_from(longer, own.len + 1), "the good one with a byte behind it");
	replace(b, good, region->name, bytes_from(own.at, own.len - 1), "the good one without its last byte");
}

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image holder = kit_image(b, .security_version = newest(b));
	const struct regions *regions = image_regions(b, good);
	unsigned int tried = 0;

	given_runs(b, good, "the image runs under its own signature");
	given_runs(b, holder, "another good image holds the device meanwhile");
	for (size_t i = 0; i < regions->count && !decided(b); i++) {
		if (regions->at[i].kind != REGION_SIGNATURE)
			continue;
		try_all(b, good, &regions->at[i]);
		tried++;
	}
	given_that(b, tried > 0, "the image has a signature region to replace");
	must_still_run(b, holder, "the device still runs what it ran");
}

CHECK(refuses_degenerate_signatures) = {
	.requirement = "hardware_root_of_trust/refuses_degenerate_signatures",
	.run = run,
};
