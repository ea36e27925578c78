/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: a table of options, and one line of complaint for each thing wrong. */

#include <ctype.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/service/verifier/verifier_request.h"

enum option_id { OPT_NONCE = 1, OPT_ROOTS, OPT_RELEASES, OPT_CHAIN, OPT_DEVICE_KEY, OPT_TIME, OPT_JSON, OPT_DEBUG, OPT_HELP };

static const struct option options[] = {
	{ "nonce", required_argument, NULL, OPT_NONCE },
	{ "roots", required_argument, NULL, OPT_ROOTS },
	{ "releases", required_argument, NULL, OPT_RELEASES },
	{ "chain", required_argument, NULL, OPT_CHAIN },
	{ "device-key", required_argument, NULL, OPT_DEVICE_KEY },
	{ "time", required_argument, NULL, OPT_TIME },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "allow-nonrot-debug", no_argument, NULL, OPT_DEBUG },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static const char help[] =
	"usage: assay verifier --nonce HEX --roots FILE --releases DIR|FILE [option...] [TOKEN|-]\n"
	"\n"
	"Appraises a PSA attestation token (RFC 9783, COSE_Sign1): is it the answer to this nonce, of the device that\n"
	"it names, and does that device run a release that its maker signed? Says so check by check.\n"
	"\n"
	"  --nonce HEX          the nonce that the device was asked with: 32, 48 or 64 bytes\n"
	"  --roots FILE         whom to believe (PEM): CERTIFICATE blocks are the roots of devices' chains, PUBLIC KEY\n"
	"                       blocks the keys of the maker that sign release records\n"
	"  --releases DIR|FILE  release records: a file, or all *.release of a folder; may be given several times\n"
	"  --chain FILE         the device's certificates, leaf first, PEM or DER\n"
	"  --device-key FILE    the device's public key (PEM), for a device without a chain, or besides it\n"
	"  --time RFC3339       the time to check validity at, such as 2026-11-21T13:00:00Z; default: now\n"
	"  --allow-nonrot-debug accept lifecycle 0x40..: all but the root of trust may be debugged\n"
	"  --json               the result as EAR claims (draft-ietf-rats-ear-04) instead of text\n"
	"  TOKEN                the token's file; `-` or nothing: standard input\n"
	"\n"
	"A token has at most 4096 bytes, a chain 16384.\n"
	"\n"
	"examples:\n"
	"  assay verifier --nonce $NONCE --roots believe.pem --releases releases/ --chain device.pem token.cbor\n"
	"  assay verifier --nonce $NONCE --roots maker.pub --releases r4.release --device-key device.pub --json < token.cbor\n"
	"  make_release --key maker.pem --vendor acme.example --product lamp --release 4 --implementation $ID \\\n"
	"      --image BL=loader.img --image OS=os.img --out releases/4.release      (how a maker writes a record)\n"
	"\n"
	"Exit: 0 affirming, 1 refused or with a warning, 64 wrong usage or something that can't be read.\n";

static enum verifier_answer complain(const char *what, const char *detail)
{
	fprintf(stderr, "assay verifier: %s%s; see assay verifier --help\n", what, detail);
	return VERIFIER_WRONG_USAGE;
}

/* What getopt_long() did not take; of letters there are no options. */
static enum verifier_answer complain_about_option(int key, const char *word)
{
	const char letter[] = { '-', (char)optopt, '\0' };

	if (key == ':')
		return complain("a value is missing behind ", word);
	if (optopt > OPT_HELP)
		return complain("there is no option ", letter);
	return complain(optopt == 0 ? "there is no option " : "no value belongs to ", word);
}

static bool read_nonce(const char *text, struct verifier_request *request)
{
	char lower[2 * VERIFIER_NONCE_MAX];
	struct bytes nonce;
	size_t len = strlen(text);

	if (len != 64 && len != 96 && len != 128)
		return false;
	for (size_t i = 0; i < len; i++)
		lower[i] = (char)tolower((unsigned char)text[i]);
	if (text_read_hex(bytes_from(lower, len), BUFFER_OF(request->nonce), &nonce) != RESULT_OK)
		return false;
	request->nonce_len = nonce.len;
	return true;
}

/* What the field should have been, NULL if it is good. */
static const char *read_field(enum option_id id, const char *text, struct verifier_request *request)
{
	switch (id) {
	case OPT_NONCE:
		return read_nonce(text, request) ? NULL : "64, 96 or 128 hexadecimal digits";
	case OPT_TIME:
		request->has_time = true;
		return verifier_time_read(text, &request->time) ? NULL : "a time such as 2026-11-21T13:00:00Z";
	case OPT_RELEASES:
		if (request->release_count == VERIFIER_MAX_PLACES)
			return "given 32 times at most; a folder may hold more";
		request->releases[request->release_count++] = text;
		return NULL;
	default:
		return "something that this program knows";
	}
}

static const char **name_for(enum option_id id, struct verifier_request *request)
{
	switch (id) {
	case OPT_ROOTS:
		return &request->roots;
	case OPT_CHAIN:
		return &request->chain;
	case OPT_DEVICE_KEY:
		return &request->device_key;
	default:
		return NULL;
	}
}

static enum verifier_answer read_option(int id, const char *name, const char *text, struct verifier_request *request)
{
	const char **file = name_for((enum option_id)id, request);
	const char *wanted;

	if (id == OPT_HELP) {
		fputs(help, stdout);
		return VERIFIER_HELP_WAS_ASKED;
	}
	if (id == OPT_JSON || id == OPT_DEBUG) {
		*(id == OPT_JSON ? &request->as_json : &request->allows_other_debug) = true;
		return VERIFIER_GO;
	}
	if (file && *file)
		return complain("given twice: --", name);
	if (file) {
		*file = text;
		return VERIFIER_GO;
	}
	wanted = read_field((enum option_id)id, text, request);
	if (!wanted)
		return VERIFIER_GO;
	fprintf(stderr, "assay verifier: --%s %s: should be %s\n", name, text, wanted);
	return VERIFIER_WRONG_USAGE;
}

static enum verifier_answer check_whole(int argc, char *const argv[], struct verifier_request *request)
{
	request->token = optind < argc ? argv[optind++] : "-";
	if (optind < argc)
		return complain("one token at a time, and not also ", argv[optind]);
	if (request->nonce_len == 0)
		return complain("--nonce", " is missing");
	if (!request->roots)
		return complain("--roots", " is missing");
	if (request->release_count == 0)
		return complain("--releases", " is missing");
	if (!request->chain && !request->device_key)
		return complain("--chain or --device-key", " is missing: without either no key is known that the token could be signed with");
	return VERIFIER_GO;
}

enum verifier_answer verifier_request_read(int argc, char *const argv[], struct verifier_request *ret_request)
{
	enum verifier_answer answer = VERIFIER_GO;
	int index = 0, id;

	*ret_request = (struct verifier_request){ .nonce_len = 0 };
	optind = 1;
	while (answer == VERIFIER_GO && (id = getopt_long(argc, argv, ":", options, &index)) != -1)
		answer = id == '?' || id == ':' ? complain_about_option(id, argv[optind - 1]) :
						  read_option(id, options[index].name, optarg, ret_request);
	return answer == VERIFIER_GO ? check_whole(argc, argv, ret_request) : answer;
}
