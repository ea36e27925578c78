/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_TRANSPORT_CONNECT_H
#define CORE_TRANSPORT_CONNECT_H

/*
 * Opens the transports that are not a program of ours: sockets and serial lines.
 */

#include "conformance/core/transport.h"

/* A descriptor that does not block, or -1 with *ret_why filled. */
int transport_connect(const struct transport_address *address, struct complaint *ret_why);

#endif
