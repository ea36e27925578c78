/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A known start for every check, and a proof of life after it. What an earlier check left behind
 * is put right in steps that grow: ask, power-cycle, install again, take a fresh unit.
 */

#include <stdio.h>
#include <string.h>

#include "conformance/check_device.h"
#include "conformance/check_storage.h"
#include "conformance/core/bench_ask.h"
#include "conformance/core/bench_fresh.h"
#include "conformance/core/bench_told.h"
#include "conformance/core/bench_update.h"
#include "conformance/core/cuts.h"
#include "reference-impl/base/text.h"

/* A canary of an earlier check becomes an image of this one, without bytes: it can be recognised. */
static void adopt_running(struct bench *b)
{
	struct bench_image image = { .canary = b->unit.runs, .security_version = b->unit.runs_version, .script = SCRIPT_CONFIRM };

	b->ran = b->unit.runs.name[0] == '\0' ? 0 : bench_image_add(b, &image).handle;
}

static void keep_firmware(struct bench *b, const struct device_info *info)
{
	if (b->unit.firmware_count > 0)
		return;
	for (size_t i = 0; i < info->firmware_count; i++) {
		if (info->firmware[i].len != CRYPTO_SHA256_LEN) {
			bench_decide(b, VERDICT_ERROR, NULL, "device.info: a firmware digest has %zu bytes, and one of SHA-256 has %d",
				     info->firmware[i].len, CRYPTO_SHA256_LEN);
			return;
		}
		char *hex = b->unit.firmware[b->unit.firmware_count++];
		struct writer w = writer_over((struct buffer){ (uint8_t *)hex, BENCH_FIRMWARE_HEX_LEN - 1 });

		text_write_hex(&w, info->firmware[i]);
		hex[w.used < BENCH_FIRMWARE_HEX_LEN ? w.used : BENCH_FIRMWARE_HEX_LEN - 1] = '\0';
	}
}

static void learn_newest(struct bench *b)
{
	struct device_info info;

	if (b->unit.newest_known)
		return;
	info = device_info(b);
	if (bench_is_silent(b))
		return;
	if (info.has_security_version && info.security_version > b->unit.newest)
		b->unit.newest = (uint32_t)info.security_version;
	if (b->unit.first_newest == 0)
		b->unit.first_newest = b->unit.newest;
	b->unit.newest_known = true;
	keep_firmware(b, &info);
	bench_look_for_version_room(b);
}

void bench_forget_state(struct bench *b)
{
	b->unit.greeted = false;
	b->unit.capability_count = 0;
	b->unit.console_at = 0;
	b->unit.newest_known = false;
	b->unit.runs.name[0] = '\0';
	b->unit.stays.name[0] = '\0';
	b->unit.maker_runs = false;
	b->unit.maker_gone = false;
	b->unit.given_up = false;
	b->ran = 0;
}

/* False if the rig has none to give. */
static bool take_sold_unit(struct bench *b)
{
	return bench_take_fresh(b, NULL) == RESULT_OK;
}

static bool maker_answers(struct bench *b)
{
	struct device_info_gives gives;
	struct answer answer = { 0 };
	bool answers;

	if (bench_is_silent(b))
		return false;
	answers = call_device_info(&b->witness->link, b->number, b->facts->boot_ms + BENCH_ASK_MS, &gives, &answer) == ANSWER_GIVEN;
	if (answers)
		bench_hear_version(b, &gives);
	answer_release(&answer);
	return answers;
}

static bool boots_maker(struct bench *b)
{
	return bench_boot(b, false).kind == SEEN_FIRMWARE;
}

static void prepare_maker(struct bench *b)
{
	if (b->unit.maker_runs && maker_answers(b))
		return;
	if (!b->unit.maker_gone && boots_maker(b)) {
		learn_newest(b);
		return;
	}
	if (!bench_can(b, "fresh")) {
		bench_decide(b, VERDICT_NOT_RUN, NULL, "the maker's firmware does not run any more, and the rig has no fresh unit");
		return;
	}
	if (take_sold_unit(b) && boots_maker(b))
		learn_newest(b);
	else
		bench_decide(b, VERDICT_ERROR, NULL, "the maker's firmware does not answer on a fresh unit");
}

static bool suite_answers(struct bench *b)
{
	struct seen seen;

	if (b->unit.runs.name[0] == '\0')
		return false;
	seen = bench_look(b, (struct watch_order){ .ask_first = true });
	return seen.kind == SEEN_IMAGE;
}

static bool installs(struct bench *b)
{
	struct image image;
	struct tried tried;

	learn_newest(b);
	image = kit_image(b, .security_version = b->unit.newest);
	if (bench_is_silent(b))
		return false;
	tried = bench_try(b, image, PATH_NORMAL);
	return !bench_is_silent(b) && bench_not_running(b, &tried, image) == NULL;
}

/* One on trial would give way at the next reset to an image that this check does not know. */
static bool runs_for_good(const struct bench *b)
{
	return b->unit.runs.name[0] != '\0' && strcmp(b->unit.runs.name, b->unit.stays.name) == 0;
}

/* Only an image that was confirmed in this run is a start: its canary is known and it stays. */
static void prepare_suite(struct bench *b)
{
	struct seen seen;

	if (b->unit.given_up) {
		bench_decide(b, VERDICT_NOT_RUN, NULL, "the unit could not be brought back after an earlier check");
		return;
	}
	if (suite_answers(b) && runs_for_good(b))
		return;
	seen = bench_boot(b, false);
	if ((seen.kind == SEEN_IMAGE && runs_for_good(b)) || installs(b))
		return;
	if (!bench_is_silent(b) && take_sold_unit(b)) {
		(void)bench_boot(b, false);
		if (installs(b))
			return;
	}
	if (!bench_is_silent(b))
		b->unit.given_up = true;
	bench_decide(b, VERDICT_ERROR, NULL, "no good image could be brought to run before the check began");
}

static void prepare_any(struct bench *b)
{
	if (b->unit.runs.name[0] == '\0' && !b->unit.maker_runs)
		(void)bench_boot(b, false);
	learn_newest(b);
}

/* A check that was decided in the middle has left its fault or its cut behind. */
static void put_rig_right(struct bench *b)
{
	if (b->fault_armed)
		(void)fault_clear(b);
	if (b->cut_armed)
		disarm_cut(b);
}

void bench_prepare(struct bench *b, enum firmware firmware)
{
	put_rig_right(b);
	if (b->unit.spent && !bench_is_silent(b))
		(void)take_sold_unit(b);
	bench_look_for_version_room(b);
	adopt_running(b);
	if (firmware == FIRMWARE_ANY)
		prepare_any(b);
	else if (firmware == FIRMWARE_SUITE && bench_facts_demand(b->facts, "kit.image"))
		prepare_suite(b);
	else
		prepare_maker(b);
}

static bool answers_now(struct bench *b)
{
	return b->unit.maker_runs ? maker_answers(b) : suite_answers(b);
}

void bench_prove_alive(struct bench *b)
{
	bool ran = b->unit.runs.name[0] != '\0' || b->unit.maker_runs;
	struct seen seen;

	if (ran && answers_now(b))
		return;
	seen = bench_boot(b, false);
	if (bench_is_silent(b))
		return;
	if (seen.kind == SEEN_NOTHING || seen.kind == SEEN_STRANGER || seen.kind == SEEN_SPOKE)
		bench_decide(b, VERDICT_FAIL, "the unit lives after the check", "%s", bench_seen_words(b, &seen, seen.image));
	else if (ran)
		bench_decide(b, VERDICT_FAIL, "the unit lives after the check", "it hung, and answers only after its power was cycled");
}
