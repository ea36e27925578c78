/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_PLAIN_TEXT_H
#define ORACLES_PLAIN_TEXT_H

/*
 * A second opinion on texts, for oracles: written from the standards and not from the code of the
 * suite that they watch.
 */

#include "reference-impl/base/bytes.h"

/* UTF-8 (RFC 3629) without control characters, line separators and marks that turn writing round. */
bool plain_text_is(struct bytes text);

/* Base64 (RFC 4648 section 4), padded, with the unused bits zero. */
bool plain_base64_is(struct bytes text);

/* Decodes such a text into room, which holds 3 bytes for each 4 characters; gives the part used. */
struct bytes plain_base64_decode(struct bytes text, struct buffer room);

#endif
