/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The device's life: a program of steps, tokens, power cuts, and fuses that fail or were tampered with
 * (worlds/lifecycle_program.h).
 *
 * Repaired: steps are asked for by one who may, for this device. Promises: FZ-LIFECYCLE-001 to 006
 * (harnesses/oracles/lifecycle.h).
 */
#include "harnesses/surface.h"
#include "harnesses/worlds/lifecycle_program.h"

static struct lifecycle_world w;

static void init(void)
{
	lifecycle_world_init(&w);
}

static void run(struct bytes input, struct surface_trace *trace)
{
	static const char *const states[] = { "unknown", "blank", "module", "device" };

	lifecycle_program_run(&w, input);
	surface_fold(trace, w.rot.life.decisions);
	surface_fold(trace, w.states);
	surface_outcome(trace, w.rot.sim.chip.nor.powered ? states[w.told.state % 4] : "off");
}

static const struct seed {
	const char *name, *reaches;
	uint8_t program[32]; /* with mode, start and factory */
	size_t len;
} SEEDS[] = {
#define PROGRAM(start, factory, ...) { 0, start, factory, __VA_ARGS__ }, 3 + sizeof((uint8_t[]){ __VA_ARGS__ })
#define NEXT LIFE_STEPS, 0, 0, 0
#define TO(state) LIFE_STEPS, 0, 1 + LIFE_##state, 0
#define OPENS(added) LIFE_CHALLENGES, LIFE_OPENS, 0, added
	{ "grows-old", "device", PROGRAM(ROT_BLANK, 0, NEXT, LIFE_POWER, NEXT, LIFE_RESET, NEXT) },
	{ "steps-of-the-os", "module", PROGRAM(ROT_BLANK, 0, LIFE_STEPS, 1, 0, 0, LIFE_POWER) },
	{ "steps-of-others", "blank", PROGRAM(ROT_BLANK, 0, LIFE_STEPS, 2, 0, 0, LIFE_STEPS, 3, 0, 0) },
	{ "skips", "blank", PROGRAM(ROT_BLANK, 0, TO(DEVICE), LIFE_POWER) },
	{ "goes-back", "device", PROGRAM(ROT_BOOTED, 0, TO(MODULE), TO(BLANK), TO(UNKNOWN), LIFE_POWER) },
	{ "goes-nowhere", "module", PROGRAM(ROT_MODULE, 0, TO(MODULE), LIFE_STEPS, 0, 6, 0) },
	{ "other-device", "blank", PROGRAM(ROT_BLANK, 0, LIFE_STEPS, 0, 0, 16, LIFE_STEPS, 0, 0, 1) },
	{ "second-half-differs", "blank", PROGRAM(ROT_BLANK, 0, LIFE_STEPS, 0, 0, 9, LIFE_STEPS, 0, 0, 12, LIFE_STEPS, 0, 0, 16) },
	{ "first-half-differs", "blank", PROGRAM(ROT_BLANK, 0, LIFE_STEPS, 0, 0, 1, LIFE_STEPS, 0, 0, 4, LIFE_STEPS, 0, 0, 8) },
	{ "no-identity", "blank", PROGRAM(ROT_BLANK, LIFE_NO_IDENTITY, NEXT) },
	{ "no-maker-key", "module", PROGRAM(ROT_MODULE, LIFE_NO_MAKER_KEY, NEXT) },
	{ "maker-key-dead", "module", PROGRAM(ROT_MODULE, LIFE_MAKER_KEY_DEAD, NEXT) },
	{ "test-key", "module", PROGRAM(ROT_MODULE, LIFE_TEST_KEY, NEXT) },
	{ "test-key-dead", "device", PROGRAM(ROT_MODULE, LIFE_TEST_KEY_DEAD, NEXT) },
	{ "test-service-key", "module", PROGRAM(ROT_MODULE, LIFE_TEST_SERVICE_KEY, NEXT) },
	{ "cut-before", "module", PROGRAM(ROT_MODULE, 0, LIFE_CUTS, 0, 0, NEXT, LIFE_POWER) },
	{ "cut-within", "device", PROGRAM(ROT_MODULE, 0, LIFE_CUTS, 0, 2, NEXT, LIFE_POWER) },
	{ "cut-within-first", "module", PROGRAM(ROT_BLANK, 0, LIFE_CUTS, 0, 2, NEXT, LIFE_POWER) },
	{ "cut-half", "blank", PROGRAM(ROT_BLANK, 0, LIFE_CUTS, 0, 1, NEXT, LIFE_POWER) },
	{ "cut-and-off", "off", PROGRAM(ROT_BLANK, 0, LIFE_CUTS, 0, 1, NEXT) },
	{ "unreadable", "unknown", PROGRAM(ROT_BOOTED, 0, LIFE_FAILS, LIFE_PART_STATE, LIFE_POWER, NEXT, TO(BLANK), OPENS(0)) },
	{ "unreadable-reset", "unknown", PROGRAM(ROT_MODULE, 0, LIFE_FAILS, LIFE_PART_STATE, LIFE_RESET, NEXT, TO(DEVICE), OPENS(0)) },
	{ "unreadable-within-a-step", "unknown", PROGRAM(ROT_BLANK, 0, LIFE_FAILS, LIFE_PART_STATE, NEXT) },
	{ "heals", "device", PROGRAM(ROT_BOOTED, 0, LIFE_FAILS, LIFE_PART_STATE, LIFE_RESET, LIFE_HEALS, LIFE_RESET) },
	{ "unreadable-id", "unknown", PROGRAM(ROT_MODULE, 0, LIFE_FAILS, LIFE_PART_ID, NEXT) },
	{ "unreadable-id-at-power-on", "module", PROGRAM(ROT_MODULE, 0, LIFE_FAILS, LIFE_PART_ID, LIFE_POWER, LIFE_HEALS, NEXT, OPENS(0)) },
	{ "unreadable-revocations", "module", PROGRAM(ROT_MODULE, LIFE_MAKER_KEY_DEAD, LIFE_FAILS, LIFE_PART_REVOKED, NEXT) },
	{ "unreadable-keys", "module", PROGRAM(ROT_MODULE, LIFE_TEST_KEY, LIFE_FAILS, LIFE_PART_KEYS, NEXT) },
	{ "unreadable-service-key", "module", PROGRAM(ROT_MODULE, LIFE_TEST_SERVICE_KEY, LIFE_FAILS, LIFE_PART_SERVICE_KEY, NEXT) },
	{ "blown-spare", "unknown", PROGRAM(ROT_BOOTED, 0, LIFE_BLOWS, 2, 1, LIFE_POWER, NEXT, TO(BLANK), OPENS(0)) },
	{ "blown-last", "unknown", PROGRAM(ROT_BLANK, 0, LIFE_BLOWS, 3, 0x80, LIFE_RESET, NEXT, OPENS(0)) },
	{ "blown-device-alone", "device", PROGRAM(ROT_BLANK, 0, LIFE_BLOWS, 1, 4, LIFE_RESET, NEXT) },
	{ "blown-one-bit", "module", PROGRAM(ROT_BLANK, 0, LIFE_BLOWS, 0, 16, LIFE_POWER) },
	{ "session-and-step", "device", PROGRAM(ROT_MODULE, 0, OPENS(0), NEXT, LIFE_RESET) },
	{ "session-and-unknown", "unknown", PROGRAM(ROT_MODULE, 0, LIFE_FAILS, LIFE_PART_STATE, LIFE_RESET, OPENS(0), OPENS(2)) },
	{ "session-before-unknown", "unknown", PROGRAM(ROT_MODULE, 0, OPENS(0), LIFE_FAILS, LIFE_PART_STATE, LIFE_RESET) },
	{ "challenge-and-step", "device", PROGRAM(ROT_MODULE, 0, LIFE_CHALLENGES, NEXT, LIFE_OPENS, 0, 0, LIFE_OPENS, 0, 255) },
	{ "blank-session", "blank", PROGRAM(ROT_BLANK, 0, OPENS(0), OPENS(1), LIFE_RESET) },
#undef OPENS
#undef TO
#undef NEXT
#undef PROGRAM
};

static void make_seeds(const struct seed_sink *sink)
{
	for (size_t i = 0; i < sizeof(SEEDS) / sizeof(SEEDS[0]); i++)
		sink->add(sink->context, SEEDS[i].name, SEEDS[i].reaches, bytes_from(SEEDS[i].program, SEEDS[i].len));
}

/* Whole operations: steps, damage, and sessions. */
static const char *const DICTIONARY[] = {
	"\\x00\\x00\\x00\\x00", "\\x00\\x00\\x00\\x01", "\\x00\\x00\\x04\\x00", "\\x00\\x00\\x03\\x00",
	"\\x00\\x00\\x00\\x10", "\\x03\\x00\\x00", "\\x03\\x00\\x02", "\\x03\\x00\\x01", "\\x04\\x00", "\\x04\\x01",
	"\\x04\\x02", "\\x04\\x03", "\\x04\\x04", "\\x05", "\\x06\\x01\\x04", "\\x06\\x02\\x01", "\\x06\\x03\\x80",
	"\\x07\\x08\\x00", "\\x07\\x08\\x00\\x00", "\\x08\\x00\\x00", "\\x08\\x00\\xff", "\\x08\\x00\\x02", NULL
};

extern const struct surface surface_lifecycle;
const struct surface surface_lifecycle = {
	.enters = "lifecycle_step",
	.max_len = LIFECYCLE_PROGRAM_MAX_LEN,
	.init = init,
	.run = run,
	.repair = lifecycle_program_repair,
	.make_seeds = make_seeds,
	.dictionary = DICTIONARY,
};
