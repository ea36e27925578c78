/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_TOKEN_H
#define TOOLS_TOKEN_H

/* What a maker's service does when somebody may open a device: it signs a token. Failures have been told on stderr. */

#include "reference-impl/tools/token_request.h"

enum result make_token(const struct token_request *request) MUST_CHECK;

#endif
