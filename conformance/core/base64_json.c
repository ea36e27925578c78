/* SPDX-License-Identifier: Apache-2.0 */
/* Room is taken for what is there, never for what somebody announces. */
#include "conformance/core/base64_json.h"

#include <stdlib.h>

#include "reference-impl/base/text.h"

json_t *base64_json(struct bytes bytes)
{
	size_t len = text_base64_len(bytes.len);
	struct buffer room = { malloc(len + 1), len };
	struct writer w = writer_over(room);
	struct bytes text;
	json_t *json = NULL;

	if (room.at == NULL)
		return NULL;
	text_write_base64(&w, bytes);
	if (writer_finish(&w, &text) == RESULT_OK)
		json = json_stringn((const char *)text.at, text.len);
	free(room.at);
	return json;
}

bool base64_json_read(const json_t *text, struct buffer room, struct bytes *ret_bytes)
{
	return json_is_string(text) &&
	       text_read_base64(bytes_from(json_string_value(text), json_string_length(text)), room, ret_bytes) == RESULT_OK;
}
