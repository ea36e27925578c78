/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_PAYLOAD_BUS_H
#define TARGETS_REFERENCE_PAYLOAD_BUS_H

/*
 * The payload's end of the bus and of its mailbox, without a library.
 */

#include <stdbool.h>
#include <stddef.h>

#include "reference-impl/platform/bus.h"

enum { BUS_OK = 0 };

/* header->length bytes of data go along, or none where data is NULL. */
bool bus_put(const struct bus_header *header, const char *data);

/* The answer's data goes to room; what is longer is cut off. False: the bus is gone. */
bool bus_get(struct bus_header *header, char *room, size_t room_len, size_t *ret_len);

/*
 * Hands on what came to the service port as PORT_MAILBOX, under the name of who runs, if anything
 * came; a frame of another kind is answered as unknown. So a tool of the suite can try whatever an OS
 * could, by what an OS has. *ret_served: something came. False: the bus is gone.
 */
bool relay_serve(bool *ret_served);

#endif
