/* SPDX-License-Identifier: Apache-2.0 */
/* Three checks, a device that is a table of answers, and a witness that writes text instead of a file. */
#include "harnesses/worlds/judge_world.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/check_debug.h"
#include "conformance/check_device.h"
#include "conformance/core/run_lane.h"
#include "conformance/core/transcript.h"
#include "conformance/requirement.h"
#include "harnesses/oracles/oracle.h"

#define WORLD_SUITE "0000000000000000000000000000000000000000000000000000000000000000"
#define WORLD_RECOVERY "recovery mode"

enum { ANSWER_MS = 60 }; /* so that waiting takes few answers */

static void run_names_itself(struct bench *b)
{
	struct device_info info = device_info(b);

	given_that(b, info.reply.given, "the device says what it is");
	must_be_so(b, info.unit != NULL && info.unit[0] != '\0', "the unit has a name");
}

static void run_keeps_its_port_closed(struct bench *b)
{
	struct debug_answer answer = debug_attach(b);

	must_be_so(b, answer.reply.refused, "the debug port is closed");
}

static void run_keeps_its_firmware(struct bench *b)
{
	struct device_info before = device_info(b), after;

	power(b, POWER_CYCLE);
	after = device_info(b);
	must_be_so(b, before.firmware_count == after.firmware_count, "as many pieces of firmware after a reset as before");
}

static const char *const DEBUG[] = { "rig.debug", NULL };
static const struct check NAMES_ITSELF = { .requirement = "hardware_root_of_trust/attests_what_runs", .run = run_names_itself,
					   .firmware = FIRMWARE_ANY };
static const struct check KEEPS_ITS_PORT_CLOSED = { .requirement = "hardware_root_of_trust/secrets_stay_inside",
						    .run = run_keeps_its_port_closed, .needs = DEBUG, .firmware = FIRMWARE_ANY };
static const struct check KEEPS_ITS_FIRMWARE = { .requirement = "hardware_root_of_trust/runs_what_was_verified",
						   .run = run_keeps_its_firmware, .firmware = FIRMWARE_ANY };

static const struct check_entry CHECKS[] = {
	{ "keeps_its_firmware", "hardware_root_of_trust", &KEEPS_ITS_FIRMWARE },
	{ "keeps_its_port_closed", "hardware_root_of_trust", &KEEPS_ITS_PORT_CLOSED },
	{ "names_itself", "hardware_root_of_trust", &NAMES_ITSELF },
};

struct judge_order judge_world_order(void)
{
	return (struct judge_order){ { CHECKS, sizeof(CHECKS) / sizeof(CHECKS[0]) }, WORLD_SUITE };
}

/* "recovery mode" behind 192 empty lines: long enough to become a blob. */
static json_t *long_text(void)
{
	static const char lines[] = "CgoK", said[] = "cmVjb3ZlcnkgbW9kZQo=";
	char text[4 * 64 + sizeof(said)];

	for (size_t i = 0; i < 64; i++)
		memcpy(text + 4 * i, lines, 4);
	memcpy(text + sizeof(text) - sizeof(said), said, sizeof(said));
	return json_string(text);
}

/* 32 bytes of zeros. */
static const char digest_text[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

struct world_witness {
	struct witness witness;
	enum judge_world_device device;
	const char *check;
	uint64_t lines;
	json_int_t console_len; /* each power-on prints one line */
	unsigned int told;      /* times that it said what it is */
	struct writer *w;
	json_t *blobs;
};

/* "recovery mode\n" to who has not read it yet. */
static json_t *console(const struct world_witness *witness, const json_t *params)
{
	bool is_new = json_integer_value(json_object_get(params, "since")) < witness->console_len;

	return json_pack("{s:o, s:I, s:i}", "bytes", is_new ? long_text() : json_string(""), "next", witness->console_len, "lost", 0);
}

static json_t *info(struct world_witness *witness)
{
	json_t *firmware = json_array();

	if (++witness->told < 4 || witness->device != DEVICE_LOSES_FIRMWARE)
		(void)json_array_append_new(firmware, json_string(digest_text));
	return json_pack("{s:s, s:s, s:o}", "unit", witness->device == DEVICE_LIES ? "" : "u1", "hardware", "h", "firmware", firmware);
}

/* NULL: refused. */
static json_t *result_of(struct world_witness *witness, const struct question *question)
{
	const char *method = question->method;

	if (strcmp(method, "rig.hello") == 0)
		return json_pack("{s:s, s:s, s:[s,s]}", "name", "rig", "serial", "1", "capabilities", "console", "debug");
	if (strcmp(method, "device.info") == 0)
		return info(witness);
	if (strcmp(method, "rig.console") == 0)
		return console(witness, question->params);
	if (strcmp(method, "rig.debug") == 0)
		return witness->device == DEVICE_LIES ? json_pack("{s:s}", "seen", "c2VjcmV0") : NULL;
	if (strcmp(method, "rig.power") == 0)
		witness->console_len += 14;
	return json_object();
}

static void write_json(struct world_witness *witness, json_t *line)
{
	char *text = json_dumps(line, JSON_COMPACT | JSON_SORT_KEYS);

	harness_holds(text != NULL, "memory is out");
	writer_text(witness->w, text);
	writer_text(witness->w, "\n");
	witness->lines++;
	free(text);
	json_decref(line);
}

static enum result write_blob(void *context, const char *sha256, const char *base64)
{
	struct world_witness *witness = context;

	if (json_object_get(witness->blobs, sha256) == NULL)
		write_json(witness, json_pack("{s:s, s:s}", "blob", sha256, "bytes", base64));
	return json_object_set_new(witness->blobs, sha256, json_true()) == 0 ? RESULT_OK : RESULT_INTERNAL;
}

static json_t *answer_json(struct world_witness *witness, const struct answer *answer)
{
	const struct transcript_blobs blobs = { witness, write_blob };

	if (answer->kind == ANSWER_GIVEN)
		return json_pack("{s:s, s:o, s:i}", "kind", "given", "result", transcript_pack(answer->result, &blobs), "took", ANSWER_MS);
	return json_pack("{s:s, s:s, s:i}", "kind", answer->kind == ANSWER_REFUSED ? "refused" : "broken", "reason", answer->reason, "took", ANSWER_MS);
}

/* A device that is silent, or refuses, does so where it is asked as a device. */
static void ask(void *context, const struct question *question, struct answer *ret_answer)
{
	struct world_witness *witness = context;
	bool device = strncmp(question->method, "device.", 7) == 0;
	json_t *answer, *params;

	*ret_answer = (struct answer){ .kind = ANSWER_GIVEN, .ms = ANSWER_MS };
	if (device && witness->device == DEVICE_IS_SILENT)
		*ret_answer = (struct answer){ .kind = ANSWER_BROKEN, .reason = "silence past the deadline", .ms = ANSWER_MS };
	else if (device && witness->device == DEVICE_REFUSES)
		*ret_answer = (struct answer){ .kind = ANSWER_REFUSED, .reason = "not now", .ms = ANSWER_MS };
	else
		ret_answer->result = result_of(witness, question);
	if (ret_answer->kind == ANSWER_GIVEN && ret_answer->result == NULL)
		*ret_answer = (struct answer){ .kind = ANSWER_REFUSED, .reason = "closed", .ms = ANSWER_MS };
	answer = answer_json(witness, ret_answer);
	params = question->params == NULL ? json_object() : json_deep_copy(question->params);
	witness->witness.last = witness->lines;
	if (witness->witness.first == 0)
		witness->witness.first = witness->lines;
	write_json(witness, json_pack("{s:o, s:s, s:i, s:s, s:i, s:{s:o, s:i}}", "answer", answer, "check", witness->check, "lane", 0,
				      "method", question->method, "ms", 10, "request", "params", params, "unit", (int)question->unit));
}

static void enter(void *context, const char *check)
{
	struct world_witness *witness = context;

	witness->check = check;
	witness->witness.first = witness->witness.last = 0;
}

static json_t *head_json(const struct run_plan *plan, const json_t *target, const char *seed_hash)
{
	return json_pack("{s:{s:i, s:o, s:[], s:i, s:{s:s, s:s}, s:i, s:s, s:n, s:{s:s, s:s}, s:O, s:s}}", "head", "lanes", 1, "order",
			 run_plan_names(plan), "practice_because", "protocol", PROTOCOL_VERSION, "run", "id", "fuzz", "started",
			 "2024-01-01T00:00:00Z", "schema", 1, "seed_sha256", seed_hash, "selected", "suite", "digest", WORLD_SUITE, "version",
			 "0", "target", target, "target_sha256", WORLD_SUITE);
}

static void walk(struct world_witness *witness, const struct run_plan *plan, const struct bench_facts *facts, const struct seed *seed)
{
	struct verdict_row rows[sizeof(CHECKS) / sizeof(CHECKS[0])];
	struct lane_walk walk = { .plan = plan, .facts = facts, .seed = seed, .witness = &witness->witness, .rows = rows };

	lane_walk(&walk);
}

void judge_world_write(enum judge_world_device device, struct writer *w)
{
	struct world_witness witness = { .device = device, .check = "", .w = w, .blobs = json_object() };
	json_t *target = json_pack("{s:s, s:n, s:s, s:i, s:i, s:s, s:n, s:b, s:[], s:[], s:n}", "name", "fuzzed", "format", "profile", "device",
				   "boot_ms", 100, "units", 1, "recovery_console", WORLD_RECOVERY, "download_console", "expendable", 0,
				   "claims", "roots", "settings");
	const struct seed seed = { { 1 } };
	char hash[SEED_HEX_LEN], hex[SEED_HEX_LEN];
	struct bench_facts facts;
	struct run_plan plan;
	struct complaint why;
	struct run_plan_order order = { judge_world_order().set, &facts, &seed, NULL, 1 };

	harness_holds(seed_hash_hex(&seed, hash) == RESULT_OK && bench_facts_read(target, &facts, &why) == RESULT_OK &&
			      run_plan_make(&order, &plan, &why) == RESULT_OK,
		      "the small suite can't be planned");
	seed_hex(&seed, hex);
	witness.witness = (struct witness){ .link = { &witness, ask }, .context = &witness, .enter = enter };
	write_json(&witness, head_json(&plan, target, hash));
	walk(&witness, &plan, &facts, &seed);
	write_json(&witness, json_pack("{s:{s:b, s:i, s:s}}", "end", "complete", 1, "records", 0, "seed", hex));
	run_plan_release(&plan);
	bench_facts_release(&facts);
	json_decref(target);
	json_decref(witness.blobs);
}
