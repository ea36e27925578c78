/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Software that can set its own measurement, or enter a good one behind it, can claim to be any software.
 *
 * Control:  the suite's image runs as the system, and what boots it measured is in evidence and registers.
 * Proof:    it asks for a reset of each register and enters a digest of its choice in each: resets are refused; what
 *           is taken is added to what stood there, never for a type that the boot measured; and raw messages of
 *           each number change nothing. All that was named before is named still, and after a power cycle
 *           nothing else is.
 * Blind to: resets by hardware lines, and by suspend and resume.
 * Defects:  system_overwrites_its_measurement, system_is_measured_twice, hidden_message_resets_a_register.
 */
#include "conformance/check_components.h"
#include "conformance/check_device.h"

enum { CHALLENGE_LEN = 32, MESSAGES = 256 };

static struct eat_claims told(struct bench *b, const struct attester *attester, const char *moment)
{
	return must_attest(b, attester, challenge(b, moment, CHALLENGE_LEN)).token.claims;
}

static void must_be_added_to(struct bench *b, const struct eat_claims *before, const struct eat_claims *after)
{
	must_be_so(b, components_continue(before, after), "what the boot measured stands in evidence as it was measured");
	for (size_t i = before->component_count; i < after->component_count && !decided(b); i++)
		must_be_so(b, !components_have_type(before, after->components[i].type), "what the boot measured gets no second entry from what was booted");
}

static void try_register(struct bench *b, const struct attester *attester, const char *name, const struct eat_claims *booted)
{
	struct registers before = register_list(b), after;
	struct bytes value = register_value(&before, name), digest = challenge(b, name, CRYPTO_SHA256_LEN);
	struct crypto_sha256 next = register_next(value, digest);
	struct eat_claims now;
	struct reply reply;

	must_be_so(b, register_reset(b, name).refused, "a register is not reset from software");
	after = register_list(b);
	must_be_so(b, bytes_equal(register_value(&after, name), value), "a register keeps its value when a reset was asked for");
	reply = register_extend(b, name, digest);
	after = register_list(b);
	must_be_so(b, bytes_equal(register_value(&after, name), reply.given ? BYTES_OF(next.at) : value),
		   "a register becomes what it was with what came, or stays as it is");
	now = told(b, attester, name);
	must_be_added_to(b, booted, &now);
}

/* What they answer is theirs. */
static void send_each(struct bench *b, const char *name)
{
	for (unsigned int number = 0; number < MESSAGES && !decided(b); number++)
		(void)raw_message(b, name, number, bytes_from(NULL, 0));
	note(b, "%s: %d messages", name, MESSAGES);
}

static void try_messages(struct bench *b)
{
	const char *name = raw_entry(b, 0);

	if (name == NULL)
		note(b, "target.json names no entry for raw messages");
	for (unsigned int i = 0; !decided(b) && (name = raw_entry(b, i)) != NULL; i++)
		send_each(b, name);
}

static void must_be_the_same(struct bench *b, const struct registers *before)
{
	struct registers after = register_list(b);

	for (size_t i = 0; i < before->count && !decided(b); i++)
		must_be_so(b, bytes_equal(register_value(&after, before->names[i]), before->values[i]), "no message changes what a register holds");
}

static void run(struct bench *b)
{
	struct image image = kit_image(b, .security_version = newest(b));
	struct eat_claims booted, entered, later;
	struct registers registers;
	struct attester attester;

	given_runs(b, image, "an image of the suite runs");
	if (decided(b) || !attester_find(b, &attester))
		return;
	booted = told(b, &attester, "booted");
	registers = register_list(b);
	given_that(b, booted.component_count > 0 && registers.count > 0, "evidence and registers show what was measured");
	for (size_t i = 0; i < registers.count && !decided(b); i++)
		try_register(b, &attester, registers.names[i], &booted);
	entered = told(b, &attester, "entered");
	registers = register_list(b);
	try_messages(b);
	must_be_the_same(b, &registers);
	later = told(b, &attester, "later");
	must_be_so(b, components_differ(&entered, &later) == 0, "no message changes what evidence names");
	must_still_run(b, image, "the image runs after a power cycle");
	later = told(b, &attester, "booted again");
	must_be_so(b, components_differ(&booted, &later) == 0, "a power cycle leaves nothing of what was entered");
}

static const char *const NEEDS[] = { "device.attest", "device.register", NULL };

CHECK(measurements_cannot_be_taken_back) = {
	.requirement = "hardware_root_of_trust/measurements_cannot_be_taken_back",
	.needs = NEEDS,
	.run = run,
};
