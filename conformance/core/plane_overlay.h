/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLANE_OVERLAY_H
#define CORE_PLANE_OVERLAY_H

/*
 * Programs of the device that take the place of the suite's: ASSAY_OVERLAY names their folder.
 *
 * What is not in it comes from the suite, so a folder that is not there, or holds nothing, would
 * quietly certify the good device in the place of the one that was meant.
 */

#include "conformance/core/complaint.h"
#include "reference-impl/base/result.h"

/* *ret_folder is the environment's, or NULL where it is not set. RESULT_NOT_FOUND fills *ret_why. */
enum result plane_overlay(const char **ret_folder, struct complaint *ret_why) MUST_CHECK;

#endif
