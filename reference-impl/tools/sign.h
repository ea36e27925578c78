/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_SIGN_H
#define TOOLS_SIGN_H

/* Does what a sign_request asks: makes a key, or writes a signed image. Failures have been told on stderr. */

#include "reference-impl/tools/sign_request.h"

enum result sign_image(const struct sign_request *request) MUST_CHECK;

#endif
