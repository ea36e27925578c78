/* SPDX-License-Identifier: Apache-2.0 */
/* Looking a check up in the generated table, which is sorted by name. */

#include "conformance/suite.h"

#include <stdlib.h>
#include <string.h>

static int compare_name(const void *name, const void *entry)
{
	return strcmp(name, ((const struct check_entry *)entry)->name);
}

const struct check_entry *check_by_name(const char *name)
{
	return bsearch(name, every_check, every_check_count, sizeof(every_check[0]), compare_name);
}
