/* SPDX-License-Identifier: Apache-2.0 */
/* Looking up in the generated tables. */

#include "conformance/core/protocol.h"

#include <string.h>

const struct protocol_method *protocol_method_by_name(const char *name)
{
	for (size_t i = 0; i < every_protocol_method_count; i++) {
		if (strcmp(every_protocol_method[i].name, name) == 0)
			return &every_protocol_method[i];
	}
	return NULL;
}

const char *plane_name(enum plane plane)
{
	static const char *const names[PLANE_COUNT] = { "rig", "device", "kit" };

	return names[plane];
}
