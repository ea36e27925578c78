/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The root of trust, spoken to by anybody: a program of messages, resets, power cuts and time
 * (worlds/mailbox_program.h).
 *
 * Repaired: every message is well-formed and every body is made, so that commands are reached and not only
 * their doors. Promises: FZ-MAILBOX-001 to 010 (harnesses/oracles/mailbox.h).
 */
#include "harnesses/surface.h"
#include "harnesses/worlds/mailbox_program.h"

static struct rot_world w;
static struct rot_texts texts;

static void ask_for_next(enum mailbox_command question, struct bytes body)
{
	if (w.life.is_up && w.sim.chip.nor.powered)
		FZ_MAILBOX_006_next_is_answered(question, rot_world_probe(&w, MAILBOX_OS, question, body));
}

static void watch_sealed(const struct mailbox_exchange *e)
{
	const struct mailbox_sealed_text *text;

	if (mailbox_exchange_result(e) != RESULT_OK)
		return;
	if (mailbox_exchange_command(e) == MAILBOX_SEAL)
		rot_texts_keep(&texts, e);
	if (mailbox_exchange_command(e) != MAILBOX_UNSEAL)
		return;
	text = rot_texts_find(&texts, e);
	if (text != NULL || !texts.lost_some)
		FZ_MAILBOX_010_sealed_opens_for_its_owner(e, text);
}

static void watch(struct rot_world *world, const struct mailbox_exchange *e)
{
	(void)world;
	FZ_MAILBOX_001_replies_are_whole(e);
	FZ_MAILBOX_002_granted_by_the_table(e);
	FZ_MAILBOX_003_log_only_grows(e);
	FZ_MAILBOX_004_secrets_stay_inside(e);
	FZ_MAILBOX_005_failed_is_undone(e);
	FZ_MAILBOX_007_counters_move_as_asked(e);
	FZ_MAILBOX_008_evidence_is_of_this_moment(e);
	watch_sealed(e);
	ask_for_next(MAILBOX_SECURITY_STATE, bytes_from(NULL, 0));
}

static void init(void)
{
	rot_world_init(&w);
	w.watch = watch;
}

static void run(struct bytes input, struct surface_trace *trace)
{
	static const uint8_t one[2] = { 1, 0 };

	texts.count = 0;
	texts.lost_some = false;
	mailbox_program_run(&w, &texts, input);
	if (!w.life.noise_stopped)
		ask_for_next(MAILBOX_RANDOM, BYTES_OF(one));
	surface_fold(trace, w.life.decisions);
	surface_outcome(trace, w.life.messages == 0 ? "nothing was said" : result_name(rot_world_result(&w)));
}

enum { MADE = MAILBOX_MADE, SHARED = MAILBOX_MADE | ROT_MEMORY_SHARED, CHANGING = MAILBOX_MADE | ROT_MEMORY_CHANGING };

static const struct seed {
	const char *name, *reaches;
	uint8_t program[80]; /* with mode and start */
	size_t len;
} SEEDS[] = {
#define PROGRAM(start, ...) { 0, start, __VA_ARGS__ }, 2 + sizeof((uint8_t[]){ __VA_ARGS__ })
#define AS(role, command) MAILBOX_SENDS, MAILBOX_##role, 0, MAILBOX_##command, MADE
#define APP(who, command) MAILBOX_SENDS, MAILBOX_APP, who, MAILBOX_##command, MADE
#define HOW(role, command, how) MAILBOX_SENDS, MAILBOX_##role, 0, MAILBOX_##command, how
#define ZEROS(role, command) MAILBOX_SENDS, MAILBOX_##role, 0, command, MADE, 0
#define FOUR(role, first) ZEROS(role, first), ZEROS(role, (first) + 1), ZEROS(role, (first) + 2), ZEROS(role, (first) + 3)
#define EACH(role, first) PROGRAM(ROT_BOOTED, FOUR(role, first), FOUR(role, (first) + 4), FOUR(role, (first) + 8))
#define BIT(n) MAILBOX_SENDS, MAILBOX_OS, MAILBOX_RESERVED(n), MAILBOX_SECURITY_STATE, MAILBOX_NOT_ZERO, 0
#define BITS(first) PROGRAM(ROT_BOOTED, BIT(first), BIT((first) + 1), BIT((first) + 2), BIT((first) + 3), BIT((first) + 4), \
			    BIT((first) + 5), BIT((first) + 6), BIT((first) + 7))
	{ "state", "ok", PROGRAM(ROT_BOOTED, AS(OS, SECURITY_STATE), 0, AS(TOOL, SECURITY_STATE), 0, AS(ROM, SECURITY_STATE), 0) },
	{ "random", "ok", PROGRAM(ROT_BOOTED, AS(OS, RANDOM), 2, 64, 0, APP(0, RANDOM), 2, 255, 255) },
	{ "random-none", "malformed", PROGRAM(ROT_BOOTED, AS(OS, RANDOM), 2, 0, 0) },
	{ "random-stopped", "refused", PROGRAM(ROT_BOOTED, MAILBOX_STOPS_NOISE, AS(OS, CHALLENGE), 0, AS(OS, SEAL), 3, 0, 1, 9, AS(OS, RANDOM), 1, 9) },
	{ "boots", "ok", PROGRAM(ROT_FRESH, MAILBOX_BOOTS, 3, AS(OS, BOOT_LOG), 0, AS(OS, REGISTER), 1, 3) },
	{ "boots-again", "ok", PROGRAM(ROT_BOOTED, MAILBOX_RESET, MAILBOX_BOOTS, 5, AS(OS, BOOT_LOG), 0, MAILBOX_POWER, AS(ROM, BOOT_LOG), 0) },
	{ "recovers", "ok", PROGRAM(ROT_FRESH, AS(LOADER, RECOVERY), 0, MAILBOX_BOOTS, 3, AS(OS, ATTEST), 2, 0, 1) },
	{ "recovers-late", "refused", PROGRAM(ROT_BOOTED, AS(LOADER, RECOVERY), 0) },
	{ "apps-are-measured", "ok", PROGRAM(ROT_BOOTED, AS(OS, MEASURE), 2, 4, 1, AS(OS, MEASURE), 2, 4, 2, AS(OS, MEASURE), 2, 4, 1,
					     AS(OS, MEASURE), 3, 4, 1, 9, AS(OS, REGISTER), 1, 4, AS(AGENT, BOOT_LOG), 0) },
	{ "os-measured-twice", "refused", PROGRAM(ROT_BOOTED, AS(LOADER, MEASURE), 2, 3, 1) },
	{ "loader-measured-by-os", "refused", PROGRAM(ROT_BOOTED, AS(OS, MEASURE), 2, 1, 1) },
	{ "loader-measured-by-os-first", "refused", PROGRAM(ROT_FRESH, AS(OS, MEASURE), 2, 1, 1) },
	{ "app-measured-by-loader", "refused", PROGRAM(ROT_BOOTED, AS(LOADER, MEASURE), 2, 4, 1) },
	{ "os-measured-by-rom", "refused", PROGRAM(ROT_FRESH, AS(ROM, MEASURE), 2, 1, 1, AS(ROM, MEASURE), 2, 3, 1) },
	{ "attest", "ok", PROGRAM(ROT_BOOTED, AS(OS, ATTEST), 2, 0, 1, AS(AGENT, ATTEST), 2, 1, 7, APP(0, ATTEST), 2, 2, 9) },
	{ "attest-apps", "ok", PROGRAM(ROT_BOOTED, AS(OS, MEASURE), 2, 4, 1, APP(MAILBOX_FAR_APP, ATTEST), 2, 0, 5) },
	{ "attest-after-fault", "ok", PROGRAM(ROT_BOOTED, AS(ROM, FAULT_REPORT), 1, 8, AS(OS, ATTEST), 2, 2, 1, AS(OS, FAULTS), 0) },
	{ "attest-module", "ok", PROGRAM(ROT_MODULE, MAILBOX_BOOTS, 1, AS(OS, ATTEST), 2, 0, 1) },
	{ "attest-33", "malformed", PROGRAM(ROT_BOOTED, HOW(OS, ATTEST, 0), 33, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
					    19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33) },
	{ "attest-changing", "ok", PROGRAM(ROT_BOOTED, HOW(OS, ATTEST, CHANGING), 2, 1, 3) },
	{ "certificates", "ok", PROGRAM(ROT_BOOTED, AS(OS, CERTIFICATES), 0, APP(MAILBOX_ALL, CERTIFICATES), 0, AS(TOOL, DEVICE_KEY), 0) },
	{ "certificates-not-granted", "refused", PROGRAM(ROT_BOOTED, APP(MAILBOX_ALL_BUT_THIS, CERTIFICATES), 0) },
	{ "seals", "ok", PROGRAM(ROT_BOOTED, AS(OS, SEAL), 3, 5, 1, 20, AS(OS, UNSEAL), 1, 0) },
	{ "seals-app", "ok", PROGRAM(ROT_BOOTED, APP(0, SEAL), 3, 1, 1, 20, APP(0, UNSEAL), 1, 0) },
	{ "seals-nothing", "ok", PROGRAM(ROT_BOOTED, APP(0, SEAL), 3, 1, 1, 0, APP(0, UNSEAL), 1, 0) },
	{ "seals-changing", "ok", PROGRAM(ROT_BOOTED, HOW(OS, SEAL, CHANGING), 3, 5, 1, 20, HOW(OS, UNSEAL, CHANGING), 1, 0) },
	{ "unseal-other-app", "refused", PROGRAM(ROT_BOOTED, APP(0, SEAL), 3, 1, 1, 20, APP(MAILBOX_OTHER_APP, UNSEAL), 1, 0) },
	{ "unseal-far-app", "refused", PROGRAM(ROT_BOOTED, APP(0, SEAL), 3, 1, 1, 20, APP(MAILBOX_FAR_APP, UNSEAL), 1, 0) },
	{ "unseal-other-name", "refused", PROGRAM(ROT_BOOTED, AS(OS, SEAL), 3, 1, 1, 20, AS(OS, UNSEAL), 2, 0, 5) },
	{ "unseal-other-role", "refused", PROGRAM(ROT_BOOTED, AS(OS, SEAL), 3, 1, 1, 20, APP(0, UNSEAL), 1, 0) },
	{ "unseal-changed", "refused", PROGRAM(ROT_BOOTED, AS(OS, SEAL), 3, 1, 1, 20, AS(OS, UNSEAL), 4, 0, 0, 30, 1) },
	{ "unseal-changed-tag", "refused", PROGRAM(ROT_BOOTED, AS(OS, SEAL), 3, 1, 1, 20, AS(OS, UNSEAL), 4, 0, 0, 52, 1) },
	{ "unseal-in-debug", "refused", PROGRAM(ROT_BOOTED, AS(OS, SEAL), 3, 1, 1, 20, AS(OS, CHALLENGE), 0, AS(OS, SERVICE_OPEN), 0, AS(OS, UNSEAL), 1, 0) },
	{ "unseal-after-reset", "ok", PROGRAM(ROT_BOOTED, AS(OS, SEAL), 3, 1, 1, 20, MAILBOX_POWER, MAILBOX_BOOTS, 4, AS(OS, UNSEAL), 1, 0) },
	{ "unseal-generation", "ok", PROGRAM(ROT_BOOTED, APP(0, SEAL), 3, 1, 1, 20, AS(OS, SEAL_ADVANCE), 1, 0, APP(0, UNSEAL), 1, 0) },
	{ "unseal-long-gone", "refused", PROGRAM(ROT_BOOTED, APP(0, SEAL), 3, 1, 1, 20, AS(OS, SEAL_ADVANCE), 1, 0, AS(OS, SEAL_ADVANCE), 1, 0,
						 APP(0, UNSEAL), 1, 0) },
	{ "advance-others", "ok", PROGRAM(ROT_BOOTED, AS(OS, SEAL_ADVANCE), 1, 1, AS(OS, SEAL), 3, 1, 1, 20, AS(OS, UNSEAL), 1, 0) },
	{ "client", "ok", PROGRAM(ROT_BOOTED, AS(AGENT, CLIENT_GENERATE), 0, AS(AGENT, CLIENT_COMMIT), 0, AS(AGENT, CLIENT_READ), 0,
				  AS(AGENT, CLIENT_SIGN), 2, 1, 1, AS(AGENT, CLIENT_GENERATE), 0) },
	{ "client-other-key", "refused", PROGRAM(ROT_BOOTED, AS(AGENT, CLIENT_GENERATE), 0, AS(AGENT, CLIENT_COMMIT), 1, 1) },
	{ "client-cut", "io", PROGRAM(ROT_BOOTED, AS(AGENT, CLIENT_GENERATE), 0, MAILBOX_CUTS, 0, AS(AGENT, CLIENT_COMMIT), 0) },
	{ "client-none", "not-found", PROGRAM(ROT_BOOTED, AS(AGENT, CLIENT_COMMIT), 0, AS(AGENT, CLIENT_SIGN), 1, 0) },
	{ "client-renewed-by-app", "refused", PROGRAM(ROT_BOOTED, APP(0, CLIENT_GENERATE), 0) },
	{ "counters", "ok", PROGRAM(ROT_BOOTED, AS(OS, COUNTER_READ), 1, 0, AS(LOADER, COUNTER_READ), 1, 1, AS(OS, COUNTER_RAISE), 5, 2, 9, 0, 1, 0,
				    AS(AGENT, COUNTER_READ), 1, 2) },
	{ "counter-falls", "refused", PROGRAM(ROT_BOOTED, AS(OS, COUNTER_RAISE), 5, 2, 9, 0, 0, 0, AS(OS, COUNTER_RAISE), 5, 2, 8, 0, 0, 0) },
	{ "counter-of-a-stage", "refused", PROGRAM(ROT_BOOTED, AS(OS, COUNTER_RAISE), 5, 1, 99, 0, 0, 0) },
	{ "counter-cut", "io", PROGRAM(ROT_BOOTED, MAILBOX_CUTS, 8, AS(OS, COUNTER_RAISE), 5, 2, 99, 0, 0, 0) },
	{ "lifecycle", "ok", PROGRAM(ROT_BLANK, AS(TOOL, LIFECYCLE), 1, 2, AS(OS, LIFECYCLE), 1, 3, AS(TOOL, SECURITY_STATE), 0) },
	{ "lifecycle-skips", "refused", PROGRAM(ROT_BLANK, AS(TOOL, LIFECYCLE), 1, 3) },
	{ "lifecycle-other-device", "refused", PROGRAM(ROT_BLANK, AS(TOOL, LIFECYCLE), 2, 2, 1) },
	{ "debug", "ok", PROGRAM(ROT_BOOTED, AS(TOOL, CHALLENGE), 0, AS(TOOL, SERVICE_OPEN), 0, AS(OS, ATTEST), 2, 0, 1, AS(OS, SERVICE_CLOSE), 0,
				 AS(OS, SECURITY_STATE), 0) },
	{ "service", "ok", PROGRAM(ROT_BOOTED, AS(TOOL, CHALLENGE), 0, AS(TOOL, SERVICE_OPEN), 1, 1, MAILBOX_WAITS, 11, AS(OS, ATTEST), 2, 0, 1) },
	{ "token-changing", "ok", PROGRAM(ROT_BOOTED, AS(TOOL, CHALLENGE), 0, HOW(TOOL, SERVICE_OPEN, CHANGING), 0) },
	{ "token-of-before", "refused", PROGRAM(ROT_BOOTED, AS(TOOL, CHALLENGE), 0, AS(TOOL, SERVICE_OPEN), 2, 0, 1) },
	{ "tokens-refused", "refused", PROGRAM(ROT_BOOTED, AS(TOOL, SERVICE_OPEN), 0, AS(TOOL, CHALLENGE), 0, AS(TOOL, SERVICE_OPEN), 2, 0, 1,
						 AS(TOOL, CHALLENGE), 0, AS(TOOL, SERVICE_OPEN), 2, 0, 1, MAILBOX_POWER) },
	{ "faults", "malformed", PROGRAM(ROT_FRESH, AS(ROM, FAULT_REPORT), 1, 7, AS(LOADER, FAULT_REPORT), 1, 0) },
	{ "nobody", "refused", PROGRAM(ROT_BOOTED, AS(NOBODY, SECURITY_STATE), 0, MAILBOX_SENDS, MAILBOX_ROLE_COUNT, 0, MAILBOX_RANDOM, MADE, 1, 9) },
	{ "app-not-granted", "refused", PROGRAM(ROT_BOOTED, APP(MAILBOX_ALL_BUT_THIS, RANDOM), 1, 9, APP(MAILBOX_NONE, ATTEST), 0) },
	{ "app-only-this", "ok", PROGRAM(ROT_BOOTED, APP(MAILBOX_ONLY_THIS, SEAL), 3, 1, 1, 1, APP(MAILBOX_ONLY_THIS, RANDOM), 1, 9) },
	{ "tool-asks-for-evidence", "ok", PROGRAM(ROT_BOOTED, AS(TOOL, ATTEST), 2, 0, 1) },
	{ "tool-seals", "refused", PROGRAM(ROT_BOOTED, AS(TOOL, SEAL), 3, 1, 1, 20) },
	{ "tool-raises-a-counter", "refused", PROGRAM(ROT_BOOTED, AS(TOOL, COUNTER_RAISE), 5, 2, 9, 0, 1, 0) },
	{ "tool-advances-seals", "refused", PROGRAM(ROT_BOOTED, AS(TOOL, SEAL_ADVANCE), 1, 0) },
	{ "each-of-rom-first", "refused", EACH(ROM, 1) },
	{ "each-of-rom-last", "refused", EACH(ROM, 13) },
	{ "each-of-loader-first", "refused", EACH(LOADER, 1) },
	{ "each-of-loader-last", "refused", EACH(LOADER, 13) },
	{ "each-of-os-first", "ok", EACH(OS, 1) },
	{ "each-of-os-last", "ok", EACH(OS, 13) },
	{ "each-of-agent-first", "ok", EACH(AGENT, 1) },
	{ "each-of-agent-last", "refused", EACH(AGENT, 13) },
	{ "each-of-app-first", "refused", EACH(APP, 1) },
	{ "each-of-app-last", "refused", EACH(APP, 13) },
	{ "each-of-tool-first", "refused", EACH(TOOL, 1) },
	{ "each-of-tool-last", "ok", EACH(TOOL, 13) },
	{ "each-of-nobody-first", "refused", EACH(NOBODY, 1) },
	{ "each-of-nobody-last", "refused", EACH(NOBODY, 13) },
	{ "no-command", "unsupported", PROGRAM(ROT_BOOTED, MAILBOX_SENDS, MAILBOX_OS, 0, MAILBOX_COMMAND_END, 0, 0, MAILBOX_SENDS, MAILBOX_OS, 0, 0, 0, 0) },
	{ "not-zero", "malformed", PROGRAM(ROT_BOOTED, HOW(OS, SECURITY_STATE, MAILBOX_NOT_ZERO), 0) },
	{ "reserved-low", "malformed", BITS(0) },
	{ "reserved-high", "malformed", BITS(8) },
	{ "one-more", "malformed", PROGRAM(ROT_BOOTED, HOW(OS, RANDOM, MADE | MAILBOX_ONE_MORE), 1, 9) },
	{ "one-less", "malformed", PROGRAM(ROT_BOOTED, HOW(OS, RANDOM, MADE | MAILBOX_ONE_LESS), 1, 9) },
	{ "cut-short", "malformed", PROGRAM(ROT_BOOTED, HOW(OS, REGISTER, MAILBOX_CUT_SHORT), 5, 1, 2, 3, 4, 5) },
	{ "very-long", "too-large", PROGRAM(ROT_BOOTED, HOW(OS, SEAL, MADE | MAILBOX_VERY_LONG), 3, 1, 1, 9) },
	{ "shared", "ok", PROGRAM(ROT_BOOTED, HOW(OS, REGISTER, SHARED), 1, 3, HOW(OS, ATTEST, SHARED), 2, 2, 9) },
	{ "shared-error", "refused", PROGRAM(ROT_BOOTED, HOW(NOBODY, ATTEST, SHARED), 2, 2, 9) },
#undef BITS
#undef BIT
#undef EACH
#undef FOUR
#undef ZEROS
#undef HOW
#undef APP
#undef AS
#undef PROGRAM
};

static void make_seeds(const struct seed_sink *sink)
{
	for (size_t i = 0; i < sizeof(SEEDS) / sizeof(SEEDS[0]); i++)
		sink->add(sink->context, SEEDS[i].name, SEEDS[i].reaches, bytes_from(SEEDS[i].program, SEEDS[i].len));
}

/* Whole operations: messages, and what happens between them. */
static const char *const DICTIONARY[] = {
	"\\x00\\x06\\x00\\x12\\x04\\x00\\x00\\x06\\x00\\x13\\x04\\x00",
	"\\x00\\x06\\x00\\x12\\x04\\x00\\x00\\x06\\x00\\x13\\x06\\x00",
	"\\x00\\x04\\x00\\x0b\\x04\\x00\\x00\\x04\\x00\\x0c\\x04\\x00",
	"\\x00\\x05\\x30\\x17\\x04\\x00", "\\x00\\x05\\x30\\x07\\x04\\x02\\x00\\x01",
	"\\x00\\x05\\x20\\x02\\x04\\x01\\x09", "\\x00\\x05\\x00\\x08\\x04\\x03\\x01\\x01\\x14",
	"\\x00\\x05\\x01\\x09\\x04\\x01\\x00", "\\x00\\x05\\x00\\x09\\x04\\x02\\x00\\x05",
	"\\x00\\x05\\x02\\x07\\x04\\x02\\x00\\x01", "\\x00\\x03\\x00\\x08\\x04\\x03\\x01\\x01\\x14",
	"\\x00\\x03\\x00\\x09\\x04\\x02\\x00\\x05", "\\x00\\x03\\x00\\x0a\\x04\\x01\\x00",
	"\\x00\\x04\\x00\\x0b\\x04\\x00", "\\x00\\x04\\x00\\x0c\\x04\\x00", "\\x00\\x04\\x00\\x0c\\x04\\x01\\x01",
	"\\x00\\x04\\x00\\x0e\\x04\\x02\\x01\\x01", "\\x00\\x06\\x00\\x12\\x04\\x00", "\\x00\\x06\\x00\\x13\\x04\\x00",
	"\\x00\\x06\\x00\\x13\\x04\\x01\\x01", "\\x00\\x06\\x00\\x14\\x04\\x00",
	"\\x00\\x03\\x00\\x03\\x04\\x02\\x04\\x01", "\\x00\\x03\\x00\\x03\\x04\\x03\\x04\\x01\\x09",
	"\\x00\\x03\\x00\\x10\\x04\\x05\\x02\\x09\\x00\\x01\\x00", "\\x00\\x06\\x00\\x11\\x04\\x01\\x02",
	"\\x00\\x03\\x00\\x07\\x06\\x02\\x01\\x03", "\\x00\\x06\\x00\\x13\\x06\\x00", "\\x00\\x02\\x00\\x06\\x04\\x00",
	"\\x00\\x01\\x00\\x15\\x04\\x01\\x07", "\\x01\\x03", "\\x04\\x00", "\\x04\\x08", "\\x05\\x0b",
	"\\x00\\x05\\x00\\x10\\x04\\x05\\x02\\x09\\x00\\x01\\x00", "\\x00\\x05\\x00\\x0a\\x04\\x01\\x00",
	"\\x00\\x02\\xcc\\x01\\x08\\x00", "\\x00\\x06\\xcc\\x10\\x0c\\x00", NULL
};

extern const struct surface surface_root_of_trust_mailbox;
const struct surface surface_root_of_trust_mailbox = {
	.enters = "mailbox_handle",
	.max_len = MAILBOX_PROGRAM_MAX_LEN,
	.init = init,
	.run = run,
	.repair = mailbox_program_repair,
	.make_seeds = make_seeds,
	.dictionary = DICTIONARY,
};
