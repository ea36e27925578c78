/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_CBOR_UTF8_H
#define CODEC_CBOR_UTF8_H

/*
 * Inside codec/ only: text strings are UTF-8 and nothing like it. Overlong forms, surrogates and
 * what lies beyond U+10FFFF are refused. Source: RFC 3629 section 4.
 */

#include "reference-impl/base/bytes.h"

bool cbor_utf8_is_valid(struct bytes text);

#endif
