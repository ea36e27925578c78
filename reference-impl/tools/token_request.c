/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of make_token: a table of options, and one line of complaint for each thing wrong. */

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "reference-impl/tools/field_text.h"
#include "reference-impl/tools/lifecycle_text.h"
#include "reference-impl/tools/token_request.h"

enum option_id { OPT_KIND = 1, OPT_DEVICE, OPT_CHALLENGE, OPT_EXPIRES, OPT_LIFECYCLE, OPT_RIGHTS, OPT_KEY, OPT_OUT, OPT_HELP };

static const struct option options[] = {
	{ "kind", required_argument, NULL, OPT_KIND },
	{ "device", required_argument, NULL, OPT_DEVICE },
	{ "challenge", required_argument, NULL, OPT_CHALLENGE },
	{ "expires", required_argument, NULL, OPT_EXPIRES },
	{ "lifecycle", required_argument, NULL, OPT_LIFECYCLE },
	{ "rights", required_argument, NULL, OPT_RIGHTS },
	{ "key", required_argument, NULL, OPT_KEY },
	{ "out", required_argument, NULL, OPT_OUT },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static const char help[] =
	"usage: make_token --kind debug|service --device HEX --challenge HEX --expires SECONDS --rights LIST\n"
	"                  --key PEM|none --out FILE [--lifecycle STATE]\n"
	"\n"
	"Signs a token by which one device opens itself, once and for a while: what a maker's service does when asked.\n"
	"\n"
	"  --kind debug|service  what the session is for\n"
	"  --device HEX          the device's id, 16 bytes, as it comes with the challenge\n"
	"  --challenge HEX       the challenge that the device gave, 32 bytes\n"
	"  --expires SECONDS     after the challenge, 1 to 86400\n"
	"  --lifecycle STATE     the state that the device must be in: blank, module-complete or device-complete (the default)\n"
	"  --rights LIST         debug: debug-os, debug-apps, read-logs; service: read-logs, sideload, radio-test; commas between\n"
	"  --key PEM             the service's private key, whose public part provision burnt; `none` leaves the token unsigned\n"
	"  --out FILE            the token; written whole or not at all\n"
	"\n"
	"example:\n"
	"  sign_image --new-key service.pem\n"
	"  make_token --kind debug --device $DEVICE --challenge $CHALLENGE --expires 3600 --rights debug-os,read-logs \\\n"
	"      --key service.pem --out debug.token\n";

static bool read_kind(const char *text, struct service_token *token)
{
	if (strcmp(text, "debug") == 0)
		token->kind = SERVICE_DEBUG;
	else if (strcmp(text, "service") == 0)
		token->kind = SERVICE_FIELD;
	return token->kind != SERVICE_NONE;
}

static uint32_t right_named(const char *text, size_t len)
{
	static const struct right {
		const char *name;
		enum service_right bit;
	} rights[] = { { "debug-os", SERVICE_RIGHT_DEBUG_OS },
		       { "debug-apps", SERVICE_RIGHT_DEBUG_APPS },
		       { "read-logs", SERVICE_RIGHT_READ_LOGS },
		       { "sideload", SERVICE_RIGHT_SIDELOAD },
		       { "radio-test", SERVICE_RIGHT_RADIO_TEST } };

	for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++)
		if (strlen(rights[i].name) == len && memcmp(rights[i].name, text, len) == 0)
			return rights[i].bit;
	return 0;
}

static bool read_rights(const char *text, struct service_token *token)
{
	for (;;) {
		size_t len = strcspn(text, ",");
		uint32_t right = right_named(text, len);

		if (!right)
			return false;
		token->rights |= right;
		if (text[len] == '\0')
			return true;
		text += len + 1;
	}
}

static bool read_lifecycle(const char *text, struct service_token *token)
{
	enum lifecycle lifecycle;

	if (!lifecycle_text_read(text, &lifecycle))
		return false;
	token->lifecycle = (uint8_t)lifecycle;
	return true;
}

static bool read_expires(const char *text, struct service_token *token)
{
	return field_number(text, SERVICE_TOKEN_LIFETIME_MAX, &token->expires_s) && token->expires_s > 0;
}

/* What the field should have been, NULL if it is good. */
static const char *read_field(enum option_id id, const char *text, struct service_token *token)
{
	switch (id) {
	case OPT_KIND:
		return read_kind(text, token) ? NULL : "debug or service";
	case OPT_DEVICE:
		return field_hex(text, sizeof(token->device_id), token->device_id) ? NULL : "32 hexadecimal digits";
	case OPT_CHALLENGE:
		return field_hex(text, sizeof(token->nonce), token->nonce) ? NULL : "64 hexadecimal digits";
	case OPT_EXPIRES:
		return read_expires(text, token) ? NULL : "a number of seconds from 1 to 86400";
	case OPT_LIFECYCLE:
		return read_lifecycle(text, token) ? NULL : LIFECYCLE_WORDS;
	case OPT_RIGHTS:
		return read_rights(text, token) ? NULL : "some of debug-os, debug-apps, read-logs, sideload, radio-test, commas between";
	default:
		return "something that this program knows";
	}
}

static enum token_answer complain(const char *what, const char *name, const char *detail)
{
	fprintf(stderr, "make_token: %s%s%s; see make_token --help\n", what, name, detail);
	return TOKEN_WRONG_USAGE;
}

static enum token_answer read_option(int id, const char *name, const char *text, struct token_request *request)
{
	const char *wanted;

	switch (id) {
	case OPT_HELP:
		fputs(help, stdout);
		return TOKEN_HELP_WAS_ASKED;
	case '?':
		fputs("see make_token --help\n", stderr); /* behind what getopt_long() said */
		return TOKEN_WRONG_USAGE;
	case OPT_KEY:
		request->key = text;
		return TOKEN_GO;
	case OPT_OUT:
		request->out = text;
		return TOKEN_GO;
	default:
		break;
	}
	wanted = read_field((enum option_id)id, text, &request->token);
	if (!wanted)
		return TOKEN_GO;
	fprintf(stderr, "make_token: --%s %s: should be %s\n", name, text, wanted);
	return TOKEN_WRONG_USAGE;
}

/* `seen`: a bit for each option that was given. Whether rights go with the kind is for the device to say. */
static enum token_answer check_whole(int argc, char *const argv[], unsigned int seen, struct token_request *request)
{
	if (optind < argc)
		return complain("it takes options only, and not ", argv[optind], "");
	for (int id = OPT_KIND; id <= OPT_OUT; id++)
		if (id != OPT_LIFECYCLE && !(seen >> id & 1))
			return complain("--", options[id - 1].name, " is missing");
	if (strcmp(request->key, "none") == 0)
		request->key = NULL;
	return TOKEN_GO;
}

enum token_answer token_request_read(int argc, char *const argv[], struct token_request *ret_request)
{
	enum token_answer answer = TOKEN_GO;
	unsigned int seen = 0;
	int index = 0, id;

	*ret_request = (struct token_request){ .token.lifecycle = LIFECYCLE_DEVICE_COMPLETE };
	optind = 1;
	while (answer == TOKEN_GO && (id = getopt_long(argc, argv, "", options, &index)) != -1) {
		seen |= id < OPT_HELP ? 1u << id : 0;
		answer = read_option(id, options[index].name, optarg, ret_request);
	}
	return answer == TOKEN_GO ? check_whole(argc, argv, seen, ret_request) : answer;
}
