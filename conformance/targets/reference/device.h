/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_DEVICE_H
#define TARGETS_REFERENCE_DEVICE_H

/*
 * The device plane of the reference chip, by way of its service port: what the device says of
 * itself, its own update mechanism, and its root of trust (root_of_trust.h). Apps are unsupported until the chip has them.
 */

#include "conformance/targets/reference/port_client.h"
#include "conformance/targets/server/adapter.h"

/* port is lent to the adapter for as long as it serves. */
struct adapter reference_device_adapter(struct reference_port *port);

#endif
