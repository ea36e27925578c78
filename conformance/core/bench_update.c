/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Offers and boots. The suite's payload serves no updates, so a unit that runs one is put into
 * download mode first; the maker's firmware takes an update as it runs.
 */

#include "conformance/core/bench_update.h"

#include <stdio.h>
#include <string.h>

#include "conformance/core/bench_ask.h"
#include "conformance/core/bench_told.h"

enum { UPDATE_ASK_MS = 60000 };

void power(struct bench *b, enum power state)
{
	struct rig_power_takes takes = { .state = (enum rig_power_state)((int)state + RIG_POWER_STATE_ON) };
	struct answer answer = { 0 };

	bench_console_skip(b);
	if (bench_is_silent(b))
		return;
	(void)call_rig_power(&b->witness->link, b->number, b->facts->boot_ms + BENCH_ASK_MS, &takes, &answer);
	bench_settle(b, "rig.power", &answer);
	answer_release(&answer);
	if (state == POWER_SLEEP)
		return;
	b->unit.runs.name[0] = '\0';
	b->unit.maker_runs = false;
}

bool can_sleep(const struct bench *b)
{
	return bench_can(b, "sleep");
}

bool bench_same_canary(struct bench *b, struct image x, struct image y)
{
	const struct bench_image *image_x = bench_image(b, x), *image_y = bench_image(b, y);

	return image_x != NULL && image_y != NULL && strcmp(image_x->canary.name, image_y->canary.name) == 0;
}

/* What runs is remembered; what it confirmed counts as the newest, never less than before. */
static void learn(struct bench *b, const struct seen *seen)
{
	struct bench_image *image = bench_image(b, seen->image);

	b->unit.maker_runs = seen->kind == SEEN_FIRMWARE;
	if (seen->kind != SEEN_IMAGE || image == NULL) {
		b->unit.runs.name[0] = '\0';
		return;
	}
	image->ran = true;
	b->ran = seen->image.handle;
	b->unit.runs = image->canary;
	b->unit.runs_version = image->security_version;
	b->unit.maker_gone = true;
	if (seen->confirmed)
		b->unit.stays = image->canary;
	if (seen->confirmed && image->security_version > b->unit.newest)
		b->unit.newest = image->security_version;
}

/* A target without a console shows that it runs by answering device.info. */
static struct seen look_without_console(struct bench *b)
{
	struct device_info_gives gives;
	struct answer answer = { 0 };
	struct seen seen = { 0 };
	uint64_t waited = 0;

	while (seen.kind == SEEN_NOTHING && waited <= b->facts->boot_ms && !bench_is_silent(b)) {
		if (call_device_info(&b->witness->link, b->number, b->facts->boot_ms, &gives, &answer) == ANSWER_GIVEN) {
			bench_hear_version(b, &gives);
			seen.kind = SEEN_FIRMWARE;
		}
		waited += answer.ms == 0 ? 1 : answer.ms;
		answer_release(&answer);
	}
	return seen;
}

struct seen bench_look(struct bench *b, struct watch_order order)
{
	struct seen seen;

	if (bench_is_silent(b))
		return (struct seen){ 0 };
	if (bench_facts_demand(b->facts, "rig.console")) {
		order.firmware = !b->unit.maker_gone;
		seen = bench_watch(b, order);
	} else {
		seen = look_without_console(b);
	}
	if (!bench_is_silent(b))
		learn(b, &seen);
	return seen;
}

struct seen bench_boot(struct bench *b, bool confirmed)
{
	power(b, POWER_CYCLE);
	return bench_look(b, (struct watch_order){ .confirmed = confirmed, .reset = true });
}

struct seen boot(struct bench *b)
{
	return bench_boot(b, false);
}

struct seen boot_to_confirmed(struct bench *b)
{
	return bench_boot(b, true);
}

struct seen look(struct bench *b)
{
	return bench_look(b, (struct watch_order){ .confirmed = false });
}

static struct reply ask_update(struct bench *b, const struct device_update_takes *takes)
{
	uint32_t transfer_ms = (uint32_t)(takes->image.len / 8); /* a slow serial line */
	struct device_update_gives gives = { 0 };
	struct answer answer = { 0 };
	enum result settled;
	struct reply reply;

	if (bench_is_silent(b))
		return (struct reply){ .reason = "" };
	(void)call_device_update(&b->witness->link, b->number, UPDATE_ASK_MS + b->facts->boot_ms + transfer_ms, takes, &gives, &answer);
	settled = bench_settle(b, "device.update", &answer);
	reply = bench_reply(b, settled, &answer);
	if (reply.given && gives.state == DEVICE_UPDATE_STATE_INTERRUPTED)
		reply = (struct reply){ .refused = true, .reason = "interrupted" };
	answer_release(&answer);
	return reply;
}

static enum device_update_path path_of(enum update_path path)
{
	return path == PATH_RECOVERY ? DEVICE_UPDATE_PATH_RECOVERY : DEVICE_UPDATE_PATH_NORMAL;
}

static void get_ready_for_update(struct bench *b, enum update_path path)
{
	if (bench_can(b, "download") && (path == PATH_RECOVERY || !b->unit.maker_runs))
		power(b, POWER_DOWNLOAD);
}

struct reply offer(struct bench *b, struct image image, enum update_path path)
{
	struct device_update_takes takes = { .path = path_of(path), .image = image_bytes(b, image) };

	if (takes.image.at == NULL)
		bench_decide(b, VERDICT_ERROR, NULL, "the check offers an image that there is not");
	if (bench_is_silent(b))
		return (struct reply){ .reason = "" };
	if (bench_image(b, image)->security_version > b->unit.offered)
		b->unit.offered = bench_image(b, image)->security_version;
	get_ready_for_update(b, path);
	return ask_update(b, &takes);
}

static bool should_confirm(struct bench *b, struct image image)
{
	const struct bench_image *known = bench_image(b, image);

	return known != NULL && known->script == SCRIPT_CONFIRM;
}

struct tried bench_try(struct bench *b, struct image image, enum update_path path)
{
	struct tried tried = { .reply = offer(b, image, path) };

	tried.seen = bench_boot(b, should_confirm(b, image) && tried.reply.given);
	return tried;
}

const char *bench_not_running(struct bench *b, const struct tried *tried, struct image image)
{
	char words[400];

	if (tried->seen.kind == SEEN_IMAGE && bench_same_canary(b, tried->seen.image, image)) {
		if (!should_confirm(b, image) || tried->seen.confirmed)
			return NULL;
		return "it runs and was not confirmed";
	}
	if (!tried->reply.refused)
		return bench_seen_words(b, &tried->seen, image);
	(void)snprintf(words, sizeof(words), "the device refused it (%.150s), and %s", tried->reply.reason,
		       bench_seen_words(b, &tried->seen, image));
	return bench_keep_text(b, words);
}
