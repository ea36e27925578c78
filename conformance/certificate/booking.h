/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CERTIFICATE_BOOKING_H
#define CERTIFICATE_BOOKING_H

/*
 * The lab's ledger as assay-certify needs it: a line before the run and one after it.
 *
 * Where there is no lab yet, a practice lab is made and that is said on stderr, so that a first
 * run needs no preparation and can never be taken for an official one.
 */

#include <stdbool.h>
#include <stdint.h>

#include "conformance/core/certify.h"
#include "conformance/core/complaint.h"
#include "reference-impl/base/result.h"

/* RESULT_REFUSED, RESULT_MALFORMED, RESULT_BUSY, RESULT_IO fill *ret_why. */
enum result booking_begin(const char *target, const char *run, struct certify_booking *ret_booking, struct complaint *ret_why) MUST_CHECK;
enum result booking_end(uint64_t number, bool complete, const char *transcript, struct complaint *ret_why) MUST_CHECK;

#endif
