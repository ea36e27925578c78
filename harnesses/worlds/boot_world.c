/* SPDX-License-Identifier: Apache-2.0 */
/* Buttons and what is looked at behind each of them. */
#include "harnesses/worlds/boot_world.h"

#include <string.h>

#include "reference-impl/boot/component.h"
#include "reference-impl/boot/rom.h"
#include "reference-impl/boot/running.h"

static struct bytes cells_of(const struct boot_world *w, unsigned int space)
{
	return bytes_of_buffer(w->sim.chip.nor.space[space]);
}

static struct boot_cells read_cells(const struct boot_world *w)
{
	return boot_cells_read(cells_of(w, NOR_FUSES), cells_of(w, NOR_COUNTERS));
}

static void decide(struct boot_world *w, uint64_t what)
{
	w->life.decisions = (w->life.decisions ^ what) * 0x100000001b3u;
}

static void watch_start(const struct boot_start *start)
{
	FZ_BOOT_001_starts_only_signed(start);
	FZ_BOOT_002_starts_no_revoked_key(start);
	FZ_BOOT_003_starts_none_below_the_counter(start);
	FZ_BOOT_008_measured_is_what_started(start);
}

static bool signer_is_fused(const struct boot_world *w, const struct boot_known *known)
{
	struct crypto_sha256 hash;

	if (known == NULL)
		return false;
	harness_holds(crypto_sha256(BYTES_OF(w->images.keys[known->signer].key.spki), &hash) == RESULT_OK, "a key can't be hashed");
	return memcmp(hash.at, cells_of(w, NOR_FUSES).at + FUSE_KEY_HASH + known->signer * CRYPTO_SHA256_LEN, CRYPTO_SHA256_LEN) == 0;
}

static void look_at_start(struct boot_world *w, unsigned int component, const struct boot_cells *before)
{
	struct boot_start start = { .component = component, .before = before };

	start.known = boot_images_find(&w->images, w->sim.started.image);
	start.signer_is_fused = signer_is_fused(w, start.known);
	start.measured = w->sim.log.measured[component == BOOT_COMPONENT_LOADER ? COMPONENT_LOADER : COMPONENT_OS];
	if (w->life.watched)
		watch_start(&start);
	decide(w, start.known == NULL ? 0 : (uint64_t)(start.known - w->images.known) + 1);
	if (component == BOOT_COMPONENT_OS)
		w->life.running = start.known;
}

/* Counters and revocations as they are now, against those of before. */
static void watch_cells(const struct boot_world *w, const struct boot_cells *before)
{
	struct boot_cells now = read_cells(w);

	if (w->life.watched)
		FZ_BOOT_004_nothing_falls_back(before, &now);
}

/* The loader is there with what the ROM would have given it: its measurement, and its slot locked. */
static bool enter_loader(struct boot_world *w, const struct boot_cells *before)
{
	const struct platform *p = &w->platform;
	const struct component loader = { .kind = COMPONENT_LOADER, .digest = w->images.known[IMAGE_LOADER].digest };
	uint64_t starts = w->sim.started.count;

	if (w->life.through_rom) {
		if (rom_boot(p) != RESULT_OK || w->sim.started.count == starts)
			return false;
		look_at_start(w, BOOT_COMPONENT_LOADER, before);
		return true;
	}
	harness_holds(p->measurements.enter(p->measurements.context, &loader) == RESULT_OK &&
			      p->control.lock(p->control.context, LOCK_LOADER_SLOT) == RESULT_OK &&
			      chip_enter_next(&w->sim.chip) == RESULT_OK,
		      "the loader can't be entered");
	return true;
}

/* Instead of a loop at the port: boot_world_stage() plays it later. */
static enum result serve(void *context, const struct platform *platform, enum boot_slot kept, const char *reason)
{
	struct boot_world *w = context;

	(void)platform;
	(void)reason;
	w->life.runs = RUNS_LOADER;
	w->life.kept = kept;
	return RESULT_OK;
}

static void watch_boot(const struct boot_world *w, const struct boot_cells *before)
{
	struct boot_cells after = read_cells(w);

	if (w->life.runs == RUNS_OS && !w->life.tampered)
		FZ_BOOT_012_failed_trial_stays_out(w->life.failed_trial, w->life.running);
	if (w->life.runs == RUNS_LOADER)
		FZ_BOOT_009_download_mode_is_not_measured_as_an_image(&w->sim.log.measured[COMPONENT_OS], w->images.known, IMAGE_COUNT);
	if (!w->life.tampered && !w->life.confirm_tried)
		FZ_BOOT_011_trial_raises_no_counter(before->counter[COUNTER_OS], after.counter[COUNTER_OS]);
}

static void look_at_boot(struct boot_world *w, uint64_t starts, const struct boot_cells *before)
{
	if (w->sim.started.count != starts) {
		w->life.runs = RUNS_OS;
		look_at_start(w, BOOT_COMPONENT_OS, before);
		w->life.on_trial = w->sim.chip.latch.set;
		w->life.vouched = !w->life.tampered && (w->life.vouched || !w->life.on_trial);
	}
	if (w->life.watched)
		watch_boot(w, before);
	decide(w, w->life.runs + 16 * (uint64_t)w->life.kept);
}

/* The same image in both slots has a second, good reason to run. */
static bool is_in_both_slots(const struct boot_world *w, const struct boot_known *image)
{
	return boot_images_find(&w->images, cells_of(w, FLASH_SLOT_A)) == image &&
	       boot_images_find(&w->images, cells_of(w, FLASH_SLOT_B)) == image;
}

/* What ran on trial had its try with the end of this boot, unless it was about to confirm. */
static void end_what_runs(struct boot_world *w)
{
	if (w->life.runs == RUNS_OS && w->life.on_trial && !w->life.answered && !is_in_both_slots(w, w->life.running))
		w->life.failed_trial = w->life.running;
	w->life.answered = false;
	w->life.runs = RUNS_NOTHING;
	w->life.running = NULL;
	w->life.on_trial = false;
	w->life.kept = BOOT_SLOT_NONE;
}

static void boot(struct boot_world *w)
{
	const struct boot_server server = { w, serve };
	struct boot_cells before = read_cells(w);
	uint64_t operations = w->sim.chip.nor.operations, starts;

	w->life.boots++;
	if (enter_loader(w, &before)) {
		starts = w->sim.started.count;
		if (loader_boot(&w->platform, &server) != RESULT_OK)
			w->life.runs = RUNS_NOTHING;
		look_at_boot(w, starts, &before);
	}
	watch_cells(w, &before);
	w->life.quiet = operations == w->sim.chip.nor.operations && w->sim.chip.nor.powered && w->sim.chip.nor.faults.count == 0 &&
		   w->sim.chip.reason.cause == BOOT_POWER_ON && !w->sim.chip.reason.download_strap;
	decide(w, w->sim.chip.nor.operations);
}

void boot_world_power(struct boot_world *w, bool strap)
{
	end_what_runs(w);
	sim_power_on(&w->sim, strap);
	boot(w);
}

void boot_world_reset(struct boot_world *w, enum boot_cause cause)
{
	if (!w->sim.chip.nor.powered || w->life.runs == RUNS_NOTHING)
		return;
	end_what_runs(w);
	sim_reset(&w->sim, cause);
	boot(w);
}

static enum result offer(struct boot_world *w, struct bytes image, uint8_t path)
{
	enum port_server server = w->life.runs == RUNS_OS ? PORT_SERVER_OS : PORT_SERVER_DOWNLOAD;
	enum boot_slot kept = w->life.runs == RUNS_OS ? boot_running_slot(&w->platform) : w->life.kept;
	struct stage *stage = &w->port.service.stage;
	enum result result;

	service_port_init(&w->port, &w->platform, server, kept, "");
	result = stage_begin(stage, path, (uint32_t)image.len);
	if (result == RESULT_OK)
		result = stage_data(stage, 0, image);
	return result == RESULT_OK ? stage_end(stage) : result;
}

/* Storage that lies may spoil a good image while it is written; then it is refused with a trace. */
static void watch_staging(const struct boot_world *w, const struct boot_known *known, enum result result, const struct boot_cells *before)
{
	const struct nor *nor = &w->sim.chip.nor;

	if (result == RESULT_OK)
		FZ_BOOT_014_stages_only_what_may_start(known, before);
	else if (nor->powered && nor->faults.count == 0)
		FZ_BOOT_007_refused_leaves_no_trace(BYTES_OF(w->before), BYTES_OF(w->storage), nor->operations - w->operations_before);
}

void boot_world_stage(struct boot_world *w, struct bytes image, uint8_t path)
{
	const struct boot_known *known = boot_images_find(&w->images, image);
	struct boot_cells before = read_cells(w);
	enum result result;

	if (w->life.runs == RUNS_NOTHING || !w->sim.chip.nor.powered)
		return;
	memcpy(w->before, w->storage, sizeof(w->storage));
	w->operations_before = w->sim.chip.nor.operations;
	result = offer(w, image, path);
	watch_cells(w, &before);
	if (w->life.watched)
		watch_staging(w, known, result, &before);
	if (known == w->life.failed_trial)
		w->life.failed_trial = NULL;
	w->life.quiet = false;
	decide(w, result + 64);
}

void boot_world_confirm(struct boot_world *w)
{
	const struct control *control = &w->platform.control;
	struct boot_cells before = read_cells(w);
	enum result result;

	if (w->life.runs != RUNS_OS)
		return;
	w->life.confirm_tried = w->life.answered = true;
	result = control->confirm(control->context);
	w->life.vouched = !w->life.tampered && (w->life.vouched || result == RESULT_OK);
	decide(w, result);
	watch_cells(w, &before);
	w->life.quiet = false;
}

/* A signed OS that turned on its device: it tries whatever the platform offers it against what is locked. */
void boot_world_attack_from_os(struct boot_world *w, enum flash_region region)
{
	static const uint8_t zeros[16], ones[4] = { 0xff, 0xff, 0xff, 0xff };
	const struct platform *p = &w->platform;
	struct bytes locked[3] = { cells_of(w, FLASH_LOADER), cells_of(w, NOR_FUSES), cells_of(w, NOR_COUNTERS) };
	struct chip_latch latch = w->sim.chip.latch;

	if (w->life.runs != RUNS_OS || !w->sim.chip.nor.powered)
		return;
	memcpy(w->before, w->storage, sizeof(w->storage));
	decide(w, p->flash.program(p->flash.context, region, 0, BYTES_OF(zeros)));
	decide(w, p->flash.erase(p->flash.context, region, 0));
	decide(w, p->fuses.burn(p->fuses.context, FUSE_KEY_REVOKED, BYTES_OF(ones)));
	decide(w, p->counters.raise(p->counters.context, COUNTER_OS, UINT32_MAX - 1));
	decide(w, p->control.latch_confirm(p->control.context, COUNTER_OS, UINT32_MAX - 1, 0));
	decide(w, p->control.lock(p->control.context, 0));
	for (size_t i = 0; i < sizeof(locked) / sizeof(locked[0]); i++)
		FZ_BOOT_013_runs_behind_locks(bytes_from(w->before + (locked[i].at - w->storage), locked[i].len), locked[i]);
	FZ_BOOT_013_runs_behind_locks(BYTES_OF(latch.value), BYTES_OF(w->sim.chip.latch.value));
	boot_world_touch(w);
}

void boot_world_touch(struct boot_world *w)
{
	w->life.tampered = true;
	w->life.vouched = false;
	w->life.quiet = false;
}

static bool has_ended(const struct boot_world *w)
{
	return w->life.runs != RUNS_NOTHING || w->life.through_rom;
}

void boot_world_settle(struct boot_world *w, bool again)
{
	bool was_bootable = w->life.vouched && !w->life.tampered;
	const struct boot_known *settled;

	nor_arm_cut(&w->sim.chip.nor, 0, RIG_TEAR_NONE);
	nor_fault_clear(&w->sim.chip.nor);
	for (unsigned int i = 0; i < BOOT_WORLD_SETTLE_MAX && !w->life.quiet; i++)
		boot_world_power(w, false);
	FZ_BOOT_010_recovery_ends(has_ended(w), !w->life.quiet);
	FZ_BOOT_005_bootable_stays_bootable(was_bootable, w->life.runs == RUNS_OS);
	settled = w->life.running;
	if (!again)
		return;
	boot_world_power(w, false);
	FZ_BOOT_006_same_flash_same_choice(settled, w->life.running);
}

const char *boot_world_runs_name(const struct boot_world *w)
{
	static const char *const names[] = { [RUNS_NOTHING] = "nothing", [RUNS_LOADER] = "recovery" };

	return w->life.runs == RUNS_OS ? boot_image_letters[w->life.running - w->images.known] : names[w->life.runs];
}
