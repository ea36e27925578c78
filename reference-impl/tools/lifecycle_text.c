/* SPDX-License-Identifier: Apache-2.0 */

#include "reference-impl/tools/lifecycle_text.h"

#include <string.h>

const char *lifecycle_text(unsigned int state)
{
	static const char *const names[LIFECYCLE_END] = { [LIFECYCLE_UNKNOWN] = "unknown",
							  [LIFECYCLE_BLANK] = "blank",
							  [LIFECYCLE_MODULE_COMPLETE] = "module-complete",
							  [LIFECYCLE_DEVICE_COMPLETE] = "device-complete" };

	return names[state < LIFECYCLE_END ? state : LIFECYCLE_UNKNOWN];
}

bool lifecycle_text_read(const char *text, enum lifecycle *ret_lifecycle)
{
	for (enum lifecycle state = LIFECYCLE_BLANK; state < LIFECYCLE_END; state++)
		if (strcmp(text, lifecycle_text(state)) == 0) {
			*ret_lifecycle = state;
			return true;
		}
	return false;
}
