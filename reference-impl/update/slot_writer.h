/* SPDX-License-Identifier: Apache-2.0 */
#ifndef UPDATE_SLOT_WRITER_H
#define UPDATE_SLOT_WRITER_H

/*
 * Writes a whole image into a slot so that no power cut leaves something that looks like one.
 *
 * Erases only the blocks that the image covers, the first of them first: the old header goes before
 * anything else. The new header comes last. What was written is read back and compared.
 */

#include "reference-impl/platform/platform.h"

/* RESULT_TOO_LARGE if image is longer than the slot, RESULT_IO if storage fails or holds something else afterwards. */
enum result slot_write(const struct flash *flash, enum flash_region slot, struct bytes image) MUST_CHECK;

#endif
