/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The boot image parser and verifier, entered with whatever a slot may hold.
 *
 * Raw: the input is the slot. Repaired: it is header, payload and protected area, of which sizes
 * are made to fit, and which is hashed and signed by the key that the header's spare byte names.
 * Promises: FZ-IMAGE-001 to 005 (harnesses/oracles/image*.h).
 */
#include <stdio.h>
#include <string.h>

#include "harnesses/mutators/image_mend.h"
#include "harnesses/oracles/image.h"
#include "harnesses/oracles/image_reader.h"
#include "harnesses/surface.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/codec/mcuboot_build.h"

enum { STORED_COUNTER = 5, MAX_LEN = 4096, SIGNER_OFFSET = 28, OTHER_IMAGE = 1 };

static struct test_key keys[TEST_KEY_COUNT];
static struct mcuboot_key known[2];
static const uint8_t CLASS_UUID[MCUBOOT_UUID_LEN] = { 0xc1, 0xc1 }, OTHER_CLASS_UUID[MCUBOOT_UUID_LEN] = { 0xc2 };

static void init(void)
{
	static const struct crypto_sha256 digest = { { 1 } };

	for (unsigned int i = 0; i < TEST_KEY_COUNT; i++)
		harness_holds(test_key(i, &keys[i]) == RESULT_OK, "a test key cannot be made");
	/* The library sets up its curve at the first check, which is no input's doing. */
	harness_holds(crypto_p256_verify(BYTES_OF(keys[0].key.spki), BYTES_OF(digest), BYTES_OF(digest)) == RESULT_BAD_SIGNATURE,
		      "nothing can be verified");
	known[0] = (struct mcuboot_key){ .spki = BYTES_OF(keys[TEST_KEY_TRUSTED].key.spki), .revoked = false };
	known[1] = (struct mcuboot_key){ .spki = BYTES_OF(keys[TEST_KEY_REVOKED].key.spki), .revoked = true };
}

static void refused(struct surface_trace *trace, const char *stage, enum result result)
{
	char outcome[sizeof(trace->outcome)];

	(void)snprintf(outcome, sizeof(outcome), "%s: %s", stage, result_name(result));
	surface_outcome(trace, outcome);
}

static void run(struct bytes input, struct surface_trace *trace)
{
	static const struct mcuboot_dependency others[] = { { OTHER_IMAGE, { .major = 1, .minor = 2 } } };
	const struct mcuboot_policy policy = { .keys = known, .key_count = 2, .stored_counter = STORED_COUNTER,
					       .other_images = others, .other_image_count = 1, .class_uuid = BYTES_OF(CLASS_UUID) };
	struct mcuboot_image image;
	enum result result = mcuboot_image_parse(input, &image);

	if (result != RESULT_OK) {
		refused(trace, "parse", result);
		return;
	}
	FZ_IMAGE_001_parts_lie_within_input(&image, input);
	FZ_IMAGE_004_extent_agrees(&image, input);
	FZ_IMAGE_005_second_reader_agrees(image.whole, image.payload, image.signed_range);
	surface_fold(trace, image.security_counter);
	result = mcuboot_image_verify(&image, &policy);
	if (result != RESULT_OK) {
		refused(trace, "verify", result);
		return;
	}
	FZ_IMAGE_002_accepted_means_signed(input, &policy);
	FZ_IMAGE_003_only_protected_is_believed(&image, input, &policy);
	surface_outcome(trace, "accepted");
}

static struct bytes repair(struct bytes input, struct buffer room)
{
	unsigned int who = input.len > SIGNER_OFFSET ? input.at[SIGNER_OFFSET] % TEST_KEY_COUNT : 0;

	return image_mend(input, &keys[who], room);
}

/* An image that is good but for what is said here, and the outcome that must follow. */
static const struct seed {
	const char *name, *reaches;
	bool repaired, unsigned_, other_class, no_counter;
	int newer; /* than the stored counter */
	unsigned int key, header_len, flags, needs_major;
	size_t cut;       /* bytes taken off the end */
	uint16_t foreign; /* type of a further protected TLV */
} SEEDS[] = {
	{ "good", "accepted", .cut = 0 },
	{ "newer", "accepted", .newer = 1 },
	{ "long-header", "accepted", .header_len = 64 },
	{ "vendor-tlv", "accepted", .foreign = 0xa2 },
	{ "needs-older", "accepted", .needs_major = 1 },
	{ "needs-newer", "verify: refused", .needs_major = 2 },
	{ "older", "verify: refused", .newer = -1 },
	{ "no-counter", "verify: refused", .no_counter = true },
	{ "other-class", "verify: refused", .other_class = true },
	{ "not-bootable", "verify: refused", .flags = MCUBOOT_NON_BOOTABLE },
	{ "revoked-key", "verify: refused", .key = TEST_KEY_REVOKED },
	{ "unknown-key", "verify: unknown-key", .key = TEST_KEY_ATTACKER },
	{ "unsigned", "verify: unknown-key", .unsigned_ = true },
	{ "foreign-tlv", "parse: unsupported", .foreign = 0x80 },
	{ "cut-off", "parse: truncated", .cut = 1 },
	{ "repaired", "accepted", .repaired = true },
	{ "repaired-revoked-key", "verify: refused", .repaired = true, .key = TEST_KEY_REVOKED },
	{ "repaired-unknown-key", "verify: unknown-key", .repaired = true, .key = TEST_KEY_ATTACKER },
};

static void write_fields(struct writer *w, const struct seed *seed)
{
	if (seed->needs_major != 0) {
		writer_u16_le(w, 0x40);
		writer_u16_le(w, 12);
		writer_u32_le(w, OTHER_IMAGE);
		writer_u32_le(w, seed->needs_major);
		writer_u32_le(w, 0);
	}
	if (seed->foreign != 0) {
		writer_u16_le(w, seed->foreign);
		writer_u16_le(w, 1);
		writer_u8(w, 1);
	}
}

/* Header, payload and protected area of the seed's image in room, and behind them a hash that nobody signed. */
static bool build(const struct seed *seed, struct buffer room, struct bytes *ret_whole, size_t *ret_signed_len)
{
	uint8_t fields[32];
	struct writer w = writer_over(BUFFER_OF(fields));
	struct mcuboot_build order = { .payload = bytes_of_text("pay"), .has_security_counter = !seed->no_counter,
				       .security_counter = (uint32_t)(STORED_COUNTER + seed->newer), .flags = seed->flags,
				       .header_len = (uint16_t)seed->header_len, .version = { .major = 1 },
				       .class_uuid = seed->other_class ? BYTES_OF(OTHER_CLASS_UUID) : BYTES_OF(CLASS_UUID) };

	write_fields(&w, seed);
	if (writer_finish(&w, &order.more_protected) != RESULT_OK)
		return false;
	/* What the builder does not want to have written is in room nevertheless. */
	if (mcuboot_image_build(&order, room, ret_whole) != RESULT_OK)
		*ret_whole = bytes_from(room.at, room.len);
	*ret_signed_len = (size_t)(room.at[8] | room.at[9] << 8) + (size_t)(room.at[10] | room.at[11] << 8) + order.payload.len;
	return true;
}

static void make_seed(const struct seed_sink *sink, const struct seed *seed)
{
	uint8_t plain[512], room[1024] = { seed->repaired };
	struct buffer rest = { room + 1, sizeof(room) - 1 };
	struct bytes image, whole;
	size_t signed_len;

	if (!build(seed, BUFFER_OF(plain), &whole, &signed_len))
		return;
	plain[SIGNER_OFFSET] = (uint8_t)seed->key;
	image = bytes_from(plain, signed_len);
	if (seed->unsigned_)
		image = whole;
	if (seed->unsigned_ || seed->repaired) {
		if (bytes_copy(rest, image) == RESULT_OK)
			image.at = rest.at;
	} else {
		image = repair(image, rest);
	}
	sink->add(sink->context, seed->name, seed->reaches, bytes_from(room, 1 + image.len - seed->cut));
}

static void make_seeds(const struct seed_sink *sink)
{
	for (size_t i = 0; i < sizeof(SEEDS) / sizeof(SEEDS[0]); i++)
		make_seed(sink, &SEEDS[i]);
}

static const char *const DICTIONARY[] = { "\\x3d\\xb8\\xf3\\x96", "\\x07\\x69", "\\x08\\x69", "\\x10\\x00\\x20\\x00",
					  "\\x01\\x00\\x20\\x00", "\\x22\\x00", "\\x50\\x00\\x04\\x00", "\\x74\\x00\\x10\\x00",
					  "\\x75\\x00\\x10\\x00", "\\x40\\x00\\x0c\\x00", "\\xa1\\x00\\x20\\x00",
					  "\\xa2\\x00\\x01\\x00", NULL };

extern const struct surface surface_mcuboot_image;
const struct surface surface_mcuboot_image = {
	.enters = "mcuboot_image_parse",
	.max_len = MAX_LEN,
	.init = init,
	.run = run,
	.repair = repair,
	.make_seeds = make_seeds,
	.dictionary = DICTIONARY,
};
