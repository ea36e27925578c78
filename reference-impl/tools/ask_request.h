/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_ASK_REQUEST_H
#define TOOLS_ASK_REQUEST_H

/* What is asked of assay-ask, read off the command line. */

#include <stdbool.h>

struct ask_request {
	const char *nonce; /* NULL: a line of stdin */
	const char *keep;  /* the folder to make and leave, or NULL */
	bool then_debug, then_new_os;
	bool as_json;
};

enum ask_answer { ASK_GO, ASK_HELP_WAS_ASKED, ASK_WRONG_USAGE };

/* Reads the arguments; complaints and help have been printed. Texts in ret_request are those of argv. */
enum ask_answer ask_request_read(int argc, char *const argv[], struct ask_request *ret_request);

#endif
