/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_DEVICE_H
#define TARGETS_REFERENCE_DEVICE_H

/*
 * The device plane of the reference chip, by way of its service port: what the device says of
 * itself, and its own update mechanism. Everything else is unsupported until the chip has it.
 */

#include "conformance/targets/reference/port_client.h"
#include "conformance/targets/server/adapter.h"

/* port is lent to the adapter for as long as it serves. */
struct adapter reference_device_adapter(struct reference_port *port);

#endif
