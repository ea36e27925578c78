/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_DICE_EXTENSIONS_H
#define CODEC_DICE_EXTENSIONS_H

/* Inside codec/ only: the extensions of a certificate. Source: RFC 5280 section 4.2. */

#include "reference-impl/codec/dice_template.h"

enum { DICE_MAX_EXTENSIONS = 16 };

/* Takes [3] with all extensions into the certificate; r fails as dice_certificate_parse() says. */
void dice_take_extensions(struct reader *r, struct dice_certificate *certificate);

#endif
