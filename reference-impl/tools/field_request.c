/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of field_tool: a table of options, one of verbs, and one line of complaint for each thing wrong. */

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "reference-impl/tools/field_request.h"
#include "reference-impl/tools/field_text.h"
#include "reference-impl/tools/lifecycle_text.h"

enum { TIMEOUT_DEFAULT_S = 30, TIMEOUT_MAX_S = 3600 };

enum option_id {
	OPT_PORT = 1, OPT_NONCE, OPT_TOKEN, OPT_CHAIN, OPT_ENDORSEMENT, OPT_SERVICE_KEY, OPT_PATH, OPT_TO, OPT_DEVICE, OPT_TIMEOUT,
	OPT_JSON, OPT_HELP
};

static const struct option options[] = {
	{ "port", required_argument, NULL, OPT_PORT },
	{ "nonce", required_argument, NULL, OPT_NONCE },
	{ "token", required_argument, NULL, OPT_TOKEN },
	{ "chain", required_argument, NULL, OPT_CHAIN },
	{ "endorsement", required_argument, NULL, OPT_ENDORSEMENT },
	{ "service-key", required_argument, NULL, OPT_SERVICE_KEY },
	{ "path", required_argument, NULL, OPT_PATH },
	{ "to", required_argument, NULL, OPT_TO },
	{ "device", required_argument, NULL, OPT_DEVICE },
	{ "timeout", required_argument, NULL, OPT_TIMEOUT },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static const struct verb {
	const char *name;
	bool takes_file;
} verbs[FIELD_VERB_COUNT] = {
	[FIELD_INFO] = { "info", false },	    [FIELD_ATTEST] = { "attest", false },   [FIELD_CHALLENGE] = { "challenge", false },
	[FIELD_UNLOCK] = { "unlock", true },	    [FIELD_LIFECYCLE] = { "lifecycle", false }, [FIELD_INSTALL] = { "install", true },
	[FIELD_RESET] = { "reset", false },
};

static const char help[] =
	"usage: field_tool --port SOCKET [--timeout SECONDS] [--json] VERB [option...]\n"
	"\n"
	"What a field engineer holds at a device's service port (assay-device --port).\n"
	"\n"
	"  info                    who serves the port, device id, newest confirmed counter, measurements\n"
	"  attest --nonce TEXT --token FILE --chain FILE\n"
	"                          asks for evidence: the token (PSA, COSE_Sign1), and the certificates of the key that signed it,\n"
	"                          leaf first, in PEM; waits until an OS runs\n"
	"  challenge               a fresh challenge, and what make_token needs besides\n"
	"  unlock TOKEN --service-key PEM\n"
	"                          opens the device by a token over the newest challenge; until power goes at most\n"
	"  lifecycle [--to STATE --device HEX]\n"
	"                          the state of its life; or one step on, which can't be taken back\n"
	"  install IMAGE [--path normal|recovery]\n"
	"                          gives the device an OS image, which it tries at the next reset\n"
	"  reset                   and waits until that boot has ended\n"
	"\n"
	"  --port SOCKET           the service port\n"
	"  --nonce TEXT            64, 96 or 128 hexadecimal digits; of any other text the SHA-256 is the nonce\n"
	"  --endorsement DER       attest: the certificate that provision wrote, put behind the chain\n"
	"  --service-key PEM       the public key that the device knows the maker's service by\n"
	"  --to STATE, --device HEX  the next state (module-complete, device-complete) of just this device\n"
	"  --timeout SECONDS       for the whole of it; default 30\n"
	"  --json                  one JSON object instead of lines\n"
	"\n"
	"examples:\n"
	"  field_tool --port port.sock info\n"
	"  field_tool --port port.sock attest --nonce hello --token token.cbor --chain device.pem --endorsement device.der\n"
	"  field_tool --port port.sock challenge\n"
	"  field_tool --port port.sock unlock debug.token --service-key service.pem.pub\n"
	"  field_tool --port port.sock install os-2.img && field_tool --port port.sock reset\n"
	"\n"
	"Exit: 0 done, 1 the device refused, 2 it could not be asked, 64 wrong usage.\n";

static enum field_answer complain(const char *what, const char *name, const char *detail)
{
	fprintf(stderr, "field_tool: %s%s%s; see field_tool --help\n", what, name, detail);
	return FIELD_WRONG_USAGE;
}

static const char **name_for(enum option_id id, struct field_request *request)
{
	switch (id) {
	case OPT_PORT:
		return &request->port;
	case OPT_TOKEN:
		return &request->token;
	case OPT_CHAIN:
		return &request->chain;
	case OPT_ENDORSEMENT:
		return &request->endorsement;
	case OPT_SERVICE_KEY:
		return &request->service_key;
	default:
		return NULL;
	}
}

static bool read_path(const char *text, struct field_request *request)
{
	request->path = strcmp(text, "recovery") == 0 ? PORT_PATH_RECOVERY : PORT_PATH_NORMAL;
	return request->path == PORT_PATH_RECOVERY || strcmp(text, "normal") == 0;
}

/* What the field should have been, NULL if it is good. */
static const char *read_field(enum option_id id, const char *text, struct field_request *request)
{
	switch (id) {
	case OPT_NONCE:
		return nonce_read(text, &request->nonce) == RESULT_OK ? NULL : "a text of 1 to 1024 bytes";
	case OPT_PATH:
		return read_path(text, request) ? NULL : "normal or recovery";
	case OPT_TO:
		return lifecycle_text_read(text, &request->to) ? NULL : LIFECYCLE_WORDS;
	case OPT_DEVICE:
		request->has_device_id = field_hex(text, sizeof(request->device_id), request->device_id);
		return request->has_device_id ? NULL : "32 hexadecimal digits";
	case OPT_TIMEOUT:
		return field_number(text, TIMEOUT_MAX_S, &request->timeout_s) && request->timeout_s > 0 ? NULL : "seconds from 1 to 3600";
	default:
		return "something that this program knows";
	}
}

static enum field_answer read_option(int id, const char *name, const char *text, struct field_request *request)
{
	const char **file = name_for((enum option_id)id, request);
	const char *wanted;

	if (id == OPT_HELP) {
		fputs(help, stdout);
		return FIELD_HELP_WAS_ASKED;
	}
	if (id == '?') {
		fputs("see field_tool --help\n", stderr); /* behind what getopt_long() said */
		return FIELD_WRONG_USAGE;
	}
	request->as_json |= id == OPT_JSON;
	if (file)
		*file = text;
	if (file || id == OPT_JSON)
		return FIELD_GO;
	wanted = read_field((enum option_id)id, text, request);
	if (!wanted)
		return FIELD_GO;
	fprintf(stderr, "field_tool: --%s %s: should be %s\n", name, text, wanted);
	return FIELD_WRONG_USAGE;
}

static bool find_verb(const char *word, enum field_verb *ret_verb)
{
	for (unsigned int i = 0; i < FIELD_VERB_COUNT; i++)
		if (strcmp(word, verbs[i].name) == 0) {
			*ret_verb = (enum field_verb)i;
			return true;
		}
	return false;
}

static enum field_answer check_verb(const struct field_request *request)
{
	if (request->verb == FIELD_ATTEST && request->nonce.len == 0)
		return complain("attest: --nonce", " is missing", "");
	if (request->verb == FIELD_ATTEST && (!request->token || !request->chain))
		return complain("attest: ", request->token ? "--chain" : "--token", " is missing");
	if (request->verb == FIELD_UNLOCK && !request->service_key)
		return complain("unlock: --service-key", " is missing", "");
	if (request->to != LIFECYCLE_UNKNOWN && !request->has_device_id)
		return complain("lifecycle: --device is missing", " (info tells it): the step can't be taken back", "");
	return FIELD_GO;
}

static enum field_answer check_whole(int argc, char *const argv[], struct field_request *request)
{
	int words = argc - optind;

	if (!request->port)
		return complain("--port", " is missing", "");
	if (words == 0)
		return complain("say what to do", " (info, attest, ...)", "");
	if (!find_verb(argv[optind], &request->verb))
		return complain("there is no verb ", argv[optind], "");
	if (words > 1 + verbs[request->verb].takes_file)
		return complain(argv[optind], ": one too many: ", argv[optind + 1 + verbs[request->verb].takes_file]);
	if (words < 1 + verbs[request->verb].takes_file)
		return complain(argv[optind], ": the file is missing", "");
	request->file = words > 1 ? argv[optind + 1] : NULL;
	return check_verb(request);
}

enum field_answer field_request_read(int argc, char *const argv[], struct field_request *ret_request)
{
	enum field_answer answer = FIELD_GO;
	int index = 0, id;

	*ret_request = (struct field_request){ .timeout_s = TIMEOUT_DEFAULT_S };
	optind = 1;
	while (answer == FIELD_GO && (id = getopt_long(argc, argv, "", options, &index)) != -1)
		answer = read_option(id, options[index].name, optarg, ret_request);
	return answer == FIELD_GO ? check_whole(argc, argv, ret_request) : answer;
}
