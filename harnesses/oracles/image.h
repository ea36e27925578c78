/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_IMAGE_H
#define ORACLES_IMAGE_H

/*
 * Promises of the boot image parser and verifier, each re-derived from the bytes by arithmetic
 * of its own, never by the code under test.
 */

#include "harnesses/oracles/oracle.h"
#include "reference-impl/codec/mcuboot_image.h"

/* Every view that parsing gave is an interval of the input; what was declared was consumed. */
ORACLE FZ_IMAGE_001_parts_lie_within_input(const struct mcuboot_image *image, struct bytes input);
/* Accepted: the hash over exactly header, payload and protected area, and a good signature of a trusted, live key. */
ORACLE FZ_IMAGE_002_accepted_means_signed(struct bytes input, const struct mcuboot_policy *policy);
/* Counter, vendor and class came from the protected area alone, and the counter is not below the stored one. */
ORACLE FZ_IMAGE_003_only_protected_is_believed(const struct mcuboot_image *image, struct bytes input,
					       const struct mcuboot_policy *policy);
/* Reading on by extent ends at exactly the parsed image, never goes back and never asks beyond the slot. */
ORACLE FZ_IMAGE_004_extent_agrees(const struct mcuboot_image *image, struct bytes input);

#endif
