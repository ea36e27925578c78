/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_TOKEN_REQUEST_H
#define TOOLS_TOKEN_REQUEST_H

/* What the maker's service is asked to sign, read off the command line of make_token and checked field by field. */

#include "reference-impl/root_of_trust/service_token.h"

struct token_request {
	const char *key; /* NULL: the token is left without a signature */
	const char *out;
	struct service_token token;
};

enum token_answer { TOKEN_GO, TOKEN_HELP_WAS_ASKED, TOKEN_WRONG_USAGE };

/* Reads the arguments; complaints and help have been printed. Texts in ret_request are those of argv. */
enum token_answer token_request_read(int argc, char *const argv[], struct token_request *ret_request);

#endif
