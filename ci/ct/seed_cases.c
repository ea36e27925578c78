/* SPDX-License-Identifier: Apache-2.0 */
/* The roots of all keys: nothing that is derived from them may show on the way. */
#include <string.h>

#include "ci/ct/cases.h"
#include "ci/ct/mark.h"
#include "ci/ct/silicon.h"
#include "reference-impl/root_of_trust/root_of_trust.h"

bool ct_next_layer(void)
{
	static const struct dice_input input = { .code = { 4 }, .mode = LAYER_MODE_NORMAL };
	struct dice_cdi cdi;
	bool done;

	memset(&cdi, 0x44, sizeof(cdi));
	ct_hide(&cdi, sizeof(cdi));
	done = dice_next(&cdi, &input, &cdi) == RESULT_OK;
	ct_show(&cdi, sizeof(cdi));
	return done && !ct_is_zero(BYTES_OF(cdi));
}

/* Several, since a branch on one bit is met by every other secret only. */
bool ct_layer_key(void)
{
	bool done = true;

	for (uint8_t i = 0; i < 4; i++) {
		uint8_t cdi[DICE_CDI_LEN];
		struct crypto_p256_key key;

		memset(cdi, 0x10 + i, sizeof(cdi));
		ct_hide(cdi, sizeof(cdi));
		done = dice_key(cdi, &key) == RESULT_OK && done;
		ct_show(&key, sizeof(key));
		done = done && !ct_is_zero(BYTES_OF(key.scalar));
	}
	return done;
}

bool ct_random_bytes(void)
{
	static const size_t lengths[] = { 1, 32, 100 };
	struct memory_chip chip;
	struct entropy_pool pool;
	struct vault vault;
	uint8_t random[100];
	bool done;

	memory_chip_init(&chip);
	vault = ct_silicon_vault(&chip);
	done = entropy_pool_begin(&pool, &vault) == RESULT_OK;
	ct_hide(pool.key, sizeof(pool.key));
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		done = entropy_pool_fill(&pool, (struct buffer){ random, lengths[i] }) == RESULT_OK && done;
	entropy_pool_release(&pool);
	ct_show(random, sizeof(random));
	return done && !ct_is_zero(BYTES_OF(random)) && ct_is_zero(BYTES_OF(pool.key));
}

/* Twice, since a reset draws a seed too and goes back to secrets that were kept. */
bool ct_power_on(void)
{
	static const struct component self = { .kind = COMPONENT_ROOT_OF_TRUST, .digest = { { 1 } }, .signer = { { 2 } } };
	static struct root_of_trust rot;
	struct memory_chip chip;
	struct vault vault;
	uint8_t seed[2][ROOT_OF_TRUST_BOOT_SEED_LEN];
	bool done;

	memory_chip_init(&chip);
	vault = ct_silicon_vault(&chip);
	done = root_of_trust_power_on(&rot, &vault, &self) == RESULT_OK && rot.identity.is_present;
	memcpy(seed[0], rot.boot_seed, sizeof(seed[0]));
	done = root_of_trust_reset(&rot) == RESULT_OK && done;
	memcpy(seed[1], rot.boot_seed, sizeof(seed[1]));
	ct_show(seed, sizeof(seed));
	done = done && memcmp(seed[0], seed[1], sizeof(seed[0])) != 0 && rot.faults.count[FAULT_ENTROPY] == 0;
	root_of_trust_release(&rot);
	return done;
}
