/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_TARGET_FIELDS_H
#define CORE_TARGET_FIELDS_H

/*
 * Reads the fields of a target.json, each strictly; the first mistake fills the complaint.
 */

#include "conformance/core/target.h"

/*
 * Fills all of *target that comes from target->json; file, folder and bin must be set. False fills *ret_why.
 * What was filled until then is released with target_release().
 */
bool target_fields_read(struct target *target, struct complaint *ret_why);

#endif
