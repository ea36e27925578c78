/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_IMAGE_READER_H
#define ORACLES_IMAGE_READER_H

/*
 * The device's reading of an image beside the examiner's: they were written from the same document
 * by different hands, and each has names of its own for the same numbers.
 */

#include "harnesses/oracles/oracle.h"

/* The suite's own reader finds the same payload and the same signed range, and tiles the image. */
ORACLE FZ_IMAGE_005_second_reader_agrees(struct bytes whole, struct bytes payload, struct bytes signed_range);

#endif
