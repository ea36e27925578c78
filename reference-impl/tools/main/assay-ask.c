/* SPDX-License-Identifier: Apache-2.0 */
/* assay ask: a device, a nonce, and what its evidence says, before and after something was changed. */

#include "reference-impl/tools/ask.h"

int main(int argc, char *argv[])
{
	struct ask_request request;

	switch (ask_request_read(argc, argv, &request)) {
	case ASK_GO:
		return ask(&request);
	case ASK_HELP_WAS_ASKED:
		return 0;
	case ASK_WRONG_USAGE:
		break;
	}
	return 64;
}
