/* SPDX-License-Identifier: Apache-2.0 */
/* provision: images and keys become a device. Exit 0 done, 2 could not be done, 64 wrong usage. */

#include "reference-impl/tools/provision.h"

int main(int argc, char *argv[])
{
	struct provision_request request;

	switch (provision_request_read(argc, argv, &request)) {
	case PROVISION_GO:
		return provision(&request) == RESULT_OK ? 0 : 2;
	case PROVISION_HELP_WAS_ASKED:
		return 0;
	case PROVISION_WRONG_USAGE:
		break;
	}
	return 64;
}
