/* SPDX-License-Identifier: Apache-2.0 */
/* One life of the device: from power or reset to the next reset, cut, or silence. */

#include "reference-impl/device/device_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/boot/rom.h"
#include "reference-impl/device/os.h"

enum { CHUNK_LEN = 2000, FRAMES_MAX = 16, FRAME_ROOM = 24576 };

struct talk {
	uint8_t room[FRAME_ROOM];
	struct writer w;
	struct bytes frames[FRAMES_MAX];
	size_t count;
};

/* The bytes written since `start` are one frame. */
static void end_frame(struct talk *t, size_t start)
{
	if (t->w.failed != RESULT_OK || t->count == FRAMES_MAX)
		abort();
	t->frames[t->count++] = bytes_from(t->room + start, t->w.used - start);
}

static void add_command(struct talk *t, enum port_command command)
{
	size_t start = t->w.used;

	writer_u8(&t->w, (uint8_t)command);
	end_frame(t, start);
}

static void add_update(struct talk *t, struct device_fixture_update update)
{
	size_t start = t->w.used;

	writer_u8(&t->w, PORT_STAGE_BEGIN);
	writer_u8(&t->w, update.path);
	writer_u32_le(&t->w, (uint32_t)update.image.len);
	end_frame(t, start);
	for (uint32_t at = 0; at < update.image.len; at += CHUNK_LEN) {
		size_t rest = update.image.len - at;

		start = t->w.used;
		writer_u8(&t->w, PORT_STAGE_DATA);
		writer_u32_le(&t->w, at);
		writer_bytes(&t->w, bytes_from(update.image.at + at, rest < CHUNK_LEN ? rest : CHUNK_LEN));
		end_frame(t, start);
	}
	add_command(t, PORT_STAGE_END);
}

static void power_or_reset(struct boot_fixture *f, bool strap)
{
	if (f->sim.chip.nor.powered && f->sim.chip.reset_asked && !strap)
		sim_reset(&f->sim, BOOT_RESET);
	else
		sim_power_on(&f->sim, strap);
}

/* The results say nothing here: what counts is what runs and what is stored. */
static void run(struct boot_fixture *f)
{
	uint64_t starts = f->sim.started.count;

	f->running = 0;
	if (rom_boot(&f->platform) != RESULT_OK)
		return;
	if (loader_boot(&f->platform, &service_port_of_loader) != RESULT_OK || f->sim.started.count != starts + 2)
		return;
	f->running = (char)f->sim.started.payload.at[0];
	if (os_run(&f->platform) != RESULT_OK)
		return;
}

void device_fixture_live(struct boot_fixture *f, bool strap, enum device_fixture_talk talk,
			 struct device_fixture_update update)
{
	static struct talk t;

	t.w = writer_over(BUFFER_OF(t.room));
	t.count = 0;
	power_or_reset(f, strap);
	add_command(&t, PORT_INFO);
	if (talk == TALK_UPDATE)
		add_update(&t, update);
	add_command(&t, PORT_RESET);
	sim_port_offer(&f->sim, t.frames, t.count);
	run(f);
}
