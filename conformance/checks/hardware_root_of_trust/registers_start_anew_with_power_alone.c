/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A register that is blank again while the platform goes on takes the values of a good boot from whoever enters them.
 *
 * Control:  each boot register (0 to 7) takes an extend and becomes what it was with what came; evidence says of
 *           each sleep that the chip woke up from it.
 * Proof:    a power cycle leaves nothing of what was entered. Three sleeps in a row leave each register as it was,
 *           evidence over a fresh challenge is over what they held, and what is extended then is added to it. A wake-up
 *           without a sleep before it gives no registers, those of before, or evidence of another reset.
 * Blind to: all of sleep where the rig can't send the chip to it, of which a note tells; resets by hardware lines; what
 *           the platform's software does about a wake-up that the chip refused.
 * Defects:  cheat registers_reset_by_sleep, cheat registers_reset_by_a_second_sleep, cheat blank_registers_wake_up,
 *           cheat kept_registers_are_made_up, cheat one_boot_for_ever, cheat fake_sleeps.
 */
#include <stdio.h>

#include "conformance/check_components.h"

enum { BOOT_REGISTERS = 8, NAME_LEN = 16, USE_LEN = 40, SLEEPS = 3, CHALLENGE_LEN = 32 };

static struct bytes value_of(const struct registers *registers, unsigned int number)
{
	char name[NAME_LEN];

	(void)snprintf(name, sizeof(name), "sha256:%u", number);
	return register_value(registers, name);
}

static bool hold_the_same(const struct registers *one, const struct registers *two)
{
	for (unsigned int i = 0; i < BOOT_REGISTERS; i++)
		if (value_of(one, i).len == 0 || !bytes_equal(value_of(one, i), value_of(two, i)))
			return false;
	return true;
}

static struct registers given_started(struct bench *b)
{
	struct registers registers = { .count = 0 };

	power(b, POWER_CYCLE);
	registers = register_list(b);
	for (unsigned int i = 0; i < BOOT_REGISTERS; i++)
		given_that(b, value_of(&registers, i).len == CRYPTO_SHA256_LEN, "the chip lists its boot registers");
	return registers;
}

static void extend_each(struct bench *b, const char *moment)
{
	struct registers before = register_list(b), after;
	struct bytes digests[BOOT_REGISTERS] = { { NULL, 0 } };

	for (unsigned int i = 0; i < BOOT_REGISTERS && !decided(b); i++) {
		char name[NAME_LEN], use[USE_LEN];

		(void)snprintf(name, sizeof(name), "sha256:%u", i);
		(void)snprintf(use, sizeof(use), "%s %u", moment, i);
		digests[i] = challenge(b, use, CRYPTO_SHA256_LEN);
		must_be_so(b, register_extend(b, name, digests[i]).given, "the chip takes a measurement");
	}
	after = register_list(b);
	for (unsigned int i = 0; i < BOOT_REGISTERS && !decided(b); i++) {
		struct crypto_sha256 next = register_next(value_of(&before, i), digests[i]);

		must_be_so(b, bytes_equal(value_of(&after, i), BYTES_OF(next.at)), "a register becomes what it was with what came");
	}
}

static bool measure_the_same(const struct appraisal *one, const struct appraisal *two)
{
	if (one->quote.bank_count > 0)
		return bytes_equal(one->quote.pcr_digest, two->quote.pcr_digest);
	return components_differ(&one->token.claims, &two->token.claims) == 0;
}

/* A quote counts resets, and beside them what leaves the boot as it is. */
static bool tells_another_reset(const struct appraisal *before, const struct appraisal *after)
{
	if (before->quote.bank_count > 0)
		return after->quote.reset_count != before->quote.reset_count;
	return !bytes_equal(before->boot, after->boot);
}

static bool tells_of_waking(const struct appraisal *before, const struct appraisal *after)
{
	return before->quote.bank_count == 0 || after->quote.restart_count != before->quote.restart_count;
}

static struct appraisal told(struct bench *b, const struct attester *attester, const char *moment, unsigned int number)
{
	char use[USE_LEN];

	(void)snprintf(use, sizeof(use), "%s %u", moment, number);
	return must_attest(b, attester, challenge(b, use, CHALLENGE_LEN));
}

static void sleep_once(struct bench *b, const struct attester *attester, unsigned int number)
{
	struct registers before = register_list(b), after;
	struct appraisal early = told(b, attester, "before sleep", number), late;
	char moment[USE_LEN];

	power(b, POWER_SLEEP);
	after = register_list(b);
	must_be_so(b, hold_the_same(&before, &after), "a boot register holds behind a sleep what it held before");
	late = told(b, attester, "behind sleep", number);
	must_be_so(b, measure_the_same(&early, &late), "evidence behind a sleep is over what was measured before");
	given_that(b, tells_of_waking(&early, &late), "evidence says that the chip woke up, so it slept");
	(void)snprintf(moment, sizeof(moment), "entered behind sleep %u", number);
	extend_each(b, moment);
}

/* Power goes without a word, as a thief's hand or a battery takes it, and comes as it does at the end of a sleep. */
static void wake_without_sleep(struct bench *b, const struct attester *attester)
{
	struct appraisal early, late = { .why = "" };
	struct registers before, after;
	struct attestation answer;

	extend_each(b, "entered before no sleep");
	before = register_list(b);
	early = told(b, attester, "before no sleep", 0);
	power(b, POWER_OFF);
	power(b, POWER_WAKE);
	after = register_list(b);
	answer = attest(b, challenge(b, "behind no sleep", CHALLENGE_LEN), attest_everything(b));
	if (answer.reply.given)
		late = appraise_answer(b, attester, &answer);
	must_be_so(b,
		   (after.reply.refused && answer.reply.refused) || hold_the_same(&before, &after) ||
			   (late.holds && tells_another_reset(&early, &late)),
		   "no blank register passes for one that was kept when the chip is woken from a sleep that was none");
}

static void run(struct bench *b)
{
	struct registers first = given_started(b), start = given_started(b), entered, anew;
	struct attester attester;

	if (decided(b) || !attester_find(b, &attester))
		return;
	extend_each(b, "entered at first");
	for (unsigned int i = 0; i < SLEEPS && can_sleep(b) && !decided(b); i++)
		sleep_once(b, &attester, i + 1);
	if (!can_sleep(b))
		note(b, "the chip has no sleep that the lab can send it to");
	entered = register_list(b);
	anew = given_started(b);
	for (unsigned int i = 0; i < BOOT_REGISTERS; i++)
		must_be_so(b, !bytes_equal(value_of(&entered, i), value_of(&anew, i)), "a power cycle leaves nothing of what was entered");
	if (hold_the_same(&first, &start))
		must_be_so(b, hold_the_same(&start, &anew), "a power cycle lets each boot register start as it did before");
	if (can_sleep(b) && !decided(b))
		wake_without_sleep(b, &attester);
}

static const char *const NEEDS[] = { "device.register", NULL };

CHECK(registers_start_anew_with_power_alone) = {
	.requirement = "hardware_root_of_trust/registers_cannot_be_reset",
	.needs = NEEDS,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
