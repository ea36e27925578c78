/* SPDX-License-Identifier: Apache-2.0 */

#include "reference-impl/tools/lifecycle_text.h"

#include <string.h>

bool lifecycle_text_read(const char *text, enum lifecycle *ret_lifecycle)
{
	static const char *const names[LIFECYCLE_END] = { [LIFECYCLE_BLANK] = "blank",
							  [LIFECYCLE_MODULE_COMPLETE] = "module-complete",
							  [LIFECYCLE_DEVICE_COMPLETE] = "device-complete" };

	for (enum lifecycle state = LIFECYCLE_BLANK; state < LIFECYCLE_END; state++)
		if (strcmp(text, names[state]) == 0) {
			*ret_lifecycle = state;
			return true;
		}
	return false;
}
