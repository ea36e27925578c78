/* SPDX-License-Identifier: Apache-2.0 */
/* assay WORD ...: finds assay-WORD beside itself and becomes it. */

#include <stdio.h>
#include <string.h>

#include "conformance/core/certify_family.h"

int main(int argc, char **argv)
{
	if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		family_list(stdout);
		return 0;
	}
	if (strcmp(argv[1], "--version") == 0) {
		family_version(stdout);
		return 0;
	}
	return family_become(argv + 1);
}
