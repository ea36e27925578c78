/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_LIFECYCLE_TEXT_H
#define TOOLS_LIFECYCLE_TEXT_H

/* The states of a device's life as a maker types them: blank, module-complete, device-complete. */

#include <stdbool.h>

#include "reference-impl/root_of_trust/lifecycle.h"

#define LIFECYCLE_WORDS "blank, module-complete or device-complete"

/* The word for a state; "unknown" for one that is none. */
const char *lifecycle_text(unsigned int state);

bool lifecycle_text_read(const char *text, enum lifecycle *ret_lifecycle);

#endif
