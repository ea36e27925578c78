/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_KIT_H
#define TARGETS_REFERENCE_KIT_H

/*
 * The kit plane of the reference chip: the suite's payload in images of this maker, and tokens that open its
 * devices, signed with the maker's own tools.
 */

#include "conformance/targets/server/adapter.h"

struct adapter reference_kit_adapter(void);

#endif
