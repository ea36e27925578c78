/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_LOAD_H
#define BOOT_LOAD_H

/*
 * Brings an image from flash into memory that nobody can change any more.
 *
 * Each byte is read exactly once, so storage that answers differently the second time has
 * nobody to fool: what is verified afterwards is what will run. Lengths in the image steer
 * how much is read and nothing else; they are read from the copy, within the slot.
 */

#include "reference-impl/platform/platform.h"

/*
 * Loads and freezes the image that region begins with; *ret_image is exactly the image, in
 * memory of the platform that the next load reuses. RESULT_MALFORMED, RESULT_TOO_LARGE for a
 * header that can't be, RESULT_IO if flash can't be read.
 */
enum result boot_load(const struct platform *platform, enum flash_region region, struct bytes *ret_image) MUST_CHECK;

#endif
