/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_PROTOCOL_H
#define ORACLES_PROTOCOL_H

/*
 * Promises of the codec that stands between a hostile adapter and the judge.
 *
 * What a result must be is read from the protocol's table and decided again here, by another
 * hand; the rest are changes to a line that must not leave it an answer.
 */

#include "conformance/core/link.h"
#include "conformance/core/protocol.h"
#include "harnesses/oracles/oracle.h"

/* A line, and what it was read as an answer to. */
struct protocol_reading {
	struct bytes line;
	uint64_t id;
	const struct protocol_method *method; /* NULL: none that the protocol has */
};

/* Given: every mandatory field is there and none unknown, each within its type and bounds. */
ORACLE FZ_PROTOCOL_001_given_is_in_the_schema(const struct protocol_reading *reading, const struct answer *answer);
/* What answers one request answers no other. */
ORACLE FZ_PROTOCOL_002_answers_one_request_only(const struct protocol_reading *reading, const struct answer *answer);
/* An answer that lost its end, or has more behind it, is none. `at` picks the place of the cut. */
ORACLE FZ_PROTOCOL_003_cut_or_continued_is_broken(const struct protocol_reading *reading, const struct answer *answer, size_t at);
/* The reason is a text that a terminal can be shown, and a result is there exactly when it is given. */
ORACLE FZ_PROTOCOL_004_reason_is_printable(const struct answer *answer);
/* Decoding into the typed struct and encoding it again gives the same object. `room` holds any typed struct. */
ORACLE FZ_PROTOCOL_005_decoded_is_what_was_said(const struct protocol_reading *reading, const struct answer *answer, struct buffer room);

#endif
