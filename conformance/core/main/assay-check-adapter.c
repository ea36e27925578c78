/* SPDX-License-Identifier: Apache-2.0 */
/* assay check-adapter TARGET: tries a port and says in words what is missing. */

#include <stdio.h>
#include <string.h>

#include "conformance/core/check_adapter.h"

int main(int argc, char **argv)
{
	struct check_adapter_order order = { .target = NULL };
	int i = 1;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(check_adapter_usage, stdout);
		return 0;
	}
	for (; i < argc - 1; i++) {
		if (strcmp(argv[i], "--json") == 0)
			order.as_json = true;
		else if (strcmp(argv[i], "--logs") == 0)
			order.log_dir = argv[++i];
		else
			break;
	}
	if (i != argc - 1 || argv[i][0] == '-' || argv[i][0] == '\0') {
		fputs(check_adapter_usage, stderr);
		return 64;
	}
	order.target = argv[i];
	return check_adapter_run(&order, stdout);
}
