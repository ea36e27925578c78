/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of make_root. */

#include <getopt.h>
#include <stdio.h>

#include "reference-impl/tools/root_request.h"

enum option_id { OPT_KEY = 1, OPT_OUT, OPT_HELP };

static const struct option options[] = {
	{ "key", required_argument, NULL, OPT_KEY },
	{ "out", required_argument, NULL, OPT_OUT },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static const char help[] =
	"usage: make_root --key PEM --out PEM\n"
	"\n"
	"Makes the maker's root: the certificate, signed by its own key, in which the certificates of all devices end.\n"
	"\n"
	"  --key PEM   the root's private key, P-256\n"
	"  --out PEM   the certificate; written whole or not at all\n"
	"\n"
	"example:\n"
	"  sign_image --new-key root.key\n"
	"  make_root --key root.key --out root.pem\n"
	"  provision --state device --loader loader.img --os os.img --key maker.pem.pub \\\n"
	"      --endorse root.key --endorse-issuer root.pem --endorsement endorsement.der\n";

static enum root_answer complain(const char *what, const char *detail)
{
	fprintf(stderr, "make_root: %s%s; see make_root --help\n", what, detail);
	return ROOT_WRONG_USAGE;
}

static enum root_answer read_option(int id, const char *text, struct root_request *request)
{
	switch (id) {
	case OPT_KEY:
		request->key = text;
		return ROOT_GO;
	case OPT_OUT:
		request->out = text;
		return ROOT_GO;
	case OPT_HELP:
		fputs(help, stdout);
		return ROOT_HELP_WAS_ASKED;
	default:
		fputs("see make_root --help\n", stderr); /* behind what getopt_long() said */
		return ROOT_WRONG_USAGE;
	}
}

enum root_answer root_request_read(int argc, char *const argv[], struct root_request *ret_request)
{
	enum root_answer answer = ROOT_GO;
	int id;

	*ret_request = (struct root_request){ 0 };
	optind = 1;
	while (answer == ROOT_GO && (id = getopt_long(argc, argv, "", options, NULL)) != -1)
		answer = read_option(id, optarg, ret_request);
	if (answer != ROOT_GO)
		return answer;
	if (optind < argc)
		return complain("it takes options only, and not ", argv[optind]);
	if (!ret_request->key)
		return complain("--key", " is missing");
	return ret_request->out ? ROOT_GO : complain("--out", " is missing");
}
