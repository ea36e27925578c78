/* SPDX-License-Identifier: Apache-2.0 */
/* sign_image: a program and a key become an image. Exit 0 done, 2 could not be done, 64 wrong usage. */

#include "reference-impl/tools/sign.h"

int main(int argc, char *argv[])
{
	struct sign_request request;

	switch (sign_request_read(argc, argv, &request)) {
	case SIGN_GO:
		return sign_image(&request) == RESULT_OK ? 0 : 2;
	case SIGN_HELP_WAS_ASKED:
		return 0;
	case SIGN_WRONG_USAGE:
		break;
	}
	return 64;
}
