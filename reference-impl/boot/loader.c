/* SPDX-License-Identifier: Apache-2.0 */
/* Power on to "started" or "served": read, choose, settle, latch, lock, measure, start. */

#include "reference-impl/boot/choice.h"
#include "reference-impl/boot/console_line.h"
#include "reference-impl/boot/load.h"
#include "reference-impl/boot/loader.h"
#include "reference-impl/boot/measure.h"
#include "reference-impl/boot/settle.h"
#include "reference-impl/boot/verdict.h"

struct attempt {
	const struct platform *platform;
	enum boot_mode mode;
	struct boot_reason reason;
	struct boot_config config;
	struct boot_state state;
	bool left_for_last;   /* an image was seen that may start if nothing else does */
	enum boot_slot slot; /* chosen and settled; BOOT_SLOT_NONE: none */
	enum boot_use use;
	struct boot_verdict verdict; /* on the slot that was looked at last */
};

static const char *slot_name(enum boot_slot slot)
{
	return slot == BOOT_SLOT_A ? "slot a: " : "slot b: ";
}

static void say(const struct attempt *a, const char *what, const char *detail)
{
	if (!a->config.quiet)
		boot_say(a->platform, "LOADER: ", what, detail);
}

static enum result look_at(struct attempt *a, enum boot_slot slot)
{
	struct bytes image;
	enum result result = boot_load(a->platform, boot_slot_region(slot), &image);

	if (result == RESULT_OK)
		result = boot_judge(a->platform, BOOT_COMPONENT_OS, image, &a->verdict);
	return result;
}

/* What may be done with the image that was looked at, by its standing and its counter. */
static enum boot_use use_of(const struct attempt *a, enum boot_slot slot)
{
	const struct counters *counters = &a->platform->counters;
	enum boot_standing standing = boot_state_standing(&a->state, slot, &a->verdict.digest);
	uint32_t stored = 0;

	if (counters->read(counters->context, COUNTER_OS, &stored) != RESULT_OK)
		return BOOT_USE_NOT;
	return boot_choice_use(a->mode, standing, a->verdict.image.security_counter == stored);
}

static bool take(struct attempt *a, enum boot_slot slot, enum boot_use least)
{
	enum boot_use use;
	enum result result = look_at(a, slot);

	if (result == RESULT_OK) {
		use = use_of(a, slot);
		a->left_for_last |= use == BOOT_USE_LAST;
		if (use < least)
			return false;
		result = boot_settle(a->platform, slot, use, &a->verdict, &a->state);
	}
	if (result != RESULT_OK) {
		boot_say(a->platform, "LOADER: ", slot_name(slot), result_sentence(result));
		return false;
	}
	a->slot = slot;
	a->use = use;
	return true;
}

/* Each slot is looked at once, and again only if it was left for last. */
static bool choose(struct attempt *a)
{
	enum boot_slot order[BOOT_SLOT_COUNT];

	a->slot = BOOT_SLOT_NONE;
	a->left_for_last = false;
	boot_choice_order(&a->state, &a->config, order);
	if (take(a, order[0], BOOT_USE_TRY) || take(a, order[1], BOOT_USE_TRY))
		return true;
	return a->left_for_last && (take(a, order[0], BOOT_USE_LAST) || take(a, order[1], BOOT_USE_LAST));
}

/* A trial may confirm itself, within its time; an image that is confirmed has nothing to confirm. */
static enum result prepare_trial(const struct attempt *a)
{
	const struct control *control = &a->platform->control;
	enum result result;

	if (a->use != BOOT_USE_TRY && a->use != BOOT_USE_LAST)
		return RESULT_OK;
	result = control->latch_confirm(control->context, COUNTER_OS, a->verdict.image.security_counter,
					boot_state_confirm_offset(&a->state));
	if (result == RESULT_OK)
		result = control->watchdog(control->context, a->config.watchdog_ms);
	return result;
}

static enum result lock(const struct attempt *a)
{
	const struct control *control = &a->platform->control;

	return control->lock(control->context, LOCK_LOADER_SLOT | LOCK_FUSES | LOCK_COUNTERS);
}

/* Up to the lock nothing is final, and another way can be taken; *ret_final: only a reset is left. */
static enum result launch(const struct attempt *a, bool *ret_final)
{
	enum result result = prepare_trial(a);

	if (result == RESULT_OK)
		result = lock(a);
	*ret_final = result == RESULT_OK;
	if (result == RESULT_OK)
		result = boot_measure_config(a->platform, &a->config);
	if (result == RESULT_OK)
		result = boot_measure_image(a->platform, COMPONENT_OS, &a->verdict);
	if (result != RESULT_OK)
		return result;
	say(a, slot_name(a->slot), a->use >= BOOT_USE_ADOPT ? "starting" : "starting on trial");
	return boot_permit_start(a->platform, &a->verdict.permit);
}

/* Finishes what a confirmed image may have left half done, then opens the port under a measurement of its own. */
static enum result serve(struct attempt *a, const struct boot_server *server, const char *reason)
{
	const struct control *control = &a->platform->control;
	enum result result;

	a->mode = BOOT_MODE_SERVE;
	boot_say(a->platform, a->reason.download_strap ? "LOADER: download: " : "LOADER: recovery: ", reason, "");
	(void)choose(a);
	result = lock(a);
	if (result == RESULT_OK)
		result = boot_measure_config(a->platform, &a->config);
	if (result == RESULT_OK)
		result = boot_measure_download_mode(a->platform);
	if (result == RESULT_OK)
		result = control->watchdog(control->context, 0);
	return result == RESULT_OK ? server->serve(server->context, a->platform, a->slot, reason) : result;
}

static enum result gather(struct attempt *a)
{
	const struct control *control = &a->platform->control;
	enum result result = boot_config_read(a->platform, &a->config);

	if (result == RESULT_OK)
		result = control->boot_reason(control->context, &a->reason);
	boot_state_read(a->platform, &a->state);
	if (a->state.present && a->state.tried && !a->state.confirmed)
		say(a, "the last trial was not confirmed", "");
	return result;
}

/* Why nothing is started, NULL if an image was chosen and settled. */
static const char *decide(struct attempt *a)
{
	if (gather(a) != RESULT_OK)
		return "what the boot depends on can't be read";
	a->mode = boot_choice_mode(&a->reason, &a->state);
	if (a->reason.download_strap)
		return "the download pin is held";
	if (a->mode != BOOT_MODE_SERVE && choose(a))
		return NULL;
	return a->mode == BOOT_MODE_NORMAL ? "no slot holds an image that may start" : "too many crashes in a row";
}

enum result loader_boot(const struct platform *platform, const struct boot_server *server)
{
	struct attempt a = { .platform = platform, .slot = BOOT_SLOT_NONE };
	const char *reason = decide(&a);
	bool is_final = false;
	enum result result;

	if (!reason) {
		result = launch(&a, &is_final);
		if (result == RESULT_OK || is_final)
			return result;
		reason = "the image could not be started";
	}
	return serve(&a, server, reason);
}
