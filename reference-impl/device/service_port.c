/* SPDX-License-Identifier: Apache-2.0 */
/* Three answers for staging, each from the boot code's own knowledge at that moment. */

#include "reference-impl/device/service_port.h"

static bool trial_is_running(const struct boot_state *state, enum boot_slot kept)
{
	return state->present && state->slot[kept].status == BOOT_SLOT_TRIAL && !state->confirmed;
}

static enum result free_slot(void *context, enum flash_region *ret_slot)
{
	const struct service_port *port = context;
	struct boot_state state;

	if (port->kept == BOOT_SLOT_NONE) {
		if (port->service.server != PORT_SERVER_DOWNLOAD)
			return RESULT_REFUSED;
		*ret_slot = FLASH_SLOT_A;
		return RESULT_OK;
	}
	boot_state_read(port->platform, &state);
	if (trial_is_running(&state, port->kept))
		return RESULT_BUSY;
	*ret_slot = boot_slot_region(boot_slot_other(port->kept));
	return RESULT_OK;
}

static enum result judge(void *context, struct bytes frozen, struct bytes *ret_image)
{
	struct service_port *port = context;
	enum result result = boot_judge(port->platform, BOOT_COMPONENT_OS, frozen, &port->verdict);

	if (result == RESULT_OK && !boot_permit_holds(&port->verdict.permit))
		result = RESULT_REFUSED;
	if (result == RESULT_OK)
		*ret_image = port->verdict.image.whole;
	return result;
}

static enum result record_trial(void *context, enum flash_region region, uint8_t path)
{
	const struct service_port *port = context;
	struct boot_slot_record record = { BOOT_SLOT_TRIAL, port->verdict.digest };
	struct boot_state state, next;

	boot_state_read(port->platform, &state);
	next = boot_state_with(&state, region == FLASH_SLOT_A ? BOOT_SLOT_A : BOOT_SLOT_B, record);
	next.path = path;
	return boot_state_write(port->platform, &state, &next, &state);
}

void service_port_init(struct service_port *port, const struct platform *platform, enum port_server server,
		       enum boot_slot kept, const char *reason)
{
	port->platform = platform;
	port->kept = kept;
	port->boot = (struct stage_boot){ port, free_slot, judge, record_trial };
	port->service = (struct port_service){
		.platform = platform,
		.room = BUFFER_OF(port->room),
		.server = (uint8_t)server,
		.slot = (uint8_t)kept,
		.reason = reason,
	};
	stage_init(&port->service.stage, platform, &port->boot);
}

static enum result serve(void *context, const struct platform *platform, enum boot_slot kept, const char *reason)
{
	struct service_port port = { 0 };

	(void)context;
	service_port_init(&port, platform, PORT_SERVER_DOWNLOAD, kept, reason);
	return port_serve(&port.service);
}

const struct boot_server service_port_of_loader = { NULL, serve };
