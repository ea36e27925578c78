/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding the parts of an image: every rule that needs neither key nor policy.
 *
 * Sizes are added in 64 bits and compared with what is there before a byte is read.
 * What a TLV may be and where it may stand is one table; a type that is not in it is
 * ignored in the protected area, where it is signed, and refused in the other.
 */

#include "reference-impl/base/reader.h"
#include "reference-impl/codec/mcuboot_layout.h"

/* A walk over the TLVs of one image. */
struct walk {
	struct mcuboot_image *image;
	struct bytes key_hash; /* named by a KEYHASH whose signature did not come yet */
	enum tlv_area area;
};

struct tlv_rule {
	uint16_t first_type, last_type;
	enum tlv_area area;
	uint16_t len; /* 0: any */
	enum result (*take)(struct walk *walk, struct bytes value);
};

static enum result take_once(struct bytes *field, struct bytes value)
{
	if (field->len > 0)
		return RESULT_MALFORMED;
	*field = value;
	return RESULT_OK;
}

static enum result take_key_hash(struct walk *walk, struct bytes value)
{
	return take_once(&walk->key_hash, value);
}

static enum result take_hash(struct walk *walk, struct bytes value)
{
	return take_once(&walk->image->hash, value);
}

static enum result take_vendor_uuid(struct walk *walk, struct bytes value)
{
	return take_once(&walk->image->vendor_uuid, value);
}

static enum result take_class_uuid(struct walk *walk, struct bytes value)
{
	return take_once(&walk->image->class_uuid, value);
}

/* A signature belongs to the key named just before it, and uses that name up. */
static enum result take_signature(struct walk *walk, struct bytes value)
{
	struct mcuboot_image *image = walk->image;

	if (walk->key_hash.len == 0)
		return RESULT_MALFORMED;
	if (image->signature_count == MCUBOOT_MAX_SIGNATURES)
		return RESULT_UNSUPPORTED;
	image->signatures[image->signature_count++] =
		(struct mcuboot_signature){ .key_hash = walk->key_hash, .der = value };
	walk->key_hash = bytes_from(NULL, 0);
	return RESULT_OK;
}

static enum result take_security_counter(struct walk *walk, struct bytes value)
{
	struct reader r = reader_over(value);

	if (walk->image->has_security_counter)
		return RESULT_MALFORMED;
	walk->image->security_counter = reader_u32_le(&r);
	walk->image->has_security_counter = true;
	return reader_finish(&r);
}

static struct mcuboot_version read_version(struct reader *r)
{
	struct mcuboot_version version;

	version.major = reader_u8(r);
	version.minor = reader_u8(r);
	version.revision = reader_u16_le(r);
	version.build = reader_u32_le(r);
	return version;
}

static enum result take_dependency(struct walk *walk, struct bytes value)
{
	struct reader r = reader_over(value);
	struct mcuboot_dependency dependency = { .image_id = reader_u8(&r) };
	struct mcuboot_image *image = walk->image;

	reader_take(&r, 3); /* reserved, and signed */
	dependency.at_least = read_version(&r);
	if (image->dependency_count == MCUBOOT_MAX_DEPENDENCIES)
		return RESULT_UNSUPPORTED;
	image->dependencies[image->dependency_count++] = dependency;
	return reader_finish(&r);
}

static enum result take_unsupported(struct walk *walk, struct bytes value)
{
	(void)walk;
	(void)value;
	return RESULT_UNSUPPORTED;
}

static const struct tlv_rule rules[] = {
	{ TLV_KEY_HASH, TLV_KEY_HASH, AREA_UNPROTECTED, CRYPTO_SHA256_LEN, take_key_hash },
	{ TLV_PUBLIC_KEY, TLV_PUBLIC_KEY, AREA_UNPROTECTED, 0, take_unsupported },
	{ TLV_SHA256, TLV_SHA256, AREA_UNPROTECTED, CRYPTO_SHA256_LEN, take_hash },
	{ TLV_SHA384, TLV_SHA512, AREA_UNPROTECTED, 0, take_unsupported },
	{ TLV_RSA2048, TLV_ECDSA_P256 - 1, AREA_UNPROTECTED, 0, take_unsupported },
	{ TLV_ECDSA_P256, TLV_ECDSA_P256, AREA_UNPROTECTED, 0, take_signature },
	{ TLV_ECDSA_P256 + 1, TLV_PURE_SIGNATURE, AREA_UNPROTECTED, 0, take_unsupported },
	{ TLV_ENCRYPTED_FIRST, TLV_ENCRYPTED_LAST, AREA_UNPROTECTED, 0, take_unsupported },
	{ TLV_DEPENDENCY, TLV_DEPENDENCY, AREA_PROTECTED, TLV_DEPENDENCY_LEN, take_dependency },
	{ TLV_SECURITY_COUNTER, TLV_SECURITY_COUNTER, AREA_PROTECTED, 4, take_security_counter },
	{ TLV_COMPRESSED_FIRST, TLV_COMPRESSED_LAST, AREA_PROTECTED, 0, take_unsupported },
	{ TLV_VENDOR_UUID, TLV_VENDOR_UUID, AREA_PROTECTED, MCUBOOT_UUID_LEN, take_vendor_uuid },
	{ TLV_CLASS_UUID, TLV_CLASS_UUID, AREA_PROTECTED, MCUBOOT_UUID_LEN, take_class_uuid },
	{ TLV_OTHER_UUID_FIRST, TLV_OTHER_UUID_LAST, AREA_PROTECTED, 0, take_unsupported },
};

static enum result take_tlv(struct walk *walk, uint16_t type, struct bytes value)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		const struct tlv_rule *rule = &rules[i];

		if (type < rule->first_type || type > rule->last_type)
			continue;
		if (rule->area != walk->area || (rule->len > 0 && rule->len != value.len))
			return RESULT_MALFORMED;
		return rule->take(walk, value);
	}
	return walk->area == AREA_PROTECTED ? RESULT_OK : RESULT_MALFORMED;
}

/* Walks an area that begins with its info header and ends exactly with its last TLV. */
static enum result walk_area(struct walk *walk, struct bytes area)
{
	struct reader r = reader_over(area);
	enum result result = RESULT_OK;

	if (reader_u16_le(&r) != (uint16_t)walk->area || reader_u16_le(&r) != area.len)
		return RESULT_MALFORMED;
	while (result == RESULT_OK && reader_rest(&r).len > 0) {
		uint16_t type = reader_u16_le(&r);
		struct bytes value = reader_take(&r, reader_u16_le(&r));

		if (reader_result(&r) != RESULT_OK)
			return RESULT_MALFORMED;
		result = take_tlv(walk, type, value);
	}
	return result;
}

enum result mcuboot_header_read(struct bytes slot, struct mcuboot_header *ret_header)
{
	struct reader r = reader_over(slot);
	struct mcuboot_header header;
	uint32_t magic = reader_u32_le(&r);

	header.load_address = reader_u32_le(&r);
	header.header_len = reader_u16_le(&r);
	header.protected_len = reader_u16_le(&r);
	header.payload_len = reader_u32_le(&r);
	header.flags = reader_u32_le(&r);
	header.version = read_version(&r);
	reader_take(&r, 4); /* reserved, and signed */
	if (reader_result(&r) != RESULT_OK)
		return reader_result(&r);
	if (magic != MCUBOOT_MAGIC || header.header_len < MCUBOOT_HEADER_LEN || header.payload_len == 0)
		return RESULT_MALFORMED;
	if (header.flags & ~(uint32_t)(MCUBOOT_NON_BOOTABLE | MCUBOOT_RAM_LOAD | MCUBOOT_ROM_FIXED))
		return RESULT_UNSUPPORTED;
	if ((header.flags & MCUBOOT_RAM_LOAD) && (header.flags & MCUBOOT_ROM_FIXED))
		return RESULT_MALFORMED;
	*ret_header = header;
	return RESULT_OK;
}

static uint64_t signed_len(const struct mcuboot_header *header)
{
	return (uint64_t)header->header_len + header->payload_len + header->protected_len;
}

/* The unprotected area, as long as its info header says. */
static enum result find_unprotected(struct bytes slot, uint64_t offset, struct bytes *ret_area)
{
	struct bytes info;
	struct reader r;
	enum result result = bytes_slice(slot, offset, TLV_INFO_LEN, &info);

	if (result != RESULT_OK)
		return result;
	r = reader_over(info);
	if (reader_u16_le(&r) != AREA_UNPROTECTED)
		return RESULT_MALFORMED;
	return bytes_slice(slot, offset, reader_u16_le(&r), ret_area);
}

enum result mcuboot_image_extent(struct bytes so_far, uint64_t slot_len, uint64_t *ret_needed)
{
	struct mcuboot_header header;
	uint64_t needed = MCUBOOT_HEADER_LEN;

	if (so_far.len >= MCUBOOT_HEADER_LEN) {
		enum result result = mcuboot_header_read(so_far, &header);

		if (result != RESULT_OK)
			return result;
		needed = signed_len(&header) + TLV_INFO_LEN;
	}
	if (so_far.len >= needed && needed > MCUBOOT_HEADER_LEN) {
		struct reader r = reader_over(bytes_from(so_far.at + needed - TLV_INFO_LEN, TLV_INFO_LEN));
		bool right_area = reader_u16_le(&r) == AREA_UNPROTECTED;
		uint16_t area_len = reader_u16_le(&r);

		if (!right_area || area_len < TLV_INFO_LEN)
			return RESULT_MALFORMED;
		needed += (uint64_t)area_len - TLV_INFO_LEN;
	}
	if (needed > slot_len)
		return RESULT_TOO_LARGE;
	*ret_needed = needed;
	return RESULT_OK;
}

/* Cuts the slot into its parts; they follow one another without a gap. */
static enum result cut(struct bytes slot, const struct mcuboot_header *header, struct mcuboot_image *image,
		       struct bytes *ret_unprotected)
{
	uint64_t payload_end = (uint64_t)header->header_len + header->payload_len;
	enum result result = bytes_slice(slot, 0, signed_len(header), &image->signed_range);

	if (result == RESULT_OK)
		result = bytes_slice(slot, 0, header->header_len, &image->header);
	if (result == RESULT_OK)
		result = bytes_slice(slot, header->header_len, header->payload_len, &image->payload);
	if (result == RESULT_OK)
		result = bytes_slice(slot, payload_end, header->protected_len, &image->protected);
	if (result == RESULT_OK)
		result = find_unprotected(slot, signed_len(header), ret_unprotected);
	if (result == RESULT_OK)
		result = bytes_slice(slot, 0, signed_len(header) + ret_unprotected->len, &image->whole);
	return result;
}

enum result mcuboot_image_parse(struct bytes slot, struct mcuboot_image *ret_image)
{
	struct mcuboot_image image = { 0 };
	struct walk walk = { .image = &image, .area = AREA_PROTECTED };
	struct mcuboot_header header;
	struct bytes unprotected;
	enum result result = mcuboot_header_read(slot, &header);

	if (result == RESULT_OK)
		result = cut(slot, &header, &image, &unprotected);
	if (result == RESULT_OK && header.protected_len > 0)
		result = walk_area(&walk, image.protected);
	walk.area = AREA_UNPROTECTED;
	if (result == RESULT_OK)
		result = walk_area(&walk, unprotected);
	/* A hash there must be, and no key without the signature that it is named for. */
	if (result == RESULT_OK && (image.hash.len == 0 || walk.key_hash.len > 0))
		result = RESULT_MALFORMED;
	if (result != RESULT_OK)
		return result;
	image.load_address = header.load_address;
	image.flags = header.flags;
	image.version = header.version;
	*ret_image = image;
	return RESULT_OK;
}
