/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Software that can set a boot register back can claim to be any software.
 *
 * Control:  the register takes an extend and shows it.
 * Proof:    a reset is asked of each boot register (0 to 7) after an extend; each is refused, and the
 *           value stays.
 * Blind to: resets by hardware lines; by sleep, at which registers_start_anew_with_power_alone looks.
 * Defects:  cheat registers_reset_on_request, cheat registers_reset_in_secret.
 */
#include <stdio.h>
#include <string.h>

#include "conformance/check_credential.h"

enum { BOOT_REGISTERS = 8 };

static void try_reset(struct bench *b, const char *name)
{
	struct registers before, after;
	struct bytes value;

	must_be_so(b, register_extend(b, name, challenge(b, name, CRYPTO_SHA256_LEN)).given, "the chip takes a measurement");
	before = register_list(b);
	value = register_value(&before, name);
	given_that(b, value.len == CRYPTO_SHA256_LEN, "the chip lists its boot registers");
	must_be_so(b, register_reset(b, name).refused, "a boot register is not reset from software");
	after = register_list(b);
	must_be_so(b, bytes_equal(register_value(&after, name), value), "a boot register keeps its value when a reset was asked for");
}

static void run(struct bench *b)
{
	char name[16];

	for (unsigned int i = 0; i < BOOT_REGISTERS && !decided(b); i++) {
		(void)snprintf(name, sizeof(name), "sha256:%u", i);
		try_reset(b, name);
	}
}

static const char *const NEEDS[] = { "device.register", NULL };

CHECK(registers_cannot_be_reset) = {
	.requirement = "hardware_root_of_trust/registers_cannot_be_reset",
	.needs = NEEDS,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
