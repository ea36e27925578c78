/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_UNIT_H
#define TARGETS_REFERENCE_UNIT_H

/*
 * Where the three programs of this target find what they share: units and keys under
 * ASSAY_RUN_DIR, the maker's programs in ASSAY_OVERLAY (defective ones, if it is set) and
 * ASSAY_BIN.
 */

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"

enum { REFERENCE_UNITS_MAX = 64, REFERENCE_PATH_LEN = 256 };

/* Chips of this maker: the identities that its images carry. */
#define REFERENCE_VENDOR_UUID "6f1a2d0e-5c7b-4e3f-9a8b-1c2d3e4f5061"
#define REFERENCE_CLASS_UUID "b7c40d1f-8e5a-49d2-a613-3f20c9e8d714"

/* Writes "$ASSAY_RUN_DIR/<format...>". RESULT_NOT_FOUND without the variable, RESULT_TOO_LARGE beyond the room. */
enum result reference_run_path(char room[REFERENCE_PATH_LEN], struct complaint *ret_why, const char *format, ...)
	__attribute__((format(printf, 3, 4))) MUST_CHECK;

/* The path of one of the maker's programs: the overlay's if it has one of that name. */
enum result reference_program(const char *name, char room[REFERENCE_PATH_LEN], struct complaint *ret_why) MUST_CHECK;

#endif
