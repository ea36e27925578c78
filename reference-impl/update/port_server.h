/* SPDX-License-Identifier: Apache-2.0 */
#ifndef UPDATE_PORT_SERVER_H
#define UPDATE_PORT_SERVER_H

/*
 * Serves the chip's service port: says what the device is, stages images, resets.
 *
 * The same code answers for the OS and for the loader in download mode. Frames are those of
 * platform/port.h; whatever arrives is answered, and nothing that arrives can do more than
 * stage an image that the boot code accepts.
 */

#include "reference-impl/platform/port.h"
#include "reference-impl/update/stage.h"

struct port_service {
	const struct platform *platform;
	struct stage stage;
	struct buffer room; /* for frames, PORT_FRAME_MAX_LEN bytes of the caller */
	uint8_t server;     /* enum port_server */
	uint8_t slot;       /* that runs or is kept; 0 a, 1 b, 0xff none */
	const char *reason; /* why it is in recovery, at most 128 characters; "" if it is not */
	bool reset_asked;
};

/* Waits at most wait_ms for a frame, which is good until the next one. RESULT_TIMEOUT, RESULT_NOT_FOUND without one. */
enum result port_receive(struct port_service *service, uint32_t wait_ms, struct bytes *ret_frame) MUST_CHECK;

/* Does what a frame asks and answers it; after a RESET command reset_asked is set, where reset() returns. */
void port_answer(struct port_service *service, struct bytes frame);

/* Serves until a reset was asked for (RESULT_OK) or the port fails. */
enum result port_serve(struct port_service *service) MUST_CHECK;

#endif
