/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of provision: a table of options, and one line of complaint for each thing wrong. */

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "reference-impl/tools/field_text.h"
#include "reference-impl/tools/lifecycle_text.h"
#include "reference-impl/tools/provision_request.h"

enum option_id {
	OPT_STATE = 1, OPT_LOADER, OPT_OS, OPT_KEY, OPT_DEVICE_ID, OPT_VENDOR, OPT_CLASS, OPT_CONFIG, OPT_SERVICE_KEY, OPT_LIFECYCLE,
	OPT_ENDORSE, OPT_ENDORSE_ISSUER, OPT_ENDORSEMENT, OPT_FORCE, OPT_HELP
};

static const struct option options[] = {
	{ "state", required_argument, NULL, OPT_STATE },
	{ "loader", required_argument, NULL, OPT_LOADER },
	{ "os", required_argument, NULL, OPT_OS },
	{ "key", required_argument, NULL, OPT_KEY },
	{ "device-id", required_argument, NULL, OPT_DEVICE_ID },
	{ "vendor", required_argument, NULL, OPT_VENDOR },
	{ "class", required_argument, NULL, OPT_CLASS },
	{ "config", required_argument, NULL, OPT_CONFIG },
	{ "service-key", required_argument, NULL, OPT_SERVICE_KEY },
	{ "lifecycle", required_argument, NULL, OPT_LIFECYCLE },
	{ "endorse", required_argument, NULL, OPT_ENDORSE },
	{ "endorse-issuer", required_argument, NULL, OPT_ENDORSE_ISSUER },
	{ "endorsement", required_argument, NULL, OPT_ENDORSEMENT },
	{ "force", no_argument, NULL, OPT_FORCE },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static const char help[] =
	"usage: provision --state DIR --loader IMAGE --os IMAGE --key PEM [option...]\n"
	"\n"
	"Makes a device as it leaves the factory: fuses burnt, counters set, loader and OS in place.\n"
	"\n"
	"  --state DIR         the folder to make, with flash.bin, fuses.bin and counters.bin\n"
	"  --loader IMAGE      signed with --component loader\n"
	"  --os IMAGE          goes into slot a, confirmed\n"
	"  --key PEM           the maker's public key; up to four times, in the order of their fuses\n"
	"  --device-id HEX     16 bytes, or `random` (the default)\n"
	"  --vendor, --class UUID  what images must carry; without it, any will do\n"
	"  --config FILE       boot settings, at most 1023 bytes (console=quiet, prefer=a, watchdog_ms=5000)\n"
	"  --service-key PEM   the public key of the maker's service, whose tokens (make_token) open the device for debugging\n"
	"                      and service; without it, nobody's do\n"
	"  --lifecycle STATE   blank, module-complete or device-complete (the default: a finished unit, which takes no key that\n"
	"                      everybody has)\n"
	"  --endorse PEM, --endorse-issuer PEM\n"
	"                      the maker's root (make_root), its private key and its certificate\n"
	"  --endorsement FILE  the certificate of the device's own key, signed by that root, in DER: evidence ends in it\n"
	"  --force             replaces a device that is there\n"
	"\n"
	"example:\n"
	"  sign_image --new-key maker.pem\n"
	"  sign_image --key maker.pem --payload build/bin/assay-loader --component loader --version 1.0.0 --out loader.img\n"
	"  sign_image --key maker.pem --payload build/bin/assay-os --version 1.0.0 --security-counter 1 --out os.img\n"
	"  provision --state device --loader loader.img --os os.img --key maker.pem.pub\n"
	"  assay-device --state device --rig rig.sock --port port.sock\n"
	"  provision --state device2 --loader loader.img --os os.img --key maker.pem.pub --service-key service.pem.pub \\\n"
	"      --endorse root.key --endorse-issuer root.pem --endorsement device2.der\n";

static const char **name_for(enum option_id id, struct provision_request *request)
{
	switch (id) {
	case OPT_STATE:
		return &request->state;
	case OPT_LOADER:
		return &request->loader;
	case OPT_OS:
		return &request->os;
	case OPT_CONFIG:
		return &request->config;
	case OPT_SERVICE_KEY:
		return &request->service_key;
	case OPT_ENDORSE:
		return &request->endorse;
	case OPT_ENDORSE_ISSUER:
		return &request->endorse_issuer;
	case OPT_ENDORSEMENT:
		return &request->endorsement;
	case OPT_KEY:
		return request->key_count < FUSE_KEY_COUNT ? &request->keys[request->key_count++] : NULL;
	default:
		return NULL;
	}
}

static bool read_device_id(const char *text, struct provision_request *request)
{
	request->has_device_id = strcmp(text, "random") != 0;
	return !request->has_device_id || field_hex(text, sizeof(request->device_id), request->device_id);
}

/* What the field should have been, NULL if it is good. */
static const char *read_field(enum option_id id, const char *text, struct provision_request *request)
{
	switch (id) {
	case OPT_DEVICE_ID:
		return read_device_id(text, request) ? NULL : "32 hexadecimal digits, or random";
	case OPT_VENDOR:
		return field_uuid(text, request->vendor) ? NULL : "a UUID such as 01234567-89ab-cdef-0123-456789abcdef";
	case OPT_CLASS:
		return field_uuid(text, request->class) ? NULL : "a UUID such as 01234567-89ab-cdef-0123-456789abcdef";
	case OPT_LIFECYCLE:
		return lifecycle_text_read(text, &request->lifecycle) ? NULL : LIFECYCLE_WORDS;
	case OPT_KEY:
		return "one of at most four";
	default:
		return "something that this program knows";
	}
}

static enum provision_answer read_option(int id, const char *name, const char *text, struct provision_request *request)
{
	const char **file = name_for((enum option_id)id, request);
	const char *wanted;

	if (id == OPT_HELP) {
		fputs(help, stdout);
		return PROVISION_HELP_WAS_ASKED;
	}
	if (id == '?') {
		fputs("see provision --help\n", stderr); /* behind what getopt_long() said */
		return PROVISION_WRONG_USAGE;
	}
	request->force |= id == OPT_FORCE;
	if (file)
		*file = text;
	if (file || id == OPT_FORCE)
		return PROVISION_GO;
	wanted = read_field((enum option_id)id, text, request);
	if (!wanted)
		return PROVISION_GO;
	fprintf(stderr, "provision: --%s %s: should be %s\n", name, text, wanted);
	return PROVISION_WRONG_USAGE;
}

static enum provision_answer missing(const char *option)
{
	fprintf(stderr, "provision: %s is missing; see provision --help\n", option);
	return PROVISION_WRONG_USAGE;
}

/* All of it or nothing of it. */
static enum provision_answer check_endorsement(const struct provision_request *request)
{
	if (!request->endorse && !request->endorse_issuer && !request->endorsement)
		return PROVISION_GO;
	if (!request->endorse)
		return missing("--endorse");
	if (!request->endorse_issuer)
		return missing("--endorse-issuer");
	return request->endorsement ? PROVISION_GO : missing("--endorsement");
}

static enum provision_answer check_whole(int argc, char *const argv[], const struct provision_request *request)
{
	if (optind < argc) {
		fprintf(stderr, "provision: it takes options only, and not %s; see provision --help\n", argv[optind]);
		return PROVISION_WRONG_USAGE;
	}
	if (!request->state)
		return missing("--state");
	if (!request->loader)
		return missing("--loader");
	if (!request->os)
		return missing("--os");
	if (request->key_count == 0)
		return missing("--key");
	return check_endorsement(request);
}

enum provision_answer provision_request_read(int argc, char *const argv[], struct provision_request *ret_request)
{
	enum provision_answer answer = PROVISION_GO;
	int index = 0, id;

	*ret_request = (struct provision_request){ .lifecycle = LIFECYCLE_DEVICE_COMPLETE };
	optind = 1;
	while (answer == PROVISION_GO && (id = getopt_long(argc, argv, "", options, &index)) != -1)
		answer = read_option(id, options[index].name, optarg, ret_request);
	return answer == PROVISION_GO ? check_whole(argc, argv, ret_request) : answer;
}
