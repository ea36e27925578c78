/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_CBOR_REWRITE_H
#define ORACLES_CBOR_REWRITE_H

/*
 * Writes an item again, from what the reader says it is: shortest heads, definite lengths, chunks
 * joined. Order of keys and width of floats stay. Two items of the same value become the same bytes.
 */

#include "reference-impl/base/writer.h"
#include "reference-impl/codec/cbor_reader.h"

void cbor_rewrite(struct writer *w, const struct cbor_item *item);

#endif
