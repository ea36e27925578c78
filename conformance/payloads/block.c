/* SPDX-License-Identifier: Apache-2.0 */
/* A file of its own, so that no compiler can know the bytes that a kit replaces later. */

#include "conformance/payloads/payload.h"

const struct payload_block payload_block __attribute__((section(".payload_block"), used, aligned(16))) = {
	.magic = "ASSAY-PAYLOAD-1",
	.name = "unset",
};
