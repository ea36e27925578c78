/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/readers/utf8_text.h"

bool utf8_text_is_whole(struct bytes text)
{
	static const uint32_t LEAST[4] = { 0, 0x80, 0x800, 0x10000 };

	for (size_t i = 0; i < text.len;) {
		uint8_t lead = text.at[i++];
		unsigned int more = lead < 0x80 ? 0 : lead < 0xc0 ? 4 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf8 ? 3 : 4;
		uint32_t point = more == 0 ? lead : lead & (0x3fu >> more);

		if (more == 4 || more > text.len - i)
			return false;
		for (unsigned int n = 0; n < more; n++) {
			if ((text.at[i] & 0xc0) != 0x80)
				return false;
			point = point << 6 | (text.at[i++] & 0x3f);
		}
		if (point < LEAST[more] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
			return false;
	}
	return true;
}
