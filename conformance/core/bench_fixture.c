/* SPDX-License-Identifier: Apache-2.0 */
/* The fake device: storage, boot, payload and console, each a few lines. */

#include "conformance/core/bench_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/bench_fixture_methods.h"
#include "conformance/reader.h"
#include "conformance/readers/mcuboot.h"
#include "reference-impl/base/text.h"

static void power_off(struct fake *f)
{
	f->on = false;
	f->runs = -1;
}

/* One storage operation; false when power is off, perhaps because of it. */
static bool operate(struct fake *f)
{
	if (!f->on)
		return false;
	f->operations++;
	if (f->cut_at == 0 || f->operations != f->cut_at || f->flaw == FAKE_NEVER_CUTS)
		return true;
	f->cut_fired = true;
	if (f->flaw == FAKE_RIG_FAKES_CUTS)
		return true;
	power_off(f);
	return false;
}

static void print(struct fake *f, const char *text)
{
	size_t len = strlen(text);

	if (f->console_len + len < sizeof(f->console)) {
		memcpy(f->console + f->console_len, text, len);
		f->console_len += len;
	}
}

static struct bytes region_of(struct bytes image, const struct regions *regions, const char *name)
{
	const struct region *region = region_by_name(regions, name);

	return region == NULL ? (struct bytes){ 0 } : bytes_from(image.at + region->offset, (size_t)region->length);
}

static bool digest_holds(const struct fake *f, struct bytes image, const struct regions *regions, struct crypto_sha256 *ret_digest)
{
	size_t covered = (size_t)region_by_name(regions, "unprotected.info")->offset;

	if (crypto_sha256(bytes_from(image.at, covered), ret_digest) != RESULT_OK)
		return false;
	return f->flaw == FAKE_TAKES_ANY_PAYLOAD ||
	       bytes_equal(region_of(image, regions, "unprotected.0x10.value"), BYTES_OF(*ret_digest));
}

static bool signature_holds(const struct fake *f, struct bytes image, const struct regions *regions, const struct crypto_sha256 *digest)
{
	struct crypto_sha256 key_hash;

	if (f->flaw == FAKE_TAKES_ANY_SIGNATURE || f->flaw == FAKE_TAKES_ANY_PAYLOAD)
		return true;
	if (crypto_sha256(BYTES_OF(f->maker.spki), &key_hash) != RESULT_OK)
		return false;
	return bytes_equal(region_of(image, regions, "unprotected.0x01.value"), BYTES_OF(key_hash)) &&
	       crypto_p256_verify(BYTES_OF(f->maker.spki), BYTES_OF(*digest), region_of(image, regions, "unprotected.0x22.value")) == RESULT_OK;
}

static uint32_t version_of(struct bytes image, const struct regions *regions)
{
	struct bytes value = region_of(image, regions, "protected.0x50.value");

	return value.len != 4 ? 0 : (uint32_t)value.at[0] | (uint32_t)value.at[1] << 8 | (uint32_t)value.at[2] << 16 | (uint32_t)value.at[3] << 24;
}

static bool is_good(const struct fake *f, const struct fake_slot *slot, uint32_t *ret_version)
{
	struct bytes image = bytes_from(slot->image, slot->len);
	struct crypto_sha256 digest;
	struct regions regions;

	if (!slot->whole || f->flaw == FAKE_REFUSES_EVERYTHING || mcuboot_regions(image, &regions) != RESULT_OK)
		return false;
	if (region_by_name(&regions, "protected.0x50.value") == NULL && f->flaw != FAKE_TAKES_OLDER)
		return false;
	if (!digest_holds(f, image, &regions, &digest) || !signature_holds(f, image, &regions, &digest))
		return false;
	*ret_version = version_of(image, &regions);
	return *ret_version >= f->counter || f->flaw == FAKE_TAKES_OLDER;
}

static const uint8_t *block_of(const struct fake *f)
{
	return f->runs < 0 ? NULL : memmem(f->slots[f->runs].image, f->slots[f->runs].len, "ASSAY-PAYLOAD-1", 16);
}

static void confirm(struct fake *f, const char *name, uint32_t version)
{
	char line[64];

	if (!operate(f))
		return;
	f->slots[f->runs].confirmed = true;
	f->active = f->runs;
	if (version > f->counter) {
		if (!operate(f))
			return;
		f->counter = version;
	}
	(void)snprintf(line, sizeof(line), "ASSAY 1 %s confirmed\n", name);
	print(f, line);
}

static void run_payload(struct fake *f, uint32_t version)
{
	const uint8_t *block = block_of(f);
	char name[17] = "", line[64];

	if (block == NULL || block + CANARY_BLOCK_LEN > f->slots[f->runs].image + f->slots[f->runs].len)
		return;
	memcpy(name, block + 16, 16);
	(void)snprintf(line, sizeof(line), "ASSAY 1 %s up\n", name);
	if (f->flaw != FAKE_SHOWS_NO_CANARY)
		print(f, line);
	if (block[64] == SCRIPT_CONFIRM)
		confirm(f, name, version);
	else if (block[64] != SCRIPT_NEVER_CONFIRM)
		f->runs = -1;
}

static bool confirms(const struct fake_slot *slot)
{
	const uint8_t *block = memmem(slot->image, slot->len, "ASSAY-PAYLOAD-1", 16);

	return block != NULL && block[64] == SCRIPT_CONFIRM;
}

/* The slot to start: a staged one has one try, then the active one, then what confirmed before. */
static int choose(struct fake *f, uint32_t *ret_version)
{
	int trial = f->active == 0 ? 1 : 0;
	const int order[] = { f->active, f->active < 0 ? -1 : 1 - f->active };

	if (f->slots[trial].whole && !f->slots[trial].tried) {
		f->slots[trial].tried = true;
		if (is_good(f, &f->slots[trial], ret_version) && (f->flaw != FAKE_TRIES_NOTHING || confirms(&f->slots[trial])))
			return trial;
		f->bricked = f->flaw == FAKE_BRICKS_ON_BAD_IMAGE;
	}
	for (int i = 0; i < 2; i++)
		if (order[i] >= 0 && f->slots[order[i]].confirmed && is_good(f, &f->slots[order[i]], ret_version))
			return order[i];
	return -1;
}

static void boot_slots(struct fake *f)
{
	uint32_t version = 0;
	int slot = choose(f, &version);

	if (f->bricked)
		return;
	f->runs = slot >= 0 ? slot : f->maker_there ? -2 : -1;
	if (slot >= 0)
		run_payload(f, version);
	else
		print(f, f->maker_there ? "maker's firmware\n" : "FAKE: recovery: nothing boots\n");
}

void fake_boot(struct fake *f, bool download)
{
	f->on = true;
	f->runs = -1;
	f->download = download;
	if (download)
		print(f, "FAKE: download\n");
	else
		boot_slots(f);
}

void fake_power_off(struct fake *f)
{
	power_off(f);
}

/* Into the slot that is not active; one operation for each 256 bytes and one to mark it whole. */
bool fake_stage(struct fake *f, struct bytes image)
{
	struct fake_slot *slot = &f->slots[f->active == 0 ? 1 : 0];

	if (f->flaw == FAKE_LOSES_IMAGE_ON_CUT && f->active >= 0)
		f->slots[f->active].whole = false;
	*slot = (struct fake_slot){ 0 };
	for (size_t at = 0; at < image.len; at += 256) {
		if (!operate(f))
			return false;
		memcpy(slot->image + at, image.at + at, image.len - at < 256 ? image.len - at : 256);
	}
	if (!operate(f))
		return false;
	slot->len = image.len;
	slot->whole = true;
	if (f->active >= 0)
		f->slots[f->active].whole = true;
	f->maker_there = false;
	return true;
}

/* The other slot's image says a word, as if it had run for a moment. */
static void slip_in(struct fake *f)
{
	struct fake_slot *slot = &f->slots[1 - f->runs];
	const uint8_t *block = memmem(slot->image, slot->len, "ASSAY-PAYLOAD-1", 16);
	uint32_t version;
	char line[64];

	if (block == NULL || is_good(f, slot, &version))
		return;
	(void)snprintf(line, sizeof(line), "ASSAY 1 %.16s up\n", block + 16);
	print(f, line);
}

void fake_answer(struct fake *f, const char *line, size_t len)
{
	const uint8_t *block = block_of(f);
	uint8_t nonce_room[64];
	struct crypto_sha256 tag;
	struct bytes nonce;
	char said[160];
	struct writer w = writer_over((struct buffer){ (uint8_t *)said, sizeof(said) });

	if (!f->on || block == NULL || len < 9 || strncmp(line, "ASSAY ? ", 8) != 0 || f->flaw == FAKE_SHOWS_NO_CANARY)
		return;
	if (text_read_hex(bytes_from(line + 8, len - 9), BUFFER_OF(nonce_room), &nonce) != RESULT_OK ||
	    crypto_hmac_sha256(bytes_from(block + 32, 32), nonce, &tag) != RESULT_OK)
		return;
	tag.at[31] ^= f->flaw == FAKE_ANSWERS_WRONGLY ? 1 : 0;
	writer_text(&w, "ASSAY 1 ");
	writer_bytes(&w, bytes_from(block + 16, strnlen((const char *)block + 16, 16)));
	writer_text(&w, " ");
	text_write_hex(&w, BYTES_OF(tag));
	writer_text(&w, "\n");
	writer_u8(&w, 0);
	print(f, said);
	if (f->flaw == FAKE_SLIPS_BAD_IMAGE_IN)
		slip_in(f);
}

void fake_init(struct fake *fake, enum fake_flaw flaw)
{
	*fake = (struct fake){ .flaw = flaw, .active = -1, .runs = -1, .maker_there = true };
	if (crypto_p256_generate(&fake->maker) != RESULT_OK)
		abort();
}
