/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_CBOR_KEYS_H
#define CODEC_CBOR_KEYS_H

/*
 * Inside codec/ only: may this key follow those that a map has had so far?
 *
 * Under CBOR_DETERMINISTIC the encodings must rise, which rules duplicates out. Under
 * CBOR_TOLERANT equal keys may differ in their heads, so values are compared: with the greatest
 * so far, and only if the new one is not greater with all the others. That search is bounded by
 * a budget, since it is the one thing here that grows faster than the input.
 */

#include "reference-impl/codec/cbor_reader.h"

/*
 * before: the members of the map so far, well-formed, of definite lengths. *greatest: of its keys so
 * far, empty if there is none; RESULT_OK moves it on. *compared counts the items that were passed in
 * searches. Results as cbor_parse().
 */
enum result cbor_keys_take(struct bytes before, struct bytes *greatest, struct bytes key, enum cbor_rules rules,
			   size_t *compared) MUST_CHECK;

#endif
