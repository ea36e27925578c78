/* SPDX-License-Identifier: Apache-2.0 */
/* Looking things up in the generated tables, which are sorted by name. */

#include <stdlib.h>
#include <string.h>

#include "conformance/requirement.h"

static int compare_slug(const void *name, const void *entry)
{
	return strcmp(name, (*(const struct requirement *const *)entry)->slug);
}

static int compare_profile(const void *name, const void *entry)
{
	return strcmp(name, (*(const struct profile *const *)entry)->name);
}

const struct requirement *requirement_by_slug(const char *slug)
{
	const struct requirement *const *found =
		bsearch(slug, every_requirement, every_requirement_count, sizeof(*found), compare_slug);

	return found == NULL ? NULL : *found;
}

const struct profile *profile_by_name(const char *name)
{
	const struct profile *const *found =
		bsearch(name, every_profile, every_profile_count, sizeof(*found), compare_profile);

	return found == NULL ? NULL : *found;
}
