/* SPDX-License-Identifier: Apache-2.0 */
/* What every format shares: its place in the table, the words for regions, and the tiling rule. */

#include "conformance/reader.h"

#include <string.h>

static const char *const kind_names[] = { "header", "metadata", "payload", "signature", "unsigned" };

const struct format_entry *format_by_name(const char *name)
{
	for (size_t i = 0; i < every_format_count; i++)
		if (strcmp(every_format[i].name, name) == 0)
			return &every_format[i];
	return NULL;
}

bool region_kind_from_name(const char *name, enum region_kind *ret_kind)
{
	for (size_t i = 0; i < sizeof(kind_names) / sizeof(kind_names[0]); i++) {
		if (strcmp(kind_names[i], name) == 0) {
			*ret_kind = (enum region_kind)i;
			return true;
		}
	}
	return false;
}

const struct region *region_by_name(const struct regions *regions, const char *name)
{
	for (size_t i = 0; i < regions->count; i++)
		if (strcmp(regions->at[i].name, name) == 0)
			return &regions->at[i];
	return NULL;
}

bool regions_tile(const struct regions *regions, uint64_t len)
{
	uint64_t end = 0;

	for (size_t i = 0; i < regions->count; i++) {
		if (regions->at[i].offset != end || regions->at[i].length > len - end)
			return false;
		end += regions->at[i].length;
	}
	return end == len;
}
