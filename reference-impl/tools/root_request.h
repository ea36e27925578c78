/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_ROOT_REQUEST_H
#define TOOLS_ROOT_REQUEST_H

/* What is asked of make_root, read off the command line. */

struct root_request {
	const char *key, *out;
};

enum root_answer { ROOT_GO, ROOT_HELP_WAS_ASKED, ROOT_WRONG_USAGE };

/* Reads the arguments; complaints and help have been printed. Texts in ret_request are those of argv. */
enum root_answer root_request_read(int argc, char *const argv[], struct root_request *ret_request);

#endif
