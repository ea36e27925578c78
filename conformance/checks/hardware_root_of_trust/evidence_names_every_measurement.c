/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence that leaves a part out passes for the evidence of a device that has no such part.
 *
 * Control:  an image of the suite runs, and enters as many digests as the device takes of it.
 * Proof:    the components of evidence, and no others, give the value of each register, type by type; asked for
 *           one register or one type only, the device refuses, or gives evidence that names all the same.
 * Blind to: what is measured into no register.
 * Defects:  configuration_is_left_out_of_evidence, late_components_are_cut_off, configuration_passes_for_the_loader.
 */
#include <stdio.h>
#include <string.h>

#include "conformance/check_components.h"

enum { CHALLENGE_LEN = 32, ENTRIES = 6, TYPE_LEN = 32 };

/* Entering is the device's to allow; what it takes must show. */
static unsigned int enter_all(struct bench *b, const struct registers *registers)
{
	unsigned int taken = 0;

	for (unsigned int i = 0; i < ENTRIES; i++)
		for (size_t r = 0; r < registers->count && !decided(b); r++) {
			char use[64];

			(void)snprintf(use, sizeof(use), "entry %u of %s", i, registers->names[r]);
			taken += register_extend(b, registers->names[r], challenge(b, use, CRYPTO_SHA256_LEN)).given;
		}
	return taken;
}

static void must_account_for(struct bench *b, const struct eat_claims *claims, const struct registers *registers)
{
	size_t accounted = 0;

	for (size_t i = 0; i < registers->count && !decided(b); i++) {
		struct crypto_sha256 value;
		struct bytes type;

		given_that(b, register_type(b, registers->names[i], &type), "target.json says of each register which type it stands for (settings.registers)");
		if (decided(b))
			return;
		value = register_replayed(claims, type);
		if (!bytes_equal(BYTES_OF(value.at), registers->values[i]))
			note(b, "register %s", registers->names[i]);
		must_be_so(b, bytes_equal(BYTES_OF(value.at), registers->values[i]), "the components of evidence give the value of each register");
		for (size_t c = 0; c < claims->component_count; c++)
			accounted += bytes_equal(claims->components[c].type, type);
	}
	must_be_so(b, accounted == claims->component_count, "each component of evidence stands in one register");
}

static void ask_for_less(struct bench *b, const struct attester *attester, const struct eat_claims *all, const char *part)
{
	const char *const selection[] = { part, NULL };
	struct bytes nonce = challenge(b, "a part", CHALLENGE_LEN);
	struct attestation answer = attest(b, nonce, selection);
	struct appraisal appraisal = appraise_answer(b, attester, &answer);

	if (decided(b) || answer.reply.refused)
		return;
	must_be_so(b, appraisal.holds && bytes_equal(appraisal.nonce, nonce) && components_differ(all, &appraisal.token.claims) == 0,
		   "evidence that was asked for in part names all, or is refused");
}

static void ask_for_each_type(struct bench *b, const struct attester *attester, const struct eat_claims *all)
{
	for (size_t i = 0; i < all->component_count && !decided(b); i++) {
		struct bytes type = all->components[i].type;
		char name[TYPE_LEN];

		(void)snprintf(name, sizeof(name), "%.*s", (int)type.len, (const char *)type.at);
		ask_for_less(b, attester, all, name);
	}
}

static void run(struct bench *b)
{
	struct registers registers;
	struct attester attester;
	struct eat_claims claims;

	given_runs(b, kit_image(b, .security_version = newest(b)), "an image of the suite runs");
	if (decided(b) || !attester_find(b, &attester))
		return;
	registers = register_list(b);
	given_that(b, registers.count > 0, "the device lists its registers");
	note(b, "%u digests were taken", enter_all(b, &registers));
	registers = register_list(b);
	claims = must_attest(b, &attester, challenge(b, "whole", CHALLENGE_LEN)).token.claims;
	given_that(b, claims.component_count > 0, "evidence has the form of a token, with components");
	must_account_for(b, &claims, &registers);
	for (size_t i = 0; i < registers.count && !decided(b); i++)
		ask_for_less(b, &attester, &claims, registers.names[i]);
	ask_for_each_type(b, &attester, &claims);
}

static const char *const NEEDS[] = { "device.attest", "device.register", NULL };

CHECK(evidence_names_every_measurement) = {
	.requirement = "hardware_root_of_trust/evidence_is_whole",
	.needs = NEEDS,
	.run = run,
};
