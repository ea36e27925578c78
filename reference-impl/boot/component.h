/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_COMPONENT_H
#define BOOT_COMPONENT_H

/*
 * Which place in the device an image is made for.
 *
 * The maker signs loaders and operating systems with the same keys, so a signature alone
 * does not keep a loader out of an OS slot. A protected field says what the image is; one
 * without it is an OS, so that plain MCUboot images can be run as such.
 */

#include "reference-impl/codec/mcuboot_image.h"

enum boot_component { BOOT_COMPONENT_LOADER = 1, BOOT_COMPONENT_OS = 2 };

/* Is this verified image made for that place? RESULT_REFUSED if not, RESULT_MALFORMED for a broken field. */
enum result boot_component_check(const struct mcuboot_image *image, enum boot_component place) MUST_CHECK;

#endif
