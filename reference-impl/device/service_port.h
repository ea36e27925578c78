/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_SERVICE_PORT_H
#define DEVICE_SERVICE_PORT_H

/*
 * Joins boot/ and update/ on the service port: which slot staging may write, whose verdict it
 * asks, where it records a trial. The OS and the loader in download mode serve alike.
 */

#include "reference-impl/boot/loader.h"
#include "reference-impl/boot/verdict.h"
#include "reference-impl/update/port_server.h"

struct service_port {
	const struct platform *platform;
	enum boot_slot kept; /* runs, or is kept as it is; BOOT_SLOT_NONE: unknown to an OS, none for the loader */
	struct boot_verdict verdict;
	struct stage_boot boot;
	struct port_service service;
	uint8_t room[PORT_FRAME_MAX_LEN];
};

/* Prepares to serve; reason must outlive the port, and the port must not be moved. */
void service_port_init(struct service_port *port, const struct platform *platform, enum port_server server,
		       enum boot_slot kept, const char *reason);

/* What the loader serves with in download mode. */
extern const struct boot_server service_port_of_loader;

#endif
