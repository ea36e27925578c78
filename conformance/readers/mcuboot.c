/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The suite's own reader of MCUboot images, from the published layout (mcuboot docs/design.md).
 *
 * Header, payload and protected TLVs are covered by hash and signature. Of the unprotected TLVs,
 * those that the check of a signature needs are metadata; type, length and whatever else is there
 * nobody vouches for, so a verifier may take or leave them.
 */

#include "conformance/readers/mcuboot.h"

#include <stdio.h>
#include <string.h>

#include "reference-impl/base/reader.h"

enum { TLV_NAME_LEN = 40 };

struct field {
	const char *name;
	uint32_t offset, length;
};

static const struct field header_fields[] = {
	{ "header.magic", 0, 4 },     { "header.load_addr", 4, 4 }, { "header.hdr_size", 8, 2 }, { "header.protect_tlv_size", 10, 2 },
	{ "header.img_size", 12, 4 }, { "header.flags", 16, 4 },    { "header.version", 20, 8 }, { "header.pad1", 28, 4 },
};

struct sizes {
	uint64_t header, payload, protected_area;
};

struct parsing {
	struct bytes image;
	struct regions *regions;
	enum result failed;
};

static void add(struct parsing *p, const char *name, uint64_t offset, uint64_t length, enum region_kind kind)
{
	struct region *region;

	if (length == 0 || p->failed != RESULT_OK)
		return;
	if (p->regions->count == REGIONS_MAX) {
		p->failed = RESULT_TOO_LARGE;
		return;
	}
	region = &p->regions->at[p->regions->count++];
	(void)snprintf(region->name, sizeof(region->name), "%s", name);
	region->offset = offset;
	region->length = length;
	region->kind = kind;
}

static enum result read_sizes(struct bytes image, struct sizes *ret_sizes)
{
	struct reader r = reader_over(image);
	struct sizes sizes;
	uint32_t magic = reader_u32_le(&r);
	uint64_t end;

	(void)reader_u32_le(&r);
	sizes.header = reader_u16_le(&r);
	sizes.protected_area = reader_u16_le(&r);
	sizes.payload = reader_u32_le(&r);
	(void)reader_take(&r, MCUBOOT_HEADER_LEN - 16);
	if (reader_result(&r) != RESULT_OK)
		return RESULT_TRUNCATED;
	if (magic != MCUBOOT_MAGIC || sizes.header < MCUBOOT_HEADER_LEN || sizes.payload == 0)
		return RESULT_MALFORMED;
	end = sizes.header + sizes.payload + sizes.protected_area + MCUBOOT_TLV_INFO_LEN;
	if (end > image.len)
		return RESULT_TRUNCATED;
	*ret_sizes = sizes;
	return RESULT_OK;
}

static enum region_kind kind_of_value(uint16_t type, bool is_protected)
{
	switch (type) {
	case 0x20:
	case 0x22:
	case 0x23:
	case 0x24:
		return is_protected ? REGION_METADATA : REGION_SIGNATURE;
	case 0x01:
	case 0x02:
	case 0x10:
	case 0x11:
	case 0x12:
	case 0x25:
	case 0x30:
	case 0x31:
	case 0x32:
	case 0x33:
	case 0x34:
		return REGION_METADATA;
	default:
		return is_protected ? REGION_METADATA : REGION_UNSIGNED;
	}
}

/* "protected.0x50", and "protected.0x50#2" for the second of them. */
static void name_tlv(const struct parsing *p, const char *area, uint16_t type, char name[TLV_NAME_LEN])
{
	char probe[REGION_NAME_LEN];
	unsigned int number = 1;

	(void)snprintf(name, TLV_NAME_LEN, "%s.0x%02x", area, type);
	for (;;) {
		(void)snprintf(probe, sizeof(probe), "%s.head", name);
		if (region_by_name(p->regions, probe) == NULL)
			return;
		(void)snprintf(name, TLV_NAME_LEN, "%s.0x%02x#%u", area, type, ++number);
	}
}

static void add_tlv(struct parsing *p, const char *area, uint64_t offset, struct reader *r)
{
	bool is_protected = strcmp(area, "protected") == 0;
	char name[TLV_NAME_LEN], part[REGION_NAME_LEN];
	uint16_t type = reader_u16_le(r), length = reader_u16_le(r);

	if (reader_result(r) != RESULT_OK || reader_take(r, length).len != length) {
		p->failed = RESULT_MALFORMED;
		return;
	}
	name_tlv(p, area, type, name);
	(void)snprintf(part, sizeof(part), "%s.head", name);
	add(p, part, offset, MCUBOOT_TLV_HEAD_LEN, is_protected ? REGION_METADATA : REGION_UNSIGNED);
	(void)snprintf(part, sizeof(part), "%s.value", name);
	add(p, part, offset + MCUBOOT_TLV_HEAD_LEN, length, kind_of_value(type, is_protected));
}

/* An area of total bytes from offset, its info first; TLVs fill the rest without a gap. */
static void add_area(struct parsing *p, const char *area, uint64_t offset, uint64_t total)
{
	bool is_protected = strcmp(area, "protected") == 0;
	char name[REGION_NAME_LEN];
	struct bytes tlvs;
	struct reader r;

	if (total < MCUBOOT_TLV_INFO_LEN || bytes_slice(p->image, offset + MCUBOOT_TLV_INFO_LEN, total - MCUBOOT_TLV_INFO_LEN, &tlvs) != RESULT_OK) {
		p->failed = RESULT_MALFORMED;
		return;
	}
	(void)snprintf(name, sizeof(name), "%s.info", area);
	add(p, name, offset, MCUBOOT_TLV_INFO_LEN, is_protected ? REGION_METADATA : REGION_UNSIGNED);
	r = reader_over(tlvs);
	while (p->failed == RESULT_OK && r.offset < tlvs.len)
		add_tlv(p, area, offset + MCUBOOT_TLV_INFO_LEN + r.offset, &r);
}

/* The total that an area's info announces; 0, which no area has, for another magic. */
static uint64_t area_total(struct bytes image, uint64_t offset, uint16_t magic)
{
	struct bytes info;
	struct reader r;

	if (bytes_slice(image, offset, MCUBOOT_TLV_INFO_LEN, &info) != RESULT_OK)
		return 0;
	r = reader_over(info);
	return reader_u16_le(&r) == magic ? reader_u16_le(&r) : 0;
}

static void add_header(struct parsing *p, uint64_t header_len)
{
	for (size_t i = 0; i < sizeof(header_fields) / sizeof(header_fields[0]); i++)
		add(p, header_fields[i].name, header_fields[i].offset, header_fields[i].length, REGION_HEADER);
	add(p, "header.padding", MCUBOOT_HEADER_LEN, header_len - MCUBOOT_HEADER_LEN, REGION_HEADER);
}

enum result mcuboot_regions(struct bytes image, struct regions *ret_regions)
{
	struct regions regions = { 0 };
	struct parsing p = { .image = image, .regions = &regions };
	struct sizes sizes;
	uint64_t end, total;
	enum result result = read_sizes(image, &sizes);

	if (result != RESULT_OK)
		return result;
	add_header(&p, sizes.header);
	add(&p, "payload", sizes.header, sizes.payload, REGION_PAYLOAD);
	end = sizes.header + sizes.payload;
	if (sizes.protected_area != 0) {
		if (area_total(image, end, MCUBOOT_PROTECTED_MAGIC) != sizes.protected_area)
			return RESULT_MALFORMED;
		add_area(&p, "protected", end, sizes.protected_area);
		end += sizes.protected_area;
	}
	total = area_total(image, end, MCUBOOT_UNPROTECTED_MAGIC);
	add_area(&p, "unprotected", end, total);
	if (p.failed == RESULT_OK) {
		add(&p, "trailing", end + total, image.len - end - total, REGION_UNSIGNED);
		*ret_regions = regions;
	}
	return p.failed;
}

const struct format_reader reader_mcuboot = { .regions = mcuboot_regions };
