/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Debug and service tokens: a program of challenges, tokens, time, power and steps of the lifecycle
 * (worlds/token_program.h).
 *
 * Raw: whoever signs has some key, and edits come behind the signature. Repaired: the maker himself signs
 * whatever the fuzzer wants claimed. Promises: FZ-DEBUG-001 to 009 (harnesses/oracles/debug_token.h).
 */
#include "harnesses/surface.h"
#include "harnesses/worlds/token_program.h"

static struct token_world w;

static void init(void)
{
	token_world_init(&w);
}

static void run(struct bytes input, struct surface_trace *trace)
{
	token_program_run(&w, input);
	surface_fold(trace, w.rot.life.decisions);
	surface_outcome(trace, w.rot.life.messages == 0 ? "nothing was said" : result_name(rot_world_result(&w.rot)));
}

static const struct seed {
	const char *name, *reaches;
	uint8_t program[48]; /* with mode and start */
	size_t len;
} SEEDS[] = {
#define PROGRAM(start, ...) { 0, start, __VA_ARGS__ }, 2 + sizeof((uint8_t[]){ __VA_ARGS__ })
#define GOOD TOKEN_TRIES, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
#define TRY(form, keys, kind, expires, lifecycle, rights, device, nonce) TOKEN_TRIES, form, keys, kind, expires, lifecycle, rights, device, nonce, 0, 0
#define FORM(form) TRY(form, 0, 0, 0, 0, 0, 0, 0)
	{ "good", "ok", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, GOOD) },
	{ "good-module", "ok", PROGRAM(ROT_MODULE, TOKEN_CHALLENGES, GOOD) },
	{ "good-blank", "ok", PROGRAM(ROT_BLANK, TOKEN_CHALLENGES, GOOD, TOKEN_CLOSES) },
	{ "field", "ok", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 1, 0, 0, 24, 0, 0), TOKEN_CLOSES) },
	{ "all-rights", "ok", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 2, 0, 7, 0, 0)) },
	{ "other-signer", "bad-signature", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 2, 0, 0, 0, 0, 0, 0)) },
	{ "other-key", "unknown-key", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 2 + 2 * TOKEN_SHOWN, 0, 0, 0, 0, 0, 0)) },
	{ "other-device", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 0, TOKEN_DEVICE_DIFFERS + 15, 0)) },
	{ "any-device", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 0, TOKEN_DEVICE_ZERO, 0)) },
	{ "all-devices", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 0, TOKEN_DEVICE_ONES, 0)) },
	{ "state-before", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 255, 0, 0, 0)) },
	{ "state-after", "refused", PROGRAM(ROT_MODULE, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 1, 0, 0, 0)) },
	{ "no-challenge", "not-found", PROGRAM(ROT_BOOTED, GOOD) },
	{ "challenge-before", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 0, 0, TOKEN_NONCE_BEFORE)) },
	{ "nonce-begins-alike", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 0, 0, TOKEN_NONCE_DIFFERS + 31)) },
	{ "nonce-ends-alike", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 0, 0, TOKEN_NONCE_DIFFERS)) },
	{ "nonce-zero", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 0, 0, TOKEN_NONCE_ZERO)) },
	{ "nonce-of-0", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 0, 0, TOKEN_NONCE_SHORT + 0)) },
	{ "nonce-of-1", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 0, 0, TOKEN_NONCE_SHORT + 1)) },
	{ "nonce-of-16", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 0, 0, TOKEN_NONCE_SHORT + 16)) },
	{ "nonce-of-23", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 0, 0, TOKEN_NONCE_SHORT + 23)) },
	{ "nonce-of-24", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 0, 0, TOKEN_NONCE_SHORT + 24)) },
	{ "nonce-of-31", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 0, 0, TOKEN_NONCE_SHORT + 31)) },
	{ "fused-otherwise-0", "unknown-key", PROGRAM(ROT_BOOTED, TOKEN_FUSES, 0, 1, TOKEN_CHALLENGES, GOOD) },
	{ "fused-otherwise-8", "unknown-key", PROGRAM(ROT_BOOTED, TOKEN_FUSES, 8, 1, TOKEN_CHALLENGES, GOOD) },
	{ "fused-otherwise-16", "unknown-key", PROGRAM(ROT_BOOTED, TOKEN_FUSES, 16, 1, TOKEN_CHALLENGES, GOOD) },
	{ "fused-otherwise-31", "unknown-key", PROGRAM(ROT_BOOTED, TOKEN_FUSES, 31, 1, TOKEN_CHALLENGES, GOOD) },
	{ "token-twice", "not-found", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, GOOD, GOOD) },
	{ "good-after-bad", "not-found", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 2, 0, 0, 0, 0, 0, 0), GOOD) },
	{ "challenge-and-reset", "not-found", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TOKEN_RESET, GOOD) },
	{ "challenge-and-power", "not-found", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TOKEN_POWER, GOOD) },
	{ "challenge-and-close", "not-found", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TOKEN_CLOSES, GOOD) },
	{ "challenge-and-step", "not-found", PROGRAM(ROT_MODULE, TOKEN_CHALLENGES, TOKEN_STEPS, GOOD) },
	{ "session-and-step", "ok", PROGRAM(ROT_MODULE, TOKEN_CHALLENGES, GOOD, TOKEN_STEPS) },
	{ "session-and-reset", "ok", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, GOOD, TOKEN_RESET, TOKEN_CLOSES) },
	{ "too-late", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TOKEN_WAITS, 0x58, TOKEN_SECONDS + 2, GOOD) },
	{ "just-in-time", "ok", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TOKEN_WAITS, 0x57, TOKEN_SECONDS + 2, GOOD, TOKEN_WAITS, 1, TOKEN_SECONDS, TOKEN_CLOSES) },
	{ "later-than-32-bits", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TOKEN_WAITS, 1, TOKEN_32_BITS, GOOD) },
	{ "later-than-31-bits", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TOKEN_WAITS, 30, TOKEN_DAYS, GOOD) },
	{ "more-than-a-day", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, TOKEN_MORE_THAN_A_DAY, 0, 0, 0, 0)) },
	{ "very-long", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, TOKEN_40_BITS, 0, 0, 0, 0)) },
	{ "no-time", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, TOKEN_0_S, 0, 0, 0, 0)) },
	{ "rights-end", "ok", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TOKEN_WAITS, 30, TOKEN_SECONDS, GOOD, TOKEN_WAITS, 0x39, TOKEN_SECONDS + 2, TOKEN_WAITS, 1, TOKEN_SECONDS) },
	{ "rights-of-other-kind", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 1, 0, 0, 1, 0, 0)) },
	{ "rights-of-both-kinds", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 8, 0, 0)) },
	{ "rights-unknown", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 0, 0, 0, 32, 0, 0)) },
	{ "kind-unknown", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TRY(0, 0, 3, 0, 0, 0, 0, 0)) },
	{ "wide-number", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, FORM(TOKEN_WIDE_NUMBER)) },
	{ "more-claims", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, FORM(TOKEN_MORE_CLAIMS)) },
	{ "swapped", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, FORM(TOKEN_SWAPPED)) },
	{ "untagged", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, FORM(TOKEN_UNTAGGED)) },
	{ "other-context", "bad-signature", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, FORM(TOKEN_OTHER_CONTEXT)) },
	{ "no-context", "bad-signature", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, FORM(TOKEN_NO_CONTEXT)) },
	{ "wide-head", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, FORM(TOKEN_WIDE_HEAD)) },
	{ "tail", "malformed", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, FORM(TOKEN_TAIL)) },
	{ "locked-out", "busy", PROGRAM(ROT_BOOTED, TOKEN_GUESSES, 6) },
	{ "locked-out-for-good-ones", "busy", PROGRAM(ROT_BOOTED, TOKEN_GUESSES, 5, TOKEN_CHALLENGES, GOOD) },
	{ "locked-out-over-power", "busy", PROGRAM(ROT_BOOTED, TOKEN_GUESSES, 5, TOKEN_POWER, TOKEN_CHALLENGES, GOOD) },
	{ "locked-out-over-resets", "busy", PROGRAM(ROT_BOOTED, TOKEN_GUESSES, 5, TOKEN_RESET, TOKEN_CHALLENGES, GOOD) },
	{ "one-in-an-hour", "busy", PROGRAM(ROT_BOOTED, TOKEN_GUESSES, 5, TOKEN_WAITS, 1, TOKEN_HOURS, TOKEN_GUESSES, 2) },
	{ "settled", "ok", PROGRAM(ROT_BOOTED, TOKEN_GUESSES, 4, TOKEN_CHALLENGES, GOOD, TOKEN_GUESSES, 4, TOKEN_CHALLENGES, GOOD) },
	{ "cut-while-counted", "io", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TOKEN_CUTS, 0, 1, GOOD) },
	{ "cut-while-settled", "io", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, TOKEN_CUTS, 1, 0, GOOD) },
	{ "cut-guesses", "refused", PROGRAM(ROT_BOOTED, TOKEN_GUESSES, 3, TOKEN_CHALLENGES, TOKEN_CUTS, 0, 2, GOOD, TOKEN_POWER, TOKEN_GUESSES, 1) },
	{ "bad-one-in-a-session", "refused", PROGRAM(ROT_BOOTED, TOKEN_CHALLENGES, GOOD, TOKEN_GUESSES, 1) },
#undef FORM
#undef TRY
#undef GOOD
#undef PROGRAM
};

static void make_seeds(const struct seed_sink *sink)
{
	for (size_t i = 0; i < sizeof(SEEDS) / sizeof(SEEDS[0]); i++)
		sink->add(sink->context, SEEDS[i].name, SEEDS[i].reaches, bytes_from(SEEDS[i].program, SEEDS[i].len));
}

/* Whole operations: challenges with tokens, and times that matter. */
static const char *const DICTIONARY[] = {
	"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
	"\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
	"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x22\\x00\\x00",
	"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x00\\x00",
	"\\x00\\x01\\x00\\x00\\x00\\x00\\xff\\x00\\x00\\x00\\x00\\x00",
	"\\x00\\x01\\x02\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
	"\\x00\\x01\\x20\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
	"\\x00\\x01\\x00\\x0a\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00", "\\x02\\x05", "\\x02\\x04", "\\x03\\x01\\x50",
	"\\x03\\x1e\\x40", "\\x03\\x01\\x30", "\\x03\\x58\\x12", "\\x03\\x57\\x12", "\\x06\\x00\\x00",
	"\\x06\\x01\\x00", "\\x06\\x00\\x02", "\\x04", "\\x05", "\\x07", "\\x08", "\\x09\\x1f\\x01",
	"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x80\\x00\\x00", NULL
};

extern const struct surface surface_debug_token;
const struct surface surface_debug_token = {
	.enters = "service_session_open",
	.max_len = TOKEN_PROGRAM_MAX_LEN,
	.init = init,
	.run = run,
	.repair = token_program_repair,
	.make_seeds = make_seeds,
	.dictionary = DICTIONARY,
};
