/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_RELEASE_H
#define TOOLS_RELEASE_H

/*
 * Does what a release_request asks: writes a signed release record, whose layout is told where it
 * is read, in reference-impl/service/verifier/release_record.h. Failures have been told on stderr.
 */

#include "reference-impl/tools/release_request.h"

enum result make_release(struct release_request *request) MUST_CHECK;

#endif
