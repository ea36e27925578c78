/* SPDX-License-Identifier: Apache-2.0 */
/* Compares before it raises, so that an ordinary boot wears nothing. */

#include "reference-impl/boot/rollback.h"

enum result boot_rollback_raise(const struct platform *platform, enum counter counter, uint32_t value)
{
	const struct counters *counters = &platform->counters;
	uint32_t stored = 0;
	enum result result = counters->read(counters->context, counter, &stored);

	if (result != RESULT_OK || value <= stored)
		return result;
	return counters->raise(counters->context, counter, value);
}
