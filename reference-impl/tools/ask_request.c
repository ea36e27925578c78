/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of assay-ask. */

#include "reference-impl/tools/ask_request.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
	"usage: assay ask [--nonce TEXT] [--then debug|new-os|all] [--keep DIR] [--json]\n"
	"\n"
	"Makes a device, boots it, asks it for evidence over your nonce, and has assay verifier explain it line by line.\n"
	"The maker's keys, root and release are made at that moment; nothing is canned, so no two runs are alike.\n"
	"\n"
	"  --nonce TEXT    instead of typing a line; 64, 96 or 128 hexadecimal digits are taken as they are, of any other\n"
	"                  text the SHA-256 is the nonce\n"
	"  --then debug    opens debug by a token of the maker's service, and asks again with the same nonce\n"
	"  --then new-os   changes one byte of the OS, signs it as a successor with the right key but without a release\n"
	"                  record, installs it through the service port, and asks again with the same nonce\n"
	"  --then all      both, with power off between them\n"
	"  --keep DIR      makes DIR and leaves everything there: keys, images, device, evidence, console, and in the\n"
	"                  file `commands` each command that was run\n"
	"  --json          one JSON object, with the verifier's results as EAR\n"
	"\n"
	"examples:\n"
	"  assay ask\n"
	"  assay ask --nonce \"is it you?\" --then all\n"
	"  openssl rand -hex 32 | assay ask --keep build/asked\n"
	"\n"
	"Exit: 0 the verifier affirmed the device as made and blamed the right thing afterwards; 1 it did not;\n"
	"2 the device could not be made or asked; 64 wrong usage.\n";

static enum ask_answer complain(const char *what, const char *word)
{
	fprintf(stderr, "assay ask: %s%s; see assay ask --help\n", what, word);
	return ASK_WRONG_USAGE;
}

static bool read_then(const char *text, struct ask_request *request)
{
	bool all = strcmp(text, "all") == 0, debug = strcmp(text, "debug") == 0, new_os = strcmp(text, "new-os") == 0;

	request->then_debug |= all || debug;
	request->then_new_os |= all || new_os;
	return all || debug || new_os;
}

/* What getopt_long() did not take. */
static enum ask_answer complain_about_option(int id, const char *word)
{
	return complain(id == ':' ? "a value is missing behind " : "there is no option ", word);
}

enum ask_answer ask_request_read(int argc, char *const argv[], struct ask_request *ret_request)
{
	static const struct option options[] = { { "nonce", required_argument, NULL, 'n' }, { "then", required_argument, NULL, 't' },
						 { "keep", required_argument, NULL, 'k' },  { "json", no_argument, NULL, 'j' },
						 { "help", no_argument, NULL, 'h' },	    { NULL, 0, NULL, 0 } };
	struct ask_request request = { .nonce = NULL };
	int id;

	optind = 1;
	while ((id = getopt_long(argc, argv, ":", options, NULL)) != -1) {
		if (id == '?' || id == ':')
			return complain_about_option(id, argv[optind - 1]);
		if (id == 'h') {
			fputs(help, stdout);
			return ASK_HELP_WAS_ASKED;
		}
		if (id == 't' && !read_then(optarg, &request))
			return complain("--then should be debug, new-os or all, and not ", optarg);
		request.nonce = id == 'n' ? optarg : request.nonce;
		request.keep = id == 'k' ? optarg : request.keep;
		request.as_json |= id == 'j';
	}
	if (optind < argc)
		return complain("it takes options only, and not ", argv[optind]);
	*ret_request = request;
	return ASK_GO;
}
