/* SPDX-License-Identifier: Apache-2.0 */
#ifndef READERS_UTF8_TEXT_H
#define READERS_UTF8_TEXT_H

#include "reference-impl/base/bytes.h"

/* Is it UTF-8 from end to end: no overlong form, no surrogate, nothing above U+10FFFF (RFC 3629)? */
bool utf8_text_is_whole(struct bytes text);

#endif
