/* SPDX-License-Identifier: Apache-2.0 */
/* One line for each image, and what its line means for its bytes. */
#include "harnesses/worlds/boot_images.h"

#include <string.h>

#include "harnesses/mutators/image_mend.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/boot/component.h"
#include "reference-impl/codec/mcuboot_build.h"
#include "reference-impl/codec/mcuboot_tlv.h"

enum { SMALL_LEN = 48, LARGE_LEN = 4500, PLAIN_LEN = 5000, SPOIL_OFFSET = MCUBOOT_HEADER_LEN + 3, TRUNCATED_BY = 10 };

/* Zeros are a good OS image by the first key; `counter` is what is above the first counter. */
static const struct line {
	int newer;
	unsigned int key, component;
	bool unsigned_, other_class, no_counter, not_bootable, revokes, large;
	bool altered, rehashed, truncated;
} LINES[IMAGE_COUNT] = {
	[IMAGE_FIRST] = { 0 },
	[IMAGE_NEWER] = { .newer = 1 },
	[IMAGE_NEWEST] = { .newer = 2, .key = TEST_KEY_REVOKED },
	[IMAGE_EQUAL] = { .key = TEST_KEY_REVOKED },
	[IMAGE_OLDER] = { .newer = -1 },
	[IMAGE_REVOKER] = { .newer = 1, .revokes = true },
	[IMAGE_LARGE] = { .newer = 1, .large = true },
	[IMAGE_UNSIGNED] = { .newer = 4, .unsigned_ = true },
	[IMAGE_ATTACKER] = { .newer = 4, .key = TEST_KEY_ATTACKER },
	[IMAGE_ALTERED] = { .newer = 1, .altered = true },
	[IMAGE_REHASHED] = { .newer = 1, .altered = true, .rehashed = true },
	[IMAGE_OTHER_CLASS] = { .newer = 4, .other_class = true },
	[IMAGE_NO_COUNTER] = { .no_counter = true },
	[IMAGE_NOT_BOOTABLE] = { .newer = 4, .not_bootable = true },
	[IMAGE_TRUNCATED] = { .newer = 1, .truncated = true },
	[IMAGE_NEWER_LOADER] = { .newer = 1, .component = BOOT_COMPONENT_LOADER },
	[IMAGE_LOADER] = { .component = BOOT_COMPONENT_LOADER },
};

const char *const boot_image_letters[IMAGE_COUNT] = {
	[IMAGE_FIRST] = "A",    [IMAGE_NEWER] = "B",        [IMAGE_NEWEST] = "C",     [IMAGE_EQUAL] = "D",
	[IMAGE_OLDER] = "E",    [IMAGE_REVOKER] = "F",      [IMAGE_LARGE] = "G",      [IMAGE_UNSIGNED] = "H",
	[IMAGE_ATTACKER] = "I", [IMAGE_ALTERED] = "B",      [IMAGE_REHASHED] = "B",   [IMAGE_OTHER_CLASS] = "J",
	[IMAGE_NO_COUNTER] = "K", [IMAGE_NOT_BOOTABLE] = "M", [IMAGE_TRUNCATED] = "B", [IMAGE_NEWER_LOADER] = "N",
	[IMAGE_LOADER] = "L",
};

static struct bytes write_fields(const struct boot_images *images, const struct line *line, struct writer *w)
{
	struct crypto_sha256 hash;
	struct bytes fields;

	if (line->component != 0) {
		writer_u16_le(w, MCUBOOT_TLV_COMPONENT);
		writer_u16_le(w, 1);
		writer_u8(w, (uint8_t)line->component);
	}
	if (line->revokes) {
		harness_holds(crypto_sha256(BYTES_OF(images->keys[TEST_KEY_REVOKED].key.spki), &hash) == RESULT_OK, "no digest");
		writer_u16_le(w, MCUBOOT_TLV_REVOKED_KEY);
		writer_u16_le(w, sizeof(hash));
		writer_bytes(w, BYTES_OF(hash));
	}
	harness_holds(writer_finish(w, &fields) == RESULT_OK, "the fields do not fit");
	return fields;
}

/* The image with its hash and without a signature. */
static struct bytes build_plain(const struct boot_images *images, const struct line *line, struct buffer room)
{
	uint8_t payload[LARGE_LEN], class_uuid[MCUBOOT_UUID_LEN], fields[64];
	struct writer w = writer_over(BUFFER_OF(fields));
	struct mcuboot_build build = {
		.version = { .major = 1 },
		.flags = line->not_bootable ? MCUBOOT_NON_BOOTABLE : 0,
		.payload = bytes_from(payload, line->large ? LARGE_LEN : SMALL_LEN),
		.has_security_counter = !line->no_counter,
		.security_counter = (uint32_t)(BOOT_FIRST_COUNTER + line->newer),
		.class_uuid = BYTES_OF(class_uuid),
		.more_protected = write_fields(images, line, &w),
	};
	struct bytes image;

	memset(payload, boot_image_letters[line - LINES][0], sizeof(payload));
	memcpy(class_uuid, images->class_uuid, sizeof(class_uuid));
	class_uuid[15] ^= line->other_class;
	harness_holds(mcuboot_image_build(&build, room, &image) == RESULT_OK, "an image can't be built");
	return image;
}

/* By the lengths in the header and no other code; bytes too few for them are all signed. */
static struct bytes signed_range(struct bytes image)
{
	uint64_t len;

	if (image.len < MCUBOOT_HEADER_LEN)
		return image;
	len = (uint64_t)(image.at[8] | image.at[9] << 8) + (uint64_t)(image.at[10] | image.at[11] << 8) +
	      ((uint64_t)image.at[12] | (uint64_t)image.at[13] << 8 | (uint64_t)image.at[14] << 16 | (uint64_t)image.at[15] << 24);
	return bytes_from(image.at, len < image.len ? (size_t)len : image.len);
}

/* Behind the signed range comes the hash TLV: info header and TLV header are 8 bytes. */
static void spoil(const struct line *line, struct buffer image)
{
	struct bytes part = signed_range(bytes_of_buffer(image));
	struct crypto_sha256 digest;

	if (line->altered)
		image.at[SPOIL_OFFSET] ^= 1;
	harness_holds(crypto_sha256(part, &digest) == RESULT_OK, "no digest");
	if (line->rehashed)
		memcpy(image.at + part.len + 8, &digest, sizeof(digest));
}

static void make(struct boot_images *images, enum boot_image_name name)
{
	const struct line *line = &LINES[name];
	uint8_t plain[PLAIN_LEN];
	struct buffer room = BUFFER_OF(images->room[name]);
	struct bytes image = build_plain(images, line, BUFFER_OF(plain));

	if (line->unsigned_)
		harness_holds(bytes_copy(room, image) == RESULT_OK, "an image does not fit");
	else
		image.len = image_mend(signed_range(image), &images->keys[line->key], room).len;
	harness_holds(image.len != 0, "an image can't be signed");
	if (line->truncated)
		image.len -= TRUNCATED_BY;
	spoil(line, (struct buffer){ room.at, image.len });
	images->at[name] = bytes_from(room.at, image.len);
	images->known[name] = (struct boot_known){
		.is_signed = !line->unsigned_ && !line->altered && line->key != TEST_KEY_ATTACKER,
		.signer = line->key,
		.has_counter = !line->no_counter,
		.counter = (uint32_t)(BOOT_FIRST_COUNTER + line->newer),
		.component = line->component != 0 ? line->component : BOOT_COMPONENT_OS,
		.for_device = !line->other_class && !line->not_bootable,
	};
	harness_holds(crypto_sha256(signed_range(images->at[name]), &images->known[name].digest) == RESULT_OK, "no digest");
}

void boot_images_make(struct boot_images *ret_images)
{
	memset(ret_images->class_uuid, 0xc1, sizeof(ret_images->class_uuid));
	for (unsigned int i = 0; i < TEST_KEY_COUNT; i++)
		harness_holds(test_key(i, &ret_images->keys[i]) == RESULT_OK, "a test key can't be made");
	for (unsigned int i = 0; i < IMAGE_COUNT; i++)
		make(ret_images, i);
}

const struct boot_known *boot_images_find(const struct boot_images *images, struct bytes image)
{
	struct crypto_sha256 digest;

	harness_holds(crypto_sha256(signed_range(image), &digest) == RESULT_OK, "no digest");
	for (size_t i = 0; i < IMAGE_COUNT; i++)
		if (bytes_equal(BYTES_OF(digest), BYTES_OF(images->known[i].digest)))
			return &images->known[i];
	return NULL;
}
