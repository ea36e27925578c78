/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A transcript of unknown origin: read, and if it is one, judged by a suite of three small checks.
 *
 * Raw: the input is the file. Repaired: lines, chain, names of blobs and sums are made good after the
 * fuzzer's change, so that what the records say is what is tested. What oracles change is chosen by
 * the bytes themselves. Promises: FZ-TRANSCRIPT-001 to 007 (harnesses/oracles/transcript.h).
 */
#include <stdio.h>
#include <string.h>

#include "harnesses/mutators/transcript_mend.h"
#include "harnesses/oracles/transcript.h"
#include "harnesses/surface.h"
#include "harnesses/worlds/judge_world.h"

enum { MAX_LEN = 16384 };

static uint64_t hash_of(struct bytes text)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ text.at[i]) * 0x100000001b3u;
	return hash;
}

/* "p" for a check that passed, "-" for every other, in the order of their names. */
static void tell(const json_t *verdicts, struct surface_trace *trace)
{
	char outcome[sizeof(trace->outcome)] = "judged: ";
	size_t used = strlen(outcome), index;
	const json_t *verdict;

	json_array_foreach(json_object_get(verdicts, "checks"), index, verdict) {
		const char *word = json_string_value(json_object_get(verdict, "verdict"));

		if (word != NULL && used + 1 < sizeof(outcome))
			outcome[used++] = strcmp(word, "pass") == 0 ? 'p' : '-';
	}
	surface_outcome(trace, outcome);
}

static void judge(struct bytes input, struct surface_trace *trace)
{
	const struct judge_order order = judge_world_order();
	struct transcript_judged judged = { .why = { "" } };

	judged.result = judge_transcript(&order, input, &judged.verdicts, &judged.why);
	FZ_TRANSCRIPT_005_judged_alike_twice(&order, input, &judged);
	if (judged.result != RESULT_OK) {
		surface_outcome(trace, "no verdict");
		return;
	}
	FZ_TRANSCRIPT_006_pass_stands_on_records(input, judged.verdicts);
	FZ_TRANSCRIPT_007_dropped_record_is_missed(&order, input, judged.verdicts);
	tell(judged.verdicts, trace);
	json_decref(judged.verdicts);
}

static void run(struct bytes input, struct surface_trace *trace)
{
	uint64_t choice = hash_of(input);
	struct transcript_reading reading;
	struct complaint why;
	enum result result = transcript_read(input, TRANSCRIPT_WHOLE, &reading, &why);

	if (result != RESULT_OK) {
		surface_fold(trace, hash_of(bytes_of_text(why.text)));
		surface_outcome(trace, "refused");
		return;
	}
	FZ_TRANSCRIPT_001_accepted_is_canonical(input);
	FZ_TRANSCRIPT_002_chain_holds(input);
	FZ_TRANSCRIPT_003_edit_is_noticed(input, (size_t)(choice >> 8), (uint8_t)choice);
	FZ_TRANSCRIPT_004_cut_is_noticed(&reading, (size_t)(choice >> 24));
	transcript_reading_release(&reading);
	judge(input, trace);
}

static struct bytes repair(struct bytes input, struct buffer room)
{
	return transcript_mend(input, room);
}

static const struct spoilt {
	const char *name, *reaches;
	enum judge_world_device device;
	bool repaired;
	size_t cut;                /* bytes taken off the end */
	const char *find, *change; /* in the text, before it is mended */
} SEEDS[] = {
	{ "good", "judged: ppp", DEVICE_GOOD, false, 0, NULL, NULL },
	{ "good-repaired", "judged: ppp", DEVICE_GOOD, true, 0, NULL, NULL },
	{ "refuses", "judged: pp-", DEVICE_REFUSES, true, 0, NULL, NULL },
	{ "lies", "judged: p--", DEVICE_LIES, true, 0, NULL, NULL },
	{ "silent", "judged: ---", DEVICE_IS_SILENT, true, 0, NULL, NULL },
	{ "loses-firmware", "judged: -pp", DEVICE_LOSES_FIRMWARE, true, 0, NULL, NULL },
	{ "cut-off", "refused", DEVICE_GOOD, false, 1, NULL, NULL },
	{ "without-end", "refused", DEVICE_GOOD, true, 200, NULL, NULL },
	{ "other-question", "no verdict", DEVICE_GOOD, true, 0, "device.info", "device.inof" },
	{ "other-unit", "no verdict", DEVICE_GOOD, true, 0, "\"unit\":0", "\"unit\":7" },
	{ "other-seed", "no verdict", DEVICE_GOOD, true, 0, "\"seed\":\"01", "\"seed\":\"02" },
	{ "other-suite", "no verdict", DEVICE_GOOD, true, 0, "\"digest\":\"0", "\"digest\":\"1" },
	{ "stopped", "no verdict", DEVICE_GOOD, true, 0, "rig.console", "suite.stop " },
	{ "no-such-blob", "no verdict", DEVICE_GOOD, true, 0, "\"$blob\":\"", "\"$blob\":\"none" },
	{ "other-lane", "no verdict", DEVICE_GOOD, true, 0, "\"lane\":0", "\"lane\":9" },
	{ "float", "refused", DEVICE_GOOD, true, 0, "\"boot_ms\":100", "\"boot_ms\":1e2" },
};

/* Overwrites the first place where it is found with as many bytes. */
static void change(struct bytes text, const struct spoilt *seed)
{
	uint8_t *at = seed->find == NULL ? NULL : memmem(text.at, text.len, seed->find, strlen(seed->find));

	if (at != NULL)
		memcpy(at, seed->change, strlen(seed->change));
}

static void make_seed(const struct seed_sink *sink, const struct spoilt *seed)
{
	static uint8_t plain[MAX_LEN], room[1 + MAX_LEN];
	struct buffer rest = { room + 1, sizeof(room) - 1 };
	struct writer w = writer_over(BUFFER_OF(plain));
	struct bytes text;

	judge_world_write(seed->device, &w);
	harness_holds(writer_finish(&w, &text) == RESULT_OK, "a transcript does not fit");
	change(text, seed);
	room[0] = seed->repaired;
	if (!seed->repaired)
		text = transcript_mend(text, rest);
	else if (bytes_copy(rest, text) == RESULT_OK)
		text.at = rest.at;
	sink->add(sink->context, seed->name, seed->reaches, bytes_from(room, 1 + text.len - seed->cut));
}

static void make_seeds(const struct seed_sink *sink)
{
	for (size_t i = 0; i < sizeof(SEEDS) / sizeof(SEEDS[0]); i++)
		make_seed(sink, &SEEDS[i]);
}

static const char *const DICTIONARY[] = {
	"{\\\"head\\\":{", "{\\\"blob\\\":\\\"", "\\\"bytes\\\":\\\"", "{\\\"answer\\\":{\\\"kind\\\":\\\"given\\\"", "\\\"kind\\\":\\\"refused\\\"",
	"\\\"kind\\\":\\\"unsupported\\\"", "\\\"kind\\\":\\\"error\\\"", "\\\"kind\\\":\\\"broken\\\"", "\\\"reason\\\":\\\"", "\\\"result\\\":{",
	"\\\"took\\\":1", "\\\"check\\\":\\\"names_itself\\\"", "\\\"check\\\":\\\"keeps_its_port_closed\\\"", "\\\"lane\\\":0", "\\\"lane\\\":63",
	"\\\"method\\\":\\\"suite.stop\\\"", "\\\"method\\\":\\\"suite.timeout\\\"", "\\\"method\\\":\\\"suite.resume\\\"", "\\\"ms\\\":",
	"\\\"request\\\":{\\\"params\\\":{}", "\\\"unit\\\":0", "{\\\"$blob\\\":\\\"", "{\\\"end\\\":{\\\"complete\\\":true", "\\\"complete\\\":false",
	"\\\"seed\\\":\\\"", "\\\"selected\\\":[\\\"names_itself\\\"]", "\\\"order\\\":[", "\\\"lanes\\\":1", "\\\"claims\\\":[", "\\x0a", NULL
};

extern const struct surface surface_transcript;
const struct surface surface_transcript = {
	.enters = "transcript_read",
	.max_len = MAX_LEN,
	.run = run,
	.repair = repair,
	.make_seeds = make_seeds,
	.dictionary = DICTIONARY,
};
