/* SPDX-License-Identifier: Apache-2.0 */
/* Counts and performs changes of cells, and tears the one that the armed cut strikes. */

#include "reference-impl/platform/nor_change.h"

uint64_t nor_mixed(uint64_t seed, uint64_t index)
{
	uint64_t z = seed * 0xd1342543de82ef95u + (index + 1) * 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static uint8_t after(const struct nor_change *change, size_t i)
{
	uint8_t cell = change->cells.at[i];

	switch (change->kind) {
	case NOR_PROGRAM:
		return cell & change->from[i];
	case NOR_BURN:
		return cell | change->from[i];
	case NOR_SET:
		return change->from[i];
	case NOR_ERASE:
		break;
	}
	return 0xff;
}

static void change_first(const struct nor_change *change, size_t len)
{
	for (size_t i = 0; i < len; i++)
		change->cells.at[i] = after(change, i);
}

/* Of the word at offset, each bit has changed or not; no pattern repeats between operations. */
static void change_some_bits(const struct nor_change *change, size_t offset, uint64_t chance)
{
	size_t rest = change->cells.len - offset;
	size_t len = rest < FLASH_WORD_LEN ? rest : FLASH_WORD_LEN;

	for (size_t i = 0; i < len; i++) {
		uint8_t *cell = &change->cells.at[offset + i];
		uint8_t changed = (uint8_t)(chance >> (8 * i));

		*cell = (uint8_t)((*cell & ~changed) | (after(change, offset + i) & changed));
	}
}

static void tear(const struct nor_change *change, const struct nor_cut *cut)
{
	size_t len = change->cells.len;
	size_t words = (len + FLASH_WORD_LEN - 1) / FLASH_WORD_LEN;
	uint64_t chance = nor_mixed(cut->at, 0);
	size_t whole;

	switch (cut->tear) {
	case RIG_TEAR_NONE:
		return;
	case RIG_TEAR_PAGE:
		change_first(change, len / 2 + (len > 2));
		return;
	case RIG_TEAR_WORD:
		if (words == 0)
			return;
		whole = FLASH_WORD_LEN * (size_t)(chance % words);
		change_first(change, whole);
		change_some_bits(change, whole, nor_mixed(cut->at, 1));
		return;
	}
}

static bool cut_strikes(struct nor_cut *cut)
{
	if (cut->fired)
		return false;
	cut->counted++;
	cut->fired = cut->at != 0 && cut->counted == cut->at;
	return cut->fired;
}

enum result nor_change_perform(struct nor *nor, const struct nor_change *change)
{
	if (!nor->powered)
		return RESULT_IO;
	nor->operations++;
	if (!cut_strikes(&nor->cut)) {
		change_first(change, change->cells.len);
		return RESULT_OK;
	}
	tear(change, &nor->cut);
	nor->powered = false;
	return RESULT_IO;
}

void nor_arm_cut(struct nor *nor, uint64_t after_operations, enum rig_tear how)
{
	nor->cut = (struct nor_cut){ .at = after_operations, .tear = how };
}
