/* SPDX-License-Identifier: Apache-2.0 */
/* Steps as calls of the platform's tables. */

#include <string.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/platform/platform_script_fixture.h"

struct script {
	const struct platform *platform;
	const struct bus_header *step;
	struct bytes data;
	struct buffer room;
	struct bus_header *answer;
};

static enum result read_flash(const struct script *s)
{
	const struct flash *flash = &s->platform->flash;
	struct buffer into = { s->room.at, s->step->length };

	s->answer->length = s->step->length;
	return flash->read(flash->context, (enum flash_region)s->step->region, s->step->arg, into);
}

static enum result read_fuses(const struct script *s)
{
	const struct fuses *fuses = &s->platform->fuses;
	struct buffer into = { s->room.at, s->step->length };

	s->answer->length = s->step->length;
	return fuses->read(fuses->context, s->step->arg, into);
}

static enum result enter(const struct script *s)
{
	const struct measurements *m = &s->platform->measurements;
	struct component component = { .kind = (enum component_kind)s->step->region, .security_counter = s->step->arg };

	if (s->data.len != sizeof(component.digest))
		return RESULT_MALFORMED;
	memcpy(component.digest.at, s->data.at, sizeof(component.digest));
	return m->enter(m->context, &component);
}

static enum result read_measurement(const struct script *s)
{
	const struct measurements *m = &s->platform->measurements;
	struct crypto_sha256 value = { { 0 } };
	enum result result = m->read(m->context, (enum component_kind)s->step->region, &value);

	memcpy(s->room.at, value.at, sizeof(value));
	s->answer->length = sizeof(value);
	return result;
}

static enum result read_reason(const struct script *s)
{
	const struct control *control = &s->platform->control;
	struct writer w = writer_over(s->room);
	struct boot_reason reason = { .cause = BOOT_POWER_ON };
	enum result result = control->boot_reason(control->context, &reason);

	writer_u32_le(&w, reason.cause);
	writer_u32_le(&w, reason.abnormal_count);
	writer_u32_le(&w, reason.download_strap);
	s->answer->length = (uint32_t)writer_needed(&w);
	return result;
}

static enum result latch(const struct script *s)
{
	const struct control *control = &s->platform->control;
	struct reader r = reader_over(s->data);

	return control->latch_confirm(control->context, (enum counter)s->step->region, s->step->arg, reader_u32_le(&r));
}

static enum result step_storage(const struct script *s)
{
	const struct platform *p = s->platform;

	switch (s->step->op) {
	case BUS_FLASH_READ:
		return read_flash(s);
	case BUS_FLASH_PROGRAM:
		return p->flash.program(p->flash.context, (enum flash_region)s->step->region, s->step->arg, s->data);
	case BUS_FLASH_ERASE:
		return p->flash.erase(p->flash.context, (enum flash_region)s->step->region, s->step->arg);
	case BUS_FLASH_REGION_LEN:
		s->answer->arg = p->flash.region_len(p->flash.context, (enum flash_region)s->step->region);
		return RESULT_OK;
	case BUS_FUSE_READ:
		return read_fuses(s);
	case BUS_FUSE_BURN:
		return p->fuses.burn(p->fuses.context, s->step->arg, s->data);
	case BUS_COUNTER_READ:
		return p->counters.read(p->counters.context, (enum counter)s->step->region, &s->answer->arg);
	case BUS_COUNTER_RAISE:
		return p->counters.raise(p->counters.context, (enum counter)s->step->region, s->step->arg);
	default:
		return RESULT_UNSUPPORTED;
	}
}

static enum result step_control(const struct script *s)
{
	const struct platform *p = s->platform;

	switch (s->step->op) {
	case SCRIPT_ENTER:
		return enter(s);
	case SCRIPT_REGISTER:
		return read_measurement(s);
	case SCRIPT_RECOVERY:
		return p->measurements.recovery(p->measurements.context);
	case BUS_BOOT_REASON:
		return read_reason(s);
	case BUS_LOCK:
		return p->control.lock(p->control.context, s->step->arg);
	case BUS_LATCH_CONFIRM:
		return latch(s);
	case BUS_CONFIRM:
		return p->control.confirm(p->control.context);
	case BUS_WATCHDOG:
		return p->control.watchdog(p->control.context, s->step->arg);
	case BUS_CONSOLE_WRITE:
		p->console.write(p->console.context, s->data);
		return RESULT_OK;
	default:
		return step_storage(s);
	}
}

void platform_script_step(const struct platform *platform, const struct bus_header *step, struct bytes data,
			  struct buffer room, struct bus_header *answer)
{
	struct script script = { platform, step, data, room, answer };
	enum result result;

	*answer = (struct bus_header){ .op = step->op, .region = step->region };
	result = step->length > BUS_DATA_MAX_LEN ? RESULT_TOO_LARGE : step_control(&script);
	answer->result = result;
	if (result == RESULT_OK)
		return;
	answer->length = 0;
	answer->arg = 0;
}
