/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_SERVER_FOLDER_H
#define TARGETS_SERVER_FOLDER_H

/* Folders of units that are made anew. */

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"

/* Removes it with all that is in it, without following links; none is fine. RESULT_IO fills *ret_why. */
enum result folder_remove(const char *path, struct complaint *ret_why) MUST_CHECK;

/* Makes it; one that is there is fine. RESULT_IO fills *ret_why. */
enum result folder_need(const char *path, unsigned int mode, struct complaint *ret_why) MUST_CHECK;

#endif
