/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever opens a unit for debugging, be it with its maker's word, must not get at what it sealed while it was closed.
 *
 * Control:  what the unit sealed opens whole before, behind a token for service, and after each power cycle.
 * Proof:    from a debug token on it is refused under its own name, each of 8 times, and not one byte comes out; also behind
 *           a reset with power on; what was sealed while the unit was open does not open once it is closed.
 * Blind to: download mode, where most units seal nothing; another signer's image; what ends a token but power; what the debug
 *           port itself reads.
 * Defects:  sealing_key_forgets_the_state, sealing_key_knows_the_lifecycle_alone, sealing_state_is_that_of_the_boot,
 *           unsealing_tries_both_states, unsealing_gives_in_after_refusals, debuggers_seal_for_later, warm_reset_forgets_debugging.
 */
#include "conformance/check_evidence.h"
#include "conformance/check_token.h"

enum { TEXT_LEN = 48, TRIES = 8 };

static bool opens(struct bench *b, struct bytes sealed, struct bytes text)
{
	struct sealed opened = unseal(b, "name", sealed);

	return opened.reply.given && bytes_equal(opened.bytes, text);
}

static void given_opens(struct bench *b, struct bytes sealed, struct bytes text)
{
	given_that(b, opens(b, sealed, text), "what the unit sealed opens while it is closed to debuggers");
}

static void must_stay_sealed(struct bench *b, struct bytes sealed, const char *says)
{
	for (unsigned int i = 0; i < TRIES && !decided(b); i++) {
		struct sealed opened = unseal(b, "name", sealed);

		if (opened.reply.given)
			note(b, "at try %u of %d", i + 1, TRIES);
		must_be_so(b, opened.reply.refused && opened.bytes.len == 0, says);
	}
}

static void open_for(struct bench *b, enum token_kind kind)
{
	given_that(b, unlock(b, given_token(b, kind, KEY_TRUSTED), NULL).reply.given, "a good token opens the unit");
}

/* A maker may take service for a state of its own; power ends it. */
static void try_service(struct bench *b, struct image runs, struct bytes sealed, struct bytes text)
{
	open_for(b, TOKEN_SERVICE);
	if (decided(b) || opens(b, sealed, text))
		return;
	note(b, "what the unit sealed does not open while it is open for service");
	must_still_run(b, runs, "the unit runs after a power cycle");
	given_opens(b, sealed, text);
}

/* What a debugger leaves behind must not be taken for the unit's own word; that a unit seals nothing for him is as good. */
static void try_debugging(struct bench *b, struct image runs, struct bytes sealed, struct bytes text)
{
	struct bytes other = challenge(b, "while it is open", TEXT_LEN);
	struct sealed left;

	open_for(b, TOKEN_DEBUG);
	must_stay_sealed(b, sealed, "what was sealed before does not open while the unit is open for debugging");
	left = seal(b, "name", other);
	if (left.reply.given && !opens(b, left.bytes, other))
		note(b, "what is sealed for a debugger does not open for him either");
	must_stay_sealed(b, sealed, "what was sealed before does not open while the unit is open for debugging");
	must_still_run(b, runs, "the unit runs after a power cycle");
	if (left.reply.given)
		must_stay_sealed(b, left.bytes, "what was sealed while the unit was open for debugging does not open once it is closed");
	given_opens(b, sealed, text);
}

static void try_reset(struct bench *b, struct image runs, struct bytes sealed, struct bytes text)
{
	struct image trial = kit_image(b, .security_version = newest(b), .script = SCRIPT_NEVER_CONFIRM);

	given_that(b, offer(b, trial, PATH_NORMAL).given && boot(b).kind == SEEN_IMAGE, "an image runs on trial");
	open_for(b, TOKEN_DEBUG);
	given_left_by_reset(b, trial);
	must_stay_sealed(b, sealed, "what was sealed before does not open behind a reset with power on");
	must_still_run(b, runs, "the unit runs after a power cycle");
	given_opens(b, sealed, text);
}

static void run(struct bench *b)
{
	struct image runs = running(b);
	struct bytes text = challenge(b, "text", TEXT_LEN);
	struct sealed mine = seal(b, "name", text);

	given_that(b, mine.reply.given, "the unit seals a text");
	given_opens(b, mine.bytes, text);
	try_service(b, runs, mine.bytes, text);
	try_debugging(b, runs, mine.bytes, text);
	try_reset(b, runs, mine.bytes, text);
}

static const char *const NEEDS[] = { "device.seal", "device.challenge", "device.unlock", "kit.token", NULL };

CHECK(sealed_texts_stay_closed_to_debuggers) = {
	.requirement = "hardware_root_of_trust/sealed_data_is_bound",
	.needs = NEEDS,
	.run = run,
};
