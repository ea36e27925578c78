/* SPDX-License-Identifier: Apache-2.0 */
/* Counters that saturate. */

#include "reference-impl/root_of_trust/fault_log.h"

void fault_log_add(struct fault_log *log, enum fault_kind kind)
{
	if ((unsigned int)kind < FAULT_KIND_COUNT && log->count[kind] < UINT32_MAX)
		log->count[kind]++;
}

bool fault_log_is_grave(const struct fault_log *log)
{
	for (unsigned int kind = FAULT_ENTROPY; kind < FAULT_KIND_COUNT; kind++)
		if (log->count[kind] > 0)
			return true;
	return false;
}
