/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The CBOR reader under its three rules, entered with any bytes.
 *
 * Raw: the input is the item. Repaired: it is made well-formed first (harnesses/mutators/cbor_mend.h).
 * Promises: FZ-CBOR-001 to 005 (harnesses/oracles/cbor.h).
 */
#include <stdio.h>

#include "harnesses/mutators/cbor_mend.h"
#include "harnesses/oracles/cbor.h"
#include "harnesses/surface.h"
#include "reference-impl/base/text.h"

enum { MAX_LEN = 512 };

static void tell(struct surface_trace *trace, const struct cbor_answers *answers)
{
	char outcome[sizeof(trace->outcome)];

	surface_fold(trace, answers->well_formed);
	surface_fold(trace, answers->tolerant);
	surface_fold(trace, answers->deterministic);
	if (answers->deterministic == RESULT_OK)
		surface_outcome(trace, "deterministic");
	else if (answers->tolerant == RESULT_OK)
		surface_outcome(trace, "tolerated");
	else if (answers->well_formed == RESULT_OK)
		surface_outcome(trace, "well-formed");
	else {
		(void)snprintf(outcome, sizeof(outcome), "refused: %s", result_name(answers->well_formed));
		surface_outcome(trace, outcome);
	}
}

static void run(struct bytes input, struct surface_trace *trace)
{
	struct cbor_item item = { .kind = CBOR_NOTHING }, other;
	struct cbor_seen seen = { 0 };
	struct cbor_answers answers;

	answers.well_formed = cbor_parse(input, CBOR_WELL_FORMED, &item);
	answers.tolerant = cbor_parse(input, CBOR_TOLERANT, &other);
	answers.deterministic = cbor_parse(input, CBOR_DETERMINISTIC, &other);
	FZ_CBOR_002_rules_are_nested(&answers);
	if (answers.well_formed == RESULT_OK) {
		seen = cbor_visit(&item);
		surface_fold(trace, seen.items);
		FZ_CBOR_003_tolerates_nothing_ambiguous(&answers, &seen);
		FZ_CBOR_004_written_again_is_the_same(input, &item, answers.deterministic);
	}
	FZ_CBOR_005_peer_agrees(answers.well_formed, &seen, cbor_peer_judge(input));
	tell(trace, &answers);
}

static const struct seed {
	const char *name, *reaches, *hex;
	bool repaired;
} SEEDS[] = {
	{ "token", "deterministic", "a60a480101010101010101190100420102190109677461673a70736119095a2019095b19300019095f81a20162424c02420506", false },
	{ "sign1", "deterministic", "d28443a10126a1044231314161410a", false },
	{ "scalars", "deterministic", "8a00181819010020f4f6f97e00fa47c35000fb3ff199999999999a1bffffffffffffffff", false },
	{ "text", "deterministic", "8362c3bc63e6b0b464f0908591", false },
	{ "tags", "deterministic", "c0c1c2d9d9f700", false },
	{ "float-key", "deterministic", "a1f93c0000", false },
	{ "unsorted", "tolerated", "a320000100617800", false },
	{ "wide-heads", "tolerated", "98021900011a00000002", false },
	{ "wide-float", "tolerated", "fb3ff0000000000000", false },
	{ "nested-values-in-order-search", "tolerated", "a303a101820102028001c04100", false },
	{ "duplicate", "well-formed", "a301000200180100", false },
	{ "bad-text", "well-formed", "62c080", false },
	{ "indefinite", "well-formed", "bf01020203039f0405ff61615f41014102ff61627f6161ffff", false },
	{ "odd-simple", "deterministic", "82e0f8ff", false },
	{ "deep", "deterministic", "8181818181818181818181818181818100", false },
	{ "too-deep", "refused: too-large", "818181818181818181818181818181818100", false },
	{ "cut-off", "refused: truncated", "8301", false },
	{ "huge-array", "refused: truncated", "9b0000000100000000", false },
	{ "huge-map", "refused: truncated", "bb8000000000000000", false },
	{ "huge-string", "refused: truncated", "5b8000000000000000", false },
	{ "break-outside", "refused: malformed", "81ff", false },
	{ "reserved", "refused: malformed", "1c", false },
	{ "trailing", "refused: malformed", "0000", false },
	{ "mended-scalar", "deterministic", "00", true },
	{ "mended-map", "deterministic", "a401", true },
	{ "mended-indefinite", "well-formed", "9f01bf02", true },
	{ "mended-huge", "tolerated", "9bffffffffffffffff0102", true },
};

static void make_seeds(const struct seed_sink *sink)
{
	for (size_t i = 0; i < sizeof(SEEDS) / sizeof(SEEDS[0]); i++) {
		uint8_t room[128] = { SEEDS[i].repaired };
		struct bytes rest;
		enum result result = text_read_hex(bytes_of_text(SEEDS[i].hex), (struct buffer){ room + 1, sizeof(room) - 1 }, &rest);

		harness_holds(result == RESULT_OK, "a seed is no hexadecimal");
		sink->add(sink->context, SEEDS[i].name, SEEDS[i].reaches, bytes_from(room, 1 + rest.len));
	}
}

static const char *const DICTIONARY[] = { "\\x9f", "\\xbf", "\\x5f", "\\x7f", "\\xff", "\\xf6", "\\xf8\\x20", "\\xf9\\x7e\\x00",
					  "\\xfa\\x47\\xc3\\x50\\x00", "\\xfb\\x3f\\xf1\\x99\\x99\\x99\\x99\\x99\\x9a", "\\x1b\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff",
					  "\\x3b\\x80\\x00\\x00\\x00\\x00\\x00\\x00\\x00", "\\x5b\\x80\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
					  "\\x9b\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00", "\\xbb\\x80\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
					  "\\xd2\\x84", "\\xa1\\x01\\x26", "\\xd9\\xd9\\xf7", "\\xc2\\x41\\x00", "\\xed\\xa0\\x80", "\\x18\\x17", "\\x78\\x01", NULL };

extern const struct surface surface_cbor;
const struct surface surface_cbor = {
	.enters = "cbor_parse",
	.max_len = MAX_LEN,
	.run = run,
	.repair = cbor_mend,
	.make_seeds = make_seeds,
	.dictionary = DICTIONARY,
};
