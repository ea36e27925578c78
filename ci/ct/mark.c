/* SPDX-License-Identifier: Apache-2.0 */
#include "ci/ct/mark.h"

#include <valgrind/memcheck.h>

void ct_hide(void *at, size_t len)
{
	(void)VALGRIND_MAKE_MEM_UNDEFINED(at, len);
}

void ct_show(void *at, size_t len)
{
	(void)VALGRIND_MAKE_MEM_DEFINED(at, len);
}

bool ct_is_zero(struct bytes bytes)
{
	uint8_t seen = 0;

	for (size_t i = 0; i < bytes.len; i++)
		seen |= bytes.at[i];
	return seen == 0;
}
