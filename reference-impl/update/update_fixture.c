/* SPDX-License-Identifier: Apache-2.0 */
/* Boot code of a few lines. */

#include "reference-impl/update/update_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "reference-impl/platform/nor_fixture.h"
#include "reference-impl/platform/sim/sim_fixture.h"

static enum result free_slot(void *context, enum flash_region *ret_slot)
{
	const struct update_fixture *f = context;

	if (f->free_result == RESULT_OK)
		*ret_slot = FLASH_SLOT_B;
	return f->free_result;
}

static enum result judge(void *context, struct bytes frozen, struct bytes *ret_image)
{
	(void)context;
	if (frozen.at[0] != 'G')
		return RESULT_BAD_SIGNATURE;
	*ret_image = frozen;
	return RESULT_OK;
}

static enum result record_trial(void *context, enum flash_region slot, uint8_t path)
{
	struct update_fixture *f = context;

	if (slot != FLASH_SLOT_B)
		abort();
	f->recorded++;
	f->path = path;
	return RESULT_OK;
}

void update_fixture_init(struct update_fixture *f)
{
	memset(f, 0, sizeof(*f));
	nor_fixture_sim(&f->sim);
	f->platform = sim_platform(&f->sim);
	f->boot = (struct stage_boot){ f, free_slot, judge, record_trial };
	sim_power_on(&f->sim, false);
	sim_fixture_start(&f->platform);
}

bool update_fixture_is_erased(const struct update_fixture *f, uint32_t offset)
{
	struct bytes view;
	uint8_t all = 0xff;

	if (nor_inspect(&f->sim.chip.nor, FLASH_SLOT_B, offset, NOR_FIXTURE_SLOT_LEN - offset, &view) != RESULT_OK)
		abort();
	for (size_t i = 0; i < view.len; i++)
		all &= view.at[i];
	return all == 0xff;
}
