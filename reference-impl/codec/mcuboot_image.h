/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_MCUBOOT_IMAGE_H
#define CODEC_MCUBOOT_IMAGE_H

/*
 * Reads an MCUboot image and decides whether it may be started.
 *
 * mcuboot_image_parse() finds the parts of the bytes and checks every rule that needs
 * no key: sizes in 64 bits against what is there, the TLV areas and who may stand in which,
 * duplicates, flags. mcuboot_image_verify() then checks hash and signatures under a policy.
 * Nothing is allocated; every part is a view into the input. The signed range is
 * header, payload and protected area, and only the protected area is believed.
 *
 * Call order: parse, then verify; nothing of an image that was not verified is acted on.
 * Source: MCUboot docs/design.md "Image format", bootutil/image.h; stricter where those are lax.
 */

#include "reference-impl/base/bytes.h"
#include "reference-impl/crypto/crypto.h"

/* An enumerator must be an int; this is not one. */
#define MCUBOOT_MAGIC 0x96f3b83du

enum { MCUBOOT_HEADER_LEN = 32, MCUBOOT_UUID_LEN = 16, MCUBOOT_MAX_SIGNATURES = 4, MCUBOOT_MAX_DEPENDENCIES = 4 };

enum mcuboot_flag { MCUBOOT_NON_BOOTABLE = 0x10, MCUBOOT_RAM_LOAD = 0x20, MCUBOOT_ROM_FIXED = 0x100 };

struct mcuboot_version {
	uint8_t major, minor;
	uint16_t revision;
	uint32_t build;
};

struct mcuboot_signature {
	struct bytes key_hash; /* SHA-256 of the SubjectPublicKeyInfo that it names */
	struct bytes der;
};

struct mcuboot_dependency {
	uint8_t image_id;
	struct mcuboot_version at_least;
};

struct mcuboot_image {
	uint32_t load_address;
	uint32_t flags;
	struct mcuboot_version version;
	struct bytes header;    /* hdr_size bytes, padding included */
	struct bytes payload;   /* img_size bytes, never empty */
	struct bytes protected; /* the protected area with its info header */
	struct bytes signed_range;
	struct bytes whole; /* from the header to the end of the unprotected area */
	struct bytes hash;  /* the 32 bytes of the hash TLV */
	bool has_security_counter;
	uint32_t security_counter;
	struct bytes vendor_uuid; /* 16 bytes, or empty */
	struct bytes class_uuid;
	struct mcuboot_signature signatures[MCUBOOT_MAX_SIGNATURES];
	size_t signature_count;
	struct mcuboot_dependency dependencies[MCUBOOT_MAX_DEPENDENCIES];
	size_t dependency_count;
};

struct mcuboot_key {
	struct bytes spki;
	bool revoked;
};

/* What the device demands. Counts may be zero; NULL versions are not checked. */
struct mcuboot_policy {
	const struct mcuboot_key *keys;
	size_t key_count;
	uint32_t stored_counter;                        /* an image must carry at least this */
	const struct mcuboot_version *installed;        /* must be newer than this, by version order */
	const struct mcuboot_dependency *other_images; /* versions of the images beside it */
	size_t other_image_count;
	struct bytes vendor_uuid; /* the image must carry the same, when not empty */
	struct bytes class_uuid;
};

/* <0, 0, >0 as a is older than, equal to, newer than b; the build number does not count. */
int mcuboot_version_compare(struct mcuboot_version a, struct mcuboot_version b);

/*
 * How many bytes from the start of the slot must be there to read on, told from what
 * is there already: 32 without a header, then up to the unprotected info header, then all.
 * Lets a loader read each byte of an image exactly once. RESULT_MALFORMED for a header
 * that cannot be, RESULT_UNSUPPORTED for its flags, RESULT_TOO_LARGE beyond slot_len.
 */
enum result mcuboot_image_extent(struct bytes so_far, uint64_t slot_len, uint64_t *ret_needed) MUST_CHECK;

/* Finds the parts of the image that slot begins with; bytes behind it are ignored. */
enum result mcuboot_image_parse(struct bytes slot, struct mcuboot_image *ret_image) MUST_CHECK;

/*
 * May this parsed image be started? RESULT_OK only if every rule of the policy holds: a
 * security counter there and high enough, the hash right, at least one signature by a key
 * that is neither unknown nor revoked, and none wrong that names such a key. RESULT_REFUSED
 * (policy, or revoked keys only), RESULT_BAD_HASH, RESULT_BAD_SIGNATURE, RESULT_UNKNOWN_KEY.
 * Decided twice, so that a single fault gives no RESULT_OK; the payload is hashed once.
 */
enum result mcuboot_image_verify(const struct mcuboot_image *image, const struct mcuboot_policy *policy) MUST_CHECK;

/* The SHA-256 over the signed range, computed afresh: the image's identity and measurement. */
enum result mcuboot_image_digest(const struct mcuboot_image *image, struct crypto_sha256 *ret_digest) MUST_CHECK;

#endif
