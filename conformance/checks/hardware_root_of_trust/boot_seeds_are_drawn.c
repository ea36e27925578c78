/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A boot seed that can be guessed lets evidence be prepared for a boot that is still to come.
 *
 * Control:  two answers of one boot have one seed, and all seeds one length.
 * Proof:    over 32 boots no seed comes twice, and each of its bits was seen as 0 and as 1 (for 256 bits a good
 *           source misses that once in 8 million runs).
 * Blind to: a generator that is seeded badly and whitened well; evidence of a form without boot seeds.
 * Defects:  half_of_the_boot_seed_is_drawn, a_bit_of_the_boot_seed_is_stuck.
 */
#include <stdio.h>

#include "conformance/check_appraisal.h"

enum { BOOTS = 32, CHALLENGE_LEN = 32, SEED_LEN = EAT_BOOT_SEED_MAX_LEN };

struct seeds {
	struct bytes at[BOOTS];
	uint8_t ones[SEED_LEN], zeros[SEED_LEN]; /* bits that were seen so */
};

static void look_at_boot(struct bench *b, const struct attester *attester, struct seeds *seeds, unsigned int boot)
{
	char use[16];
	struct bytes seed;

	(void)snprintf(use, sizeof(use), "boot %u", boot);
	seed = must_attest(b, attester, challenge(b, use, CHALLENGE_LEN)).token.claims.boot_seed;
	must_be_so(b, seed.len >= EAT_BOOT_SEED_MIN_LEN && seed.len <= SEED_LEN, "evidence has a boot seed");
	if (boot == 0)
		given_that(b, bytes_equal(must_attest(b, attester, challenge(b, "same boot", CHALLENGE_LEN)).token.claims.boot_seed, seed),
			   "two answers of one boot have one seed");
	for (unsigned int i = 0; i < boot && !decided(b); i++) {
		given_that(b, seeds->at[i].len == seed.len, "all seeds have one length");
		must_be_so(b, !bytes_equal(seeds->at[i], seed), "no boot has the seed of another");
	}
	seeds->at[boot] = seed;
	for (size_t i = 0; i < seed.len && i < SEED_LEN; i++) {
		seeds->ones[i] |= seed.at[i];
		seeds->zeros[i] |= (uint8_t)~seed.at[i];
	}
}

static void run(struct bench *b)
{
	struct seeds seeds = { .ones = { 0 } };
	struct attester attester;

	if (!attester_find(b, &attester))
		return;
	for (unsigned int boot = 0; boot < BOOTS && !decided(b); boot++) {
		look_at_boot(b, &attester, &seeds, boot);
		power(b, POWER_CYCLE);
	}
	for (size_t i = 0; i < seeds.at[0].len && i < SEED_LEN && !decided(b); i++)
		must_be_so(b, seeds.ones[i] == 0xff && seeds.zeros[i] == 0xff, "each bit of the boot seed changes");
}

static const char *const NEEDS[] = { "device.attest", NULL };

CHECK(boot_seeds_are_drawn) = {
	.requirement = "hardware_root_of_trust/attests_what_runs",
	.needs = NEEDS,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
