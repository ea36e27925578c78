/* SPDX-License-Identifier: Apache-2.0 */
/* The factory and the forger of the boot tests. */

#include "reference-impl/boot/boot_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/boot/boot_record.h"
#include "reference-impl/boot/loader.h"
#include "reference-impl/boot/rom.h"
#include "reference-impl/boot/trust.h"
#include "reference-impl/codec/mcuboot_build.h"
#include "reference-impl/codec/mcuboot_tlv.h"
#include "reference-impl/platform/nor_fixture.h"

static void must(enum result result)
{
	if (result != RESULT_OK)
		abort();
}

static void make_key(struct crypto_p256_key *key, uint8_t number)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN];

	memset(scalar, number + 1, sizeof(scalar));
	must(crypto_p256_from_scalar(BYTES_OF(scalar), key));
}

static void burn_key(struct boot_fixture *f, uint32_t place)
{
	struct bytes spki = BYTES_OF(f->keys[place].spki);
	struct crypto_sha256 hash;

	must(crypto_sha256(spki, &hash));
	must(nor_burn(&f->sim.chip.nor, FUSE_KEY_HASH + place * CRYPTO_SHA256_LEN, BYTES_OF(hash)));
	must(sim_put(&f->sim, FLASH_KEYS, place * BOOT_KEY_PLACE_LEN, spki));
}

void boot_fixture_init(struct boot_fixture *f)
{
	struct nor *nor = &f->sim.chip.nor;

	memset(f, 0, sizeof(*f));
	memset(f->class_uuid, 0xc1, sizeof(f->class_uuid));
	nor_fixture_sim(&f->sim);
	f->platform = sim_platform(&f->sim);
	for (uint8_t i = 0; i < KEY_COUNT; i++)
		make_key(&f->keys[i], i);
	nor_power(nor, true);
	burn_key(f, KEY_TRUSTED);
	burn_key(f, KEY_SECOND);
	must(nor_burn(nor, FUSE_CLASS_UUID, BYTES_OF(f->class_uuid)));
	must(nor_counter_raise(nor, COUNTER_LOADER, BOOT_FIXTURE_COUNTER));
	must(nor_counter_raise(nor, COUNTER_OS, BOOT_FIXTURE_COUNTER));
	nor_power(nor, false);
	boot_fixture_put(f, FLASH_LOADER, (struct boot_fixture_image){ .letter = 'L', .component = BOOT_COMPONENT_LOADER });
}

static struct bytes vendor_fields(const struct boot_fixture *f, struct boot_fixture_image like, struct writer *w)
{
	struct crypto_sha256 hash;
	struct bytes fields;

	if (like.component) {
		writer_u16_le(w, MCUBOOT_TLV_COMPONENT);
		writer_u16_le(w, 1);
		writer_u8(w, (uint8_t)like.component);
	}
	if (like.revokes != KEY_TRUSTED) {
		must(crypto_sha256(BYTES_OF(f->keys[like.revokes].spki), &hash));
		writer_u16_le(w, MCUBOOT_TLV_REVOKED_KEY);
		writer_u16_le(w, sizeof(hash));
		writer_bytes(w, BYTES_OF(hash));
	}
	must(writer_finish(w, &fields));
	return fields;
}

struct bytes boot_fixture_build(struct boot_fixture *f, struct boot_fixture_image like)
{
	uint8_t payload[8192], class_uuid[MCUBOOT_UUID_LEN], fields[64];
	struct writer w = writer_over(BUFFER_OF(fields));
	struct bytes image;
	struct mcuboot_build build = {
		.version = { 1, 2, 3, 0 },
		.payload = bytes_from(payload, like.payload_len ? like.payload_len : 3000),
		.has_security_counter = !like.no_counter,
		.security_counter = (uint32_t)(BOOT_FIXTURE_COUNTER + like.newer),
		.class_uuid = BYTES_OF(class_uuid),
		.key = like.key == KEY_NONE ? NULL : &f->keys[like.key],
		.more_protected = vendor_fields(f, like, &w),
	};

	memset(payload, like.letter, sizeof(payload));
	memcpy(class_uuid, f->class_uuid, sizeof(class_uuid));
	class_uuid[15] ^= like.other_class;
	must(mcuboot_image_build(&build, BUFFER_OF(f->image), &image));
	return image;
}

struct crypto_sha256 boot_fixture_put(struct boot_fixture *f, enum flash_region region, struct boot_fixture_image like)
{
	struct bytes bytes = boot_fixture_build(f, like);
	struct mcuboot_image image;
	struct crypto_sha256 digest;

	must(sim_put(&f->sim, region, 0, bytes));
	must(mcuboot_image_parse(bytes, &image));
	must(bytes_copy(BUFFER_OF(digest), image.hash));
	return digest;
}

void boot_fixture_record(struct boot_fixture *f, const struct boot_state *state, enum boot_fixture_marks marks)
{
	static const uint8_t mark[FLASH_WORD_LEN];
	uint8_t record[BOOT_RECORD_LEN];

	must(boot_record_encode(state, BUFFER_OF(record)));
	must(sim_put(&f->sim, FLASH_BOOT_STATE, 0, BYTES_OF(record)));
	if (marks != MARKS_NONE)
		must(sim_put(&f->sim, FLASH_BOOT_STATE, BOOT_RECORD_TRIED, BYTES_OF(mark)));
	if (marks == MARKS_TRIED_AND_CONFIRMED)
		must(sim_put(&f->sim, FLASH_BOOT_STATE, BOOT_RECORD_CONFIRMED, BYTES_OF(mark)));
}

void boot_fixture_revoke(struct boot_fixture *f, enum boot_fixture_key key)
{
	bool powered = f->sim.chip.nor.powered;

	nor_power(&f->sim.chip.nor, true);
	must(nor_burn(&f->sim.chip.nor, FUSE_KEY_REVOKED + key, bytes_of_text("\1")));
	nor_power(&f->sim.chip.nor, powered);
}

static enum result serve(void *context, const struct platform *platform, enum boot_slot kept, const char *reason)
{
	struct boot_fixture *f = context;

	(void)platform;
	(void)reason;
	f->served = true;
	f->kept = kept;
	return RESULT_OK;
}

/* Chip in the ROM: both stages, then a look at what was started. */
static void boot(struct boot_fixture *f)
{
	const struct boot_server server = { f, serve };

	f->running = 0;
	f->served = false;
	f->kept = BOOT_SLOT_NONE;
	if (rom_boot(&f->platform) != RESULT_OK)
		return;
	if (loader_boot(&f->platform, &server) == RESULT_OK && !f->served)
		f->running = (char)f->sim.started.payload.at[0];
}

void boot_fixture_power_on(struct boot_fixture *f, bool strap)
{
	sim_power_on(&f->sim, strap);
	boot(f);
}

void boot_fixture_reset(struct boot_fixture *f, enum boot_cause cause)
{
	sim_reset(&f->sim, cause);
	boot(f);
}

uint32_t boot_fixture_counter(struct boot_fixture *f, enum counter counter)
{
	bool powered = f->sim.chip.nor.powered;
	uint32_t value;

	nor_power(&f->sim.chip.nor, true);
	must(nor_counter_read(&f->sim.chip.nor, counter, &value));
	nor_power(&f->sim.chip.nor, powered);
	return value;
}

bool boot_fixture_said(const struct boot_fixture *f, const char *text)
{
	char said[SIM_CONSOLE_LEN + 1];
	uint64_t lost;
	size_t len = console_ring_read(&f->sim.console, 0, (struct buffer){ (uint8_t *)said, SIM_CONSOLE_LEN }, &lost);

	return memmem(said, len, text, strlen(text)) != NULL;
}
