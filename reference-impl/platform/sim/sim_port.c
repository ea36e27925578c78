/* SPDX-License-Identifier: Apache-2.0 */
/* The service port of the simulator: frames that a test lined up, and the last answer. */

#include <string.h>

#include "reference-impl/platform/port.h"
#include "reference-impl/platform/sim/sim.h"

void sim_port_offer(struct sim *sim, const struct bytes *frames, size_t frame_count)
{
	sim->port.connected = true;
	sim->port.frames = frames;
	sim->port.frame_count = frame_count;
}

void sim_port_hang_up(struct sim *sim)
{
	sim->port.connected = false;
	sim->port.frame_count = 0;
}

struct bytes sim_port_answer(const struct sim *sim)
{
	return bytes_from(sim->port.last_sent, sim->port.kept_len);
}

static enum result receive(void *context, struct buffer room, uint32_t wait_ms, struct bytes *ret_frame)
{
	struct sim *sim = context;
	struct sim_port *port = &sim->port;
	enum result result = chip_grants(&sim->chip, BUS_PORT_RECEIVE);

	(void)wait_ms;
	if (result != RESULT_OK)
		return result;
	if (!port->connected)
		return RESULT_NOT_FOUND;
	if (port->frame_count == 0)
		return RESULT_TIMEOUT;
	if (port->frames->len > PORT_FRAME_MAX_LEN)
		return RESULT_TOO_LARGE;
	result = bytes_copy(room, *port->frames);
	if (result != RESULT_OK)
		return result;
	*ret_frame = bytes_from(room.at, port->frames->len);
	port->frames++;
	port->frame_count--;
	return RESULT_OK;
}

static enum result send(void *context, struct bytes frame)
{
	struct sim *sim = context;
	struct sim_port *port = &sim->port;
	enum result result = chip_grants(&sim->chip, BUS_PORT_SEND);

	if (result != RESULT_OK)
		return result;
	if (frame.len == 0 || frame.len > PORT_FRAME_MAX_LEN)
		return RESULT_TOO_LARGE;
	if (!port->connected)
		return RESULT_NOT_FOUND;
	port->sent_count++;
	port->kept_len = frame.len < SIM_PORT_SENT_LEN ? frame.len : SIM_PORT_SENT_LEN;
	memcpy(port->last_sent, frame.at, port->kept_len);
	return RESULT_OK;
}

struct port sim_port_table(struct sim *sim)
{
	return (struct port){ sim, receive, send };
}
