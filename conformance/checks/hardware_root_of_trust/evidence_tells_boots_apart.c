/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was measured holds for one boot. Evidence that looks the same in the next one lets an old
 * boot speak for a new one to everybody who keeps an answer.
 *
 * Control:  two answers within one boot tell the same boot, and the key stays the same over all.
 * Proof:    over eight power cycles each boot is told apart from each one before.
 * Blind to: whether what tells them apart could be guessed beforehand.
 * Defects:  boot_seed_is_the_devices_id, cheat one_boot_for_ever, cheat canned_quote.
 */
#include <stdio.h>

#include "conformance/check_appraisal.h"

enum { BOOTS = 8, CHALLENGE_LEN = 32 };

static struct bytes mark_of_boot(struct bench *b, const struct attester *attester, const char *moment, unsigned int boot)
{
	char use[32];

	(void)snprintf(use, sizeof(use), "%s %u", moment, boot);
	return must_attest(b, attester, challenge(b, use, CHALLENGE_LEN)).boot;
}

static void look_at_boot(struct bench *b, const struct attester *attester, struct bytes marks[BOOTS], unsigned int boot)
{
	struct bytes mark = mark_of_boot(b, attester, "early", boot);

	must_be_so(b, mark.len > 0, "evidence says something of the boot that it is of");
	given_that(b, bytes_equal(mark_of_boot(b, attester, "late", boot), mark), "two answers of one boot tell the same boot");
	for (unsigned int i = 0; i < boot; i++)
		must_be_so(b, !bytes_equal(marks[i], mark), "evidence tells each boot from those before");
	marks[boot] = mark;
}

static void run(struct bench *b)
{
	struct bytes marks[BOOTS];
	struct attester attester;

	if (!attester_find(b, &attester))
		return;
	for (unsigned int boot = 0; boot < BOOTS && !decided(b); boot++) {
		look_at_boot(b, &attester, marks, boot);
		power(b, POWER_CYCLE);
	}
}

CHECK(evidence_tells_boots_apart) = {
	.requirement = "hardware_root_of_trust/quotes_are_fresh",
	.firmware = FIRMWARE_ANY,
	.run = run,
};
