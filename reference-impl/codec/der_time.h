/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_DER_TIME_H
#define CODEC_DER_TIME_H

/* Inside codec/ only: a certificate's time. Source: RFC 5280 section 4.1.2.5. */

#include "reference-impl/codec/der_reader.h"

/*
 * Seconds since 1970-01-01 UTC. UTCTime up to 2049, GeneralizedTime from 2050 on, both to the second and in
 * UTC ("Z"); anything else, a day that the calendar lacks too, fails r with RESULT_MALFORMED.
 */
int64_t der_time_take(struct reader *r);

#endif
