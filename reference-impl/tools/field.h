/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_FIELD_H
#define TOOLS_FIELD_H

/*
 * Does what a field_request asks, over one connection to the service port.
 *
 * RESULT_OK; RESULT_REFUSED when the device answered and said no; anything else when nothing was learned. What
 * was found out is on stdout; why not, on stderr.
 */

#include "reference-impl/tools/field_request.h"

enum result field_do(const struct field_request *request) MUST_CHECK;

#endif
