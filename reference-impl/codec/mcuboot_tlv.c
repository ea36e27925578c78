/* SPDX-License-Identifier: Apache-2.0 */
/* Walks a TLV area to its end, so that a field that stands there twice is never half believed. */

#include "reference-impl/codec/mcuboot_tlv.h"
#include "reference-impl/base/reader.h"

enum { INFO_HEADER_LEN = 4 };

enum result mcuboot_tlv_find(struct bytes area, uint16_t type, struct bytes *ret_value)
{
	struct reader r = reader_over(area);
	struct bytes found = { 0 };
	unsigned int count = 0;

	if (area.len == 0)
		return RESULT_NOT_FOUND;
	(void)reader_take(&r, INFO_HEADER_LEN);
	while (reader_result(&r) == RESULT_OK && reader_rest(&r).len > 0) {
		uint16_t this_type = reader_u16_le(&r);
		struct bytes value = reader_take(&r, reader_u16_le(&r));

		if (this_type != type)
			continue;
		found = value;
		count++;
	}
	if (reader_result(&r) != RESULT_OK || count > 1)
		return RESULT_MALFORMED;
	if (count == 0)
		return RESULT_NOT_FOUND;
	*ret_value = found;
	return RESULT_OK;
}
