/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BASE64_JSON_H
#define CORE_BASE64_JSON_H

/* Bytes as JSON texts and back, in canonical base64: the one form that protocol, transcript and envelope use. */

#include <jansson.h>

#include "reference-impl/base/bytes.h"

/* A new text, or NULL if memory is out. */
json_t *base64_json(struct bytes bytes);

/* false unless text is a JSON text in canonical base64 that fits room. */
bool base64_json_read(const json_t *text, struct buffer room, struct bytes *ret_bytes);

#endif
