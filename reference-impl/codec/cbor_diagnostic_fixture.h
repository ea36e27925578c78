/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_CBOR_DIAGNOSTIC_FIXTURE_H
#define CODEC_CBOR_DIAGNOSTIC_FIXTURE_H

/*
 * CBOR out of its diagnostic notation, as far as published tokens use it: integers, tags, texts
 * without escapes, hexadecimal strings with white space in them, arrays, maps and comments.
 * Source: RFC 8949 section 8.
 */

#include "reference-impl/base/writer.h"

/* Writes the one item that text is; false for what is none or goes beyond the subset. */
bool cbor_diagnostic(struct writer *w, struct bytes text);

#endif
