/* SPDX-License-Identifier: Apache-2.0 */
/* make_root: a key becomes the root that a maker's devices end in. Exit 0 done, 2 could not be done, 64 wrong usage. */

#include "reference-impl/tools/maker_root.h"
#include "reference-impl/tools/root_request.h"

int main(int argc, char *argv[])
{
	struct root_request request;

	switch (root_request_read(argc, argv, &request)) {
	case ROOT_GO:
		return maker_root_make(request.key, request.out) == RESULT_OK ? 0 : 2;
	case ROOT_HELP_WAS_ASKED:
		return 0;
	case ROOT_WRONG_USAGE:
		break;
	}
	return 64;
}
