/* SPDX-License-Identifier: Apache-2.0 */
/* Prefixes, one opcode, and for the indirect ones the bytes that say where the target stands. */
#include "ci/fault/branch.h"

static bool is_prefix(uint8_t byte)
{
	return byte == 0x3e || byte == 0xf2 || byte == 0xf3 || byte == 0x66 || (byte & 0xf0) == 0x40;
}

/* ModRM with its SIB byte and displacement. */
static size_t modrm_len(const uint8_t *modrm)
{
	uint8_t mod = modrm[0] >> 6, rm = modrm[0] & 7;
	size_t len = 1;

	if (mod == 3)
		return len;
	if (rm == 4) {
		len++;
		if (mod == 0 && (modrm[1] & 7) == 5)
			return len + 4;
	}
	if (mod == 0)
		return rm == 5 ? len + 4 : len;
	return mod == 1 ? len + 1 : len + 4;
}

static size_t opcode_len(const uint8_t *code, bool *ret_is_call)
{
	uint8_t operation = (code[1] >> 3) & 7;

	if (code[0] == 0xe8) {
		*ret_is_call = true;
		return 5;
	}
	if (code[0] == 0xe9)
		return 5;
	if (code[0] == 0xeb || (code[0] & 0xf0) == 0x70 || (code[0] & 0xfc) == 0xe0)
		return 2;
	if (code[0] == 0x0f && (code[1] & 0xf0) == 0x80)
		return 6;
	if (code[0] == 0xc3)
		return 1;
	if (code[0] == 0xc2)
		return 3;
	if (code[0] == 0xff && (operation == 2 || operation == 4)) {
		*ret_is_call = operation == 2;
		return 1 + modrm_len(code + 1);
	}
	return 0;
}

size_t branch_len(const uint8_t *code, bool *ret_is_call)
{
	size_t prefixes = 0, len;

	*ret_is_call = false;
	while (prefixes < 4 && is_prefix(code[prefixes]))
		prefixes++;
	len = opcode_len(code + prefixes, ret_is_call);
	return len == 0 ? 0 : prefixes + len;
}
