/* SPDX-License-Identifier: Apache-2.0 */
/* Extends zero by each recorded digest, as the register was, and compares. */

#include "reference-impl/boot/running.h"

static bool was_measured(const struct crypto_sha256 *digest, const struct crypto_sha256 *measured)
{
	struct crypto_sha256 chain[2] = { { { 0 } }, *digest };
	struct crypto_sha256 expected;

	if (crypto_sha256(BYTES_OF(chain), &expected) != RESULT_OK)
		return false;
	return bytes_equal(BYTES_OF(expected), BYTES_OF(*measured));
}

enum boot_slot boot_running_slot(const struct platform *platform)
{
	const struct measurements *m = &platform->measurements;
	enum boot_slot running = BOOT_SLOT_NONE;
	struct crypto_sha256 measured;
	struct boot_state state;

	boot_state_read(platform, &state);
	if (!state.present || m->read(m->context, COMPONENT_OS, &measured) != RESULT_OK)
		return BOOT_SLOT_NONE;
	for (enum boot_slot slot = BOOT_SLOT_A; slot < BOOT_SLOT_COUNT; slot++) {
		bool first_or_trial = running == BOOT_SLOT_NONE || state.slot[slot].status == BOOT_SLOT_TRIAL;

		if (first_or_trial && was_measured(&state.slot[slot].digest, &measured))
			running = slot;
	}
	return running;
}
