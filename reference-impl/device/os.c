/* SPDX-License-Identifier: Apache-2.0 */
/* Self-test, confirmation, service; in this order. */

#include <stdio.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/boot/running.h"
#include "reference-impl/codec/mcuboot_image.h"
#include "reference-impl/device/os.h"
#include "reference-impl/device/service_port.h"

enum { VERSION_OFFSET = 20 };

/* The version in the header of the slot that runs; it is told to people and decides nothing. */
static enum result read_version(const struct platform *platform, enum boot_slot slot, struct mcuboot_version *ret_version)
{
	const struct flash *flash = &platform->flash;
	uint8_t header[MCUBOOT_HEADER_LEN];
	struct reader r = reader_over(BYTES_OF(header));
	enum result result = flash->read(flash->context, boot_slot_region(slot), 0, BUFFER_OF(header));

	if (result != RESULT_OK)
		return result;
	(void)reader_take(&r, VERSION_OFFSET);
	ret_version->major = reader_u8(&r);
	ret_version->minor = reader_u8(&r);
	ret_version->revision = reader_u16_le(&r);
	ret_version->build = reader_u32_le(&r);
	return RESULT_OK;
}

static void say_up(const struct platform *platform, enum boot_slot slot, const struct mcuboot_version *version)
{
	char line[64];
	char name = slot == BOOT_SLOT_NONE ? '?' : slot == BOOT_SLOT_A ? 'a' : 'b';
	int len = snprintf(line, sizeof(line), "OS %u.%u.%u up slot %c\n", version->major, version->minor,
			   version->revision, name);

	if (len > 0 && (size_t)len < sizeof(line))
		platform->console.write(platform->console.context, bytes_from(line, (size_t)len));
}

static enum result confirm(const struct platform *platform)
{
	const struct control *control = &platform->control;
	enum result result = control->confirm(control->context);

	return result == RESULT_OK ? control->watchdog(control->context, 0) : result;
}

/* Whatever the port says, but that it failed, shows that it can be served. */
static bool works(enum result port_result)
{
	return port_result == RESULT_OK || port_result == RESULT_TIMEOUT || port_result == RESULT_NOT_FOUND;
}

/* Nothing is said or answered before the confirmation: who hears of this OS may rely on it. */
static enum result come_up(struct service_port *port)
{
	const struct platform *platform = port->platform;
	struct mcuboot_version version = { 0 };
	struct bytes frame;
	enum result result = RESULT_OK, heard;

	if (port->kept != BOOT_SLOT_NONE)
		result = read_version(platform, port->kept, &version);
	if (result != RESULT_OK)
		return result;
	heard = port_receive(&port->service, 0, &frame);
	result = works(heard) ? confirm(platform) : heard;
	if (result != RESULT_OK)
		return result;
	say_up(platform, port->kept, &version);
	if (heard == RESULT_OK)
		port_answer(&port->service, frame);
	return RESULT_OK;
}

enum result os_run(const struct platform *platform)
{
	struct service_port port = { 0 };
	enum result result;

	service_port_init(&port, platform, PORT_SERVER_OS, boot_running_slot(platform), "");
	result = come_up(&port);
	return result == RESULT_OK ? port_serve(&port.service) : result;
}
