/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A private key made in the chip stays there: no command wraps it for elsewhere or shows it.
 *
 * Control:  the keys exist and show their public parts.
 * Proof:    export of each is refused, and nothing comes back with the refusal.
 * Blind to: side channels, and commands that the protocol has no word for.
 * Defects:  cheat exports_keys.
 */
#include "conformance/check_credential.h"

static void try_export(struct bench *b, const char *template)
{
	struct tpm_public public;
	struct key_answer answer;

	if (!key_public_area(b, template, &public))
		return;
	answer = key_export(b, template);
	must_be_so(b, answer.reply.refused && answer.secret.len == 0, "a private key made in the chip is not exported");
	must_be_so(b, (public.attributes & (TPM_FIXED_TPM | TPM_FIXED_PARENT)) == (TPM_FIXED_TPM | TPM_FIXED_PARENT),
		   "a key that says it may be duplicated is no key of this chip alone");
}

static void run(struct bench *b)
{
	try_export(b, "ak");
	if (!decided(b))
		try_export(b, "ek");
}

static const char *const NEEDS[] = { "device.key", NULL };

CHECK(keys_are_not_exportable) = {
	.requirement = "hardware_root_of_trust/keys_are_not_exportable",
	.needs = NEEDS,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
