/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SKELETON_TOY_CHIP_H
#define SKELETON_TOY_CHIP_H

/*
 * A toy that stands where your chip will stand, so that the form can be run before it is filled in.
 *
 * It keeps one image in a file of the device program's folder, starts whatever is there, checks no signature
 * and has no secret: it deserves no points and gets none. Delete it when the adapter talks to your chip.
 */

#include "reference-impl/base/bytes.h"

enum { TOY_UNITS = 1, TOY_CONSOLE_LEN = 16384, TOY_IMAGE_MAX_LEN = 65536 };

/* The rig's view of it: what it printed since power was first on, the oldest lost when it is full. */
struct toy_chip {
	bool powered;
	char console[TOY_CONSOLE_LEN];
	size_t console_len;
	uint64_t lost;       /* bytes printed before console[0] */
	uint8_t block[96];   /* of the payload that runs */
	bool runs_payload;
};

void toy_power_on(struct toy_chip *chip);
void toy_power_off(struct toy_chip *chip);
/* What somebody types; a question to the payload is answered on the console. */
void toy_type(struct toy_chip *chip, struct bytes typed);
/* What was printed from byte `since` on; waits wait_ms if that is nothing, as for a chip that is slow. */
struct bytes toy_printed(const struct toy_chip *chip, uint64_t since, uint64_t wait_ms);

/* Stores an image for the next power-on, whatever it is. RESULT_TOO_LARGE, RESULT_IO. */
enum result toy_store(struct bytes image) MUST_CHECK;

#endif
