/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_REVOKE_H
#define BOOT_REVOKE_H

/*
 * Retires a key of the maker for good, on the word of a confirmed image.
 *
 * A protected field of the image names the key by its hash; its fuse is burnt before the image
 * starts again. An image can't revoke a key that signed it, and since that key is a living
 * one, a device never loses its last.
 */

#include "reference-impl/codec/mcuboot_image.h"
#include "reference-impl/platform/platform.h"

/*
 * Burns the fuse of the key that image wants revoked; nothing to do when it names none, one that is
 * not ours, its own, or one that is gone. image must have been verified and confirmed.
 */
enum result boot_revoke(const struct platform *platform, const struct mcuboot_image *image) MUST_CHECK;

#endif
