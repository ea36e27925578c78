/* SPDX-License-Identifier: Apache-2.0 */
/* make_release: images and a key become a release record. Exit 0 done, 2 could not be done, 64 wrong usage. */

#include "reference-impl/tools/release.h"

int main(int argc, char *argv[])
{
	struct release_request request;

	switch (release_request_read(argc, argv, &request)) {
	case RELEASE_GO:
		return make_release(&request) == RESULT_OK ? 0 : 2;
	case RELEASE_HELP_WAS_ASKED:
		return 0;
	case RELEASE_WRONG_USAGE:
		break;
	}
	return 64;
}
