/* SPDX-License-Identifier: Apache-2.0 */
/* The factory's line: identity, keys, loader, OS, settings, lifecycle, then the finished chip into its folder. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/boot/boot_config.h"
#include "reference-impl/boot/boot_record.h"
#include "reference-impl/boot/trust.h"
#include "reference-impl/tools/chip_memory.h"
#include "reference-impl/tools/key_file.h"
#include "reference-impl/tools/maker_root.h"
#include "reference-impl/tools/provision.h"
#include "reference-impl/tools/whole_file.h"

struct factory {
	const struct provision_request *request;
	struct chip_memory bench;
	struct boot_trust trust; /* what the finished chip will demand of images */
	uint8_t endorsement_room[DICE_CERTIFICATE_MAX_LEN];
	struct bytes endorsement; /* empty: none was asked for */
};

static enum result told(const char *what, enum result result)
{
	if (result != RESULT_OK)
		fprintf(stderr, "provision: %s: %s\n", what, result_sentence(result));
	return result;
}

/* While the secret is here: nobody sees it again. */
static enum result endorse(struct factory *f, const uint8_t secret[FUSE_DEVICE_SECRET_LEN])
{
	const struct provision_request *request = f->request;
	struct crypto_p256_key root;
	enum result result;

	if (!request->endorsement)
		return RESULT_OK;
	result = maker_root_read(request->endorse, request->endorse_issuer, &root);
	if (result != RESULT_OK)
		return result;
	result = told("the device's key can't be endorsed",
		      maker_root_endorse(&root, secret, BUFFER_OF(f->endorsement_room), &f->endorsement));
	crypto_p256_release(&root);
	return result;
}

static enum result burn_secret(struct factory *f)
{
	uint8_t secret[FUSE_DEVICE_SECRET_LEN];
	enum result result = told("the device's secret can't be drawn", crypto_random(BUFFER_OF(secret)));

	if (result == RESULT_OK)
		result = told("the device's secret can't be burnt",
			      nor_burn(&f->bench.chip.nor, FUSE_DEVICE_SECRET, BYTES_OF(secret)));
	if (result == RESULT_OK)
		result = endorse(f, secret);
	f->bench.chip.secret_taken = true;
	secret_wipe(BUFFER_OF(secret));
	return result;
}

static enum result burn_identity(struct factory *f)
{
	struct nor *nor = &f->bench.chip.nor;
	uint8_t id[PROVISION_DEVICE_ID_LEN];
	enum result result = RESULT_OK;

	memcpy(id, f->request->device_id, sizeof(id));
	if (!f->request->has_device_id)
		result = crypto_random(BUFFER_OF(id));
	if (result == RESULT_OK)
		result = nor_burn(nor, FUSE_DEVICE_ID, BYTES_OF(id));
	if (result == RESULT_OK)
		result = nor_burn(nor, FUSE_VENDOR_UUID, BYTES_OF(f->request->vendor));
	if (result == RESULT_OK)
		result = nor_burn(nor, FUSE_CLASS_UUID, BYTES_OF(f->request->class));
	memcpy(f->trust.vendor_uuid, f->request->vendor, sizeof(f->trust.vendor_uuid));
	memcpy(f->trust.class_uuid, f->request->class, sizeof(f->trust.class_uuid));
	return told("the device's identity can't be burnt", result);
}

static enum result burn_key(struct factory *f, uint32_t place)
{
	struct nor *nor = &f->bench.chip.nor;
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

static enum result burn_service_key(struct factory *f)
{
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
	struct crypto_sha256 hash;
	enum result result;

	if (!f->request->service_key)
		return RESULT_OK;
	result = key_file_read_public(f->request->service_key, spki);
	if (result != RESULT_OK)
		return result;
	result = crypto_sha256(BYTES_OF(spki), &hash);
	if (result == RESULT_OK)
		result = nor_burn(&f->bench.chip.nor, FUSE_SERVICE_KEY_HASH, BYTES_OF(hash));
	return told(f->request->service_key, result);
}

/* Step by step, by the rules of the chip itself: what it would refuse, the factory has to hear. */
static enum result advance(struct factory *f)
{
	struct vault vault = { .context = NULL };
	enum result result = RESULT_OK;

	/* Noise and uptime are not the chip's, and no step asks for them. */
	chip_offer_vault(&f->bench.chip, &vault);
	for (enum lifecycle now = LIFECYCLE_BLANK; now < f->request->lifecycle && result == RESULT_OK; now++)
		result = lifecycle_step(&vault, now, (enum lifecycle)(now + 1));
	if (result == RESULT_REFUSED)
		fputs("provision: --lifecycle: the device has not earned that state: it needs an id that is not zero, and a finished one\n"
		      "no key whose private half is published\n",
		      stderr);
	return result == RESULT_REFUSED ? result : told("the lifecycle can't be burnt", result);
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
	return result == RESULT_OK ? nor_rewrite(&f->bench.chip.nor, FLASH_BOOT_STATE, 0, BYTES_OF(record)) : result;
}

static enum result install(struct factory *f, enum boot_component place, struct bytes file)
{
	enum flash_region region = place == BOOT_COMPONENT_LOADER ? FLASH_LOADER : FLASH_SLOT_A;
	struct mcuboot_image image;
	enum result result = judge(f, place, file, &image);

	if (result == RESULT_OK)
		result = nor_rewrite(&f->bench.chip.nor, region, 0, image.whole);
	if (result == RESULT_OK)
		result = nor_counter_raise(&f->bench.chip.nor, boot_trust_counter(place), image.security_counter);
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
	result = nor_rewrite(&f->bench.chip.nor, FLASH_BOOT_CONFIG, 0, bytes_of_buffer(file));
	free(file.at);
	return told(f->request->config, result);
}

static enum result make(struct factory *f)
{
	enum result result = burn_identity(f);

	if (result == RESULT_OK)
		result = burn_secret(f);
	for (uint32_t i = 0; i < f->request->key_count && result == RESULT_OK; i++)
		result = burn_key(f, i);
	if (result == RESULT_OK)
		result = burn_service_key(f);
	if (result == RESULT_OK)
		result = install_file(f, BOOT_COMPONENT_LOADER, f->request->loader);
	if (result == RESULT_OK)
		result = install_file(f, BOOT_COMPONENT_OS, f->request->os);
	if (result == RESULT_OK)
		result = install_config(f);
	return result == RESULT_OK ? advance(f) : result;
}

static enum result store_endorsement(const struct factory *f)
{
	const struct provision_request *request = f->request;

	if (f->endorsement.len == 0)
		return RESULT_OK;
	return request->force ? whole_file_write(request->endorsement, f->endorsement, 0644) :
				whole_file_create(request->endorsement, f->endorsement, 0644);
}

/* A device that nobody vouches for is of no use, so its endorsement comes first; without the device that one means nothing. */
static enum result store(const struct factory *f)
{
	const struct provision_request *request = f->request;
	enum result result = store_endorsement(f);

	if (result != RESULT_OK)
		return result;
	result = chip_memory_store(&f->bench, request->state, request->force);
	if (result != RESULT_OK && f->endorsement.len > 0)
		unlink(request->endorsement);
	return result;
}

enum result provision(const struct provision_request *request)
{
	struct factory f = { .request = request };
	enum result result = chip_memory_init(&f.bench);

	if (result == RESULT_OK)
		result = make(&f);
	else
		result = told("the chip's storage", result);
	if (result == RESULT_OK)
		result = store(&f);
	if (f.bench.memory.fuses.at)
		secret_wipe(f.bench.memory.fuses);
	chip_memory_release(&f.bench);
	return result;
}
