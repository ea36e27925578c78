/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_CBOR_H
#define ORACLES_CBOR_H

/*
 * Promises of the CBOR reader and writer. Items are visited by the reader's own members, and
 * what they are must then make the input again, or agree with somebody else's reading of it.
 */

#include "harnesses/oracles/oracle.h"
#include "harnesses/peers/cbor_peer.h"
#include "reference-impl/codec/cbor_reader.h"

/* How each rule answered about one input. */
struct cbor_answers {
	enum result well_formed, tolerant, deterministic;
};

/* What was seen in the items of a well-formed input. */
struct cbor_seen {
	bool is_indefinite; /* somewhere */
	bool is_unassigned; /* a simple value or a tag of one byte that RFC 8949 does not assign */
	bool is_bad_text;   /* not UTF-8 */
	bool is_duplicate;  /* two keys of a map with the same shortest encoding */
	unsigned int items;
};

/* Visits all items of a well-formed input, and holds FZ_CBOR_001 on the way. */
struct cbor_seen cbor_visit(const struct cbor_item *item);

/* What a stricter rule takes the laxer ones take; only floats and containers as keys are outside the tolerant one. */
ORACLE FZ_CBOR_002_rules_are_nested(const struct cbor_answers *answers);
/* No rule but the laxest takes indefinite lengths, duplicate keys or text that is not UTF-8. */
ORACLE FZ_CBOR_003_tolerates_nothing_ambiguous(const struct cbor_answers *answers, const struct cbor_seen *seen);
/* Written again an item is deterministic in its heads, and the same when that is read and written again; a deterministic one is itself. */
ORACLE FZ_CBOR_004_written_again_is_the_same(struct bytes input, const struct cbor_item *item, enum result deterministic);
/* Another implementation takes what we take and refuses what we refuse, where both know the rule. */
ORACLE FZ_CBOR_005_peer_agrees(enum result well_formed, const struct cbor_seen *seen, enum cbor_peer_answer peer);

#endif
