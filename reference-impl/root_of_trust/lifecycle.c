/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the furthest step, and burns the next one when it was earned. */

#include "reference-impl/root_of_trust/lifecycle.h"

enum { STEP_MODULE, STEP_DEVICE, STEP_COUNT };

static bool all_zero(struct bytes bytes)
{
	uint8_t seen = 0;

	for (size_t i = 0; i < bytes.len; i++)
		seen |= bytes.at[i];
	return seen == 0;
}

enum lifecycle lifecycle_read(const struct vault *vault)
{
	uint8_t steps[FUSE_LIFECYCLE_LEN];

	if (vault->read_fuses(vault->context, FUSE_LIFECYCLE, BUFFER_OF(steps)) != RESULT_OK)
		return LIFECYCLE_UNKNOWN;
	if (!all_zero(bytes_from(steps + STEP_COUNT, sizeof(steps) - STEP_COUNT)))
		return LIFECYCLE_UNKNOWN;
	if (steps[STEP_DEVICE])
		return LIFECYCLE_DEVICE_COMPLETE;
	return steps[STEP_MODULE] ? LIFECYCLE_MODULE_COMPLETE : LIFECYCLE_BLANK;
}

static enum result has_identity(const struct vault *vault)
{
	uint8_t id[FUSE_DEVICE_ID_LEN];
	enum result result = vault->read_fuses(vault->context, FUSE_DEVICE_ID, BUFFER_OF(id));

	return result == RESULT_OK && all_zero(BYTES_OF(id)) ? RESULT_REFUSED : result;
}

/* A revoked test key does no harm; a living one lets everybody sign. */
static enum result check_maker_keys(const struct vault *vault)
{
	uint8_t revoked[FUSE_KEY_COUNT];
	unsigned int living = 0;
	enum result result = vault->read_fuses(vault->context, FUSE_KEY_REVOKED, BUFFER_OF(revoked));

	for (uint32_t i = 0; i < FUSE_KEY_COUNT && result == RESULT_OK; i++) {
		struct crypto_sha256 hash;

		result = vault->read_fuses(vault->context, FUSE_KEY_HASH + i * CRYPTO_SHA256_LEN, BUFFER_OF(hash));
		if (result != RESULT_OK || revoked[i] || all_zero(BYTES_OF(hash)))
			continue;
		if (lifecycle_is_test_key(&hash))
			return RESULT_REFUSED;
		living++;
	}
	return result == RESULT_OK && living == 0 ? RESULT_REFUSED : result;
}

static enum result check_service_key(const struct vault *vault)
{
	struct crypto_sha256 hash;
	enum result result = vault->read_fuses(vault->context, FUSE_SERVICE_KEY_HASH, BUFFER_OF(hash));

	return result == RESULT_OK && lifecycle_is_test_key(&hash) ? RESULT_REFUSED : result;
}

static enum result is_earned(const struct vault *vault, enum lifecycle to)
{
	enum result result = has_identity(vault);

	if (result == RESULT_OK && to == LIFECYCLE_DEVICE_COMPLETE)
		result = check_maker_keys(vault);
	if (result == RESULT_OK && to == LIFECYCLE_DEVICE_COMPLETE)
		result = check_service_key(vault);
	return result;
}

enum result lifecycle_step(const struct vault *vault, enum lifecycle now, enum lifecycle to)
{
	static const uint8_t taken = 0xff;
	uint32_t step = to == LIFECYCLE_DEVICE_COMPLETE ? STEP_DEVICE : STEP_MODULE;
	enum result result;

	if (now == LIFECYCLE_UNKNOWN || to <= now || to != now + 1 || to >= LIFECYCLE_END)
		return RESULT_REFUSED;
	result = is_earned(vault, to);
	if (result == RESULT_OK)
		result = vault->burn_fuses(vault->context, FUSE_LIFECYCLE + step, BYTES_OF(taken));
	if (result == RESULT_OK && lifecycle_read(vault) != to)
		result = RESULT_IO;
	return result;
}
