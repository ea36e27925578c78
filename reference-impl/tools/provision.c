/* SPDX-License-Identifier: Apache-2.0 */
/* The factory's line: identity, keys, loader, OS, settings, then the finished chip into its folder. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/boot/boot_config.h"
#include "reference-impl/boot/boot_record.h"
#include "reference-impl/boot/trust.h"
#include "reference-impl/tools/chip_memory.h"
#include "reference-impl/tools/key_file.h"
#include "reference-impl/tools/provision.h"
#include "reference-impl/tools/whole_file.h"

struct factory {
	const struct provision_request *request;
	struct chip_memory chip;
	struct boot_trust trust; /* what the finished chip will demand of images */
};

static enum result told(const char *what, enum result result)
{
	if (result != RESULT_OK)
		fprintf(stderr, "provision: %s: %s\n", what, result_sentence(result));
	return result;
}

static enum result burn_identity(struct factory *f)
{
	struct nor *nor = &f->chip.nor;
	uint8_t id[PROVISION_DEVICE_ID_LEN], secret[FUSE_DEVICE_SECRET_LEN];
	enum result result = crypto_random(BUFFER_OF(secret));

	memcpy(id, f->request->device_id, sizeof(id));
	if (result == RESULT_OK && !f->request->has_device_id)
		result = crypto_random(BUFFER_OF(id));
	if (result == RESULT_OK)
		result = nor_burn(nor, FUSE_DEVICE_ID, BYTES_OF(id));
	if (result == RESULT_OK)
		result = nor_burn(nor, FUSE_DEVICE_SECRET, BYTES_OF(secret));
	if (result == RESULT_OK)
		result = nor_burn(nor, FUSE_VENDOR_UUID, BYTES_OF(f->request->vendor));
	if (result == RESULT_OK)
		result = nor_burn(nor, FUSE_CLASS_UUID, BYTES_OF(f->request->class));
	secret_wipe(BUFFER_OF(secret));
	memcpy(f->trust.vendor_uuid, f->request->vendor, sizeof(f->trust.vendor_uuid));
	memcpy(f->trust.class_uuid, f->request->class, sizeof(f->trust.class_uuid));
	return told("the device's identity can't be burnt", result);
}

static enum result burn_key(struct factory *f, uint32_t place)
{
	struct nor *nor = &f->chip.nor;
	uint8_t *spki = f->trust.spki[place];
	struct crypto_sha256 hash;
	enum result result = key_file_read_public(f->request->keys[place], spki);

	if (result != RESULT_OK)
		return result;
	f->trust.known[place] = true;
	result = crypto_sha256(bytes_from(spki, CRYPTO_P256_SPKI_LEN), &hash);
	if (result == RESULT_OK)
		result = nor_burn(nor, FUSE_KEY_HASH + place * CRYPTO_SHA256_LEN, BYTES_OF(hash));
	if (result == RESULT_OK)
		result = nor_rewrite(nor, FLASH_KEYS, place * BOOT_KEY_PLACE_LEN, bytes_from(spki, CRYPTO_P256_SPKI_LEN));
	return told(f->request->keys[place], result);
}

/* Exactly what the boot chain will ask of it. */
static enum result judge(const struct factory *f, enum boot_component place, struct bytes file,
			 struct mcuboot_image *ret_image)
{
	struct boot_policy policy;
	enum result result = mcuboot_image_parse(file, ret_image);

	boot_trust_policy(&f->trust, &policy);
	if (result == RESULT_OK)
		result = mcuboot_image_verify(ret_image, &policy.policy);
	if (result == RESULT_OK)
		result = boot_component_check(ret_image, place);
	return result;
}

/* The OS of the factory is a confirmed one. */
static enum result record_os(struct factory *f, const struct mcuboot_image *image)
{
	struct boot_state state = { .sequence = 1, .slot[BOOT_SLOT_A].status = BOOT_SLOT_CONFIRMED };
	uint8_t record[BOOT_RECORD_LEN];
	enum result result = mcuboot_image_digest(image, &state.slot[BOOT_SLOT_A].digest);

	if (result == RESULT_OK)
		result = boot_record_encode(&state, BUFFER_OF(record));
	return result == RESULT_OK ? nor_rewrite(&f->chip.nor, FLASH_BOOT_STATE, 0, BYTES_OF(record)) : result;
}

static enum result install(struct factory *f, enum boot_component place, struct bytes file)
{
	enum flash_region region = place == BOOT_COMPONENT_LOADER ? FLASH_LOADER : FLASH_SLOT_A;
	struct mcuboot_image image;
	enum result result = judge(f, place, file, &image);

	if (result == RESULT_OK)
		result = nor_rewrite(&f->chip.nor, region, 0, image.whole);
	if (result == RESULT_OK)
		result = nor_counter_raise(&f->chip.nor, boot_trust_counter(place), image.security_counter);
	if (result == RESULT_OK && place == BOOT_COMPONENT_OS)
		result = record_os(f, &image);
	return result;
}

static enum result install_file(struct factory *f, enum boot_component place, const char *path)
{
	struct buffer file;
	enum result result = whole_file_read(path, nor_chip_layout.region_len[FLASH_SLOT_A], &file);

	if (result != RESULT_OK)
		return result;
	result = install(f, place, bytes_of_buffer(file));
	free(file.at);
	if (result != RESULT_OK)
		fprintf(stderr,
			"provision: %s: the device would not start it: %s; it has to be signed by one of the keys,\n"
			"with the device's --vendor and --class, and a loader with --component loader\n",
			path, result_sentence(result));
	return result;
}

static enum result install_config(struct factory *f)
{
	struct buffer file;
	enum result result;

	if (!f->request->config)
		return RESULT_OK;
	result = whole_file_read(f->request->config, BOOT_CONFIG_MAX_LEN - 1, &file);
	if (result != RESULT_OK)
		return result;
	result = nor_rewrite(&f->chip.nor, FLASH_BOOT_CONFIG, 0, bytes_of_buffer(file));
	free(file.at);
	return told(f->request->config, result);
}

static enum result make(struct factory *f)
{
	enum result result = burn_identity(f);

	for (uint32_t i = 0; i < f->request->key_count && result == RESULT_OK; i++)
		result = burn_key(f, i);
	if (result == RESULT_OK)
		result = install_file(f, BOOT_COMPONENT_LOADER, f->request->loader);
	if (result == RESULT_OK)
		result = install_file(f, BOOT_COMPONENT_OS, f->request->os);
	return result == RESULT_OK ? install_config(f) : result;
}

enum result provision(const struct provision_request *request)
{
	struct factory f = { .request = request };
	enum result result = chip_memory_init(&f.chip);

	if (result == RESULT_OK)
		result = make(&f);
	else
		result = told("the chip's storage", result);
	if (result == RESULT_OK)
		result = chip_memory_store(&f.chip, request->state, request->force);
	if (f.chip.memory.fuses.at)
		secret_wipe(f.chip.memory.fuses);
	chip_memory_release(&f.chip);
	return result;
}
