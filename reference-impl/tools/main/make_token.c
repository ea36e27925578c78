/* SPDX-License-Identifier: Apache-2.0 */
/* make_token: a challenge becomes a token that opens the device. Exit 0 done, 2 could not be done, 64 wrong usage. */

#include "reference-impl/tools/token.h"

int main(int argc, char *argv[])
{
	struct token_request request;

	switch (token_request_read(argc, argv, &request)) {
	case TOKEN_GO:
		return make_token(&request) == RESULT_OK ? 0 : 2;
	case TOKEN_HELP_WAS_ASKED:
		return 0;
	case TOKEN_WRONG_USAGE:
		break;
	}
	return 64;
}
