/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of sign_image: a table of options, and one line of complaint for each thing wrong. */

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "reference-impl/boot/component.h"
#include "reference-impl/tools/field_text.h"
#include "reference-impl/tools/sign_request.h"

enum option_id {
	OPT_KEY = 1, OPT_PAYLOAD, OPT_VERSION, OPT_COUNTER, OPT_VENDOR, OPT_CLASS, OPT_COMPONENT, OPT_REVOKE,
	OPT_HEADER_LEN, OPT_OUT, OPT_NEW_KEY, OPT_HELP
};

static const struct option options[] = {
	{ "key", required_argument, NULL, OPT_KEY },
	{ "payload", required_argument, NULL, OPT_PAYLOAD },
	{ "version", required_argument, NULL, OPT_VERSION },
	{ "security-counter", required_argument, NULL, OPT_COUNTER },
	{ "vendor", required_argument, NULL, OPT_VENDOR },
	{ "class", required_argument, NULL, OPT_CLASS },
	{ "component", required_argument, NULL, OPT_COMPONENT },
	{ "revoke", required_argument, NULL, OPT_REVOKE },
	{ "header-len", required_argument, NULL, OPT_HEADER_LEN },
	{ "out", required_argument, NULL, OPT_OUT },
	{ "new-key", required_argument, NULL, OPT_NEW_KEY },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static const char help[] =
	"usage: sign_image --key PEM|none --payload FILE --out FILE [option...]\n"
	"       sign_image --new-key FILE\n"
	"\n"
	"Puts a program into a signed MCUboot image (ECDSA P-256, SHA-256).\n"
	"\n"
	"  --key PEM               the maker's private key; `none` leaves the image unsigned\n"
	"  --payload FILE          the program\n"
	"  --out FILE              the image; written whole or not at all\n"
	"  --version A.B.C[+BUILD] default 0.0.0\n"
	"  --security-counter N    counts against rollback; default 0, `none` leaves it out (no device starts that)\n"
	"  --vendor, --class UUID  the image starts only on devices with the same\n"
	"  --component loader|os   the place that it is for; without it, an OS\n"
	"  --revoke PEM            once this image is confirmed, that key (public or private file) is dead for good\n"
	"  --header-len N          32 to 4096, default 32\n"
	"  --new-key FILE          makes a key: the secret in FILE, the public part in FILE.pub\n"
	"\n"
	"examples:\n"
	"  sign_image --new-key maker.pem\n"
	"  openssl ecparam -name prime256v1 -genkey -noout -out maker.pem   (another way to make one)\n"
	"  sign_image --key maker.pem --payload build/bin/assay-loader --component loader --version 1.0.0 --out loader.img\n"
	"  sign_image --key maker.pem --payload build/bin/assay-os --version 1.0.0 --security-counter 1 --out os.img\n";

static bool read_counter(const char *text, struct sign_request *request)
{
	request->has_security_counter = strcmp(text, "none") != 0;
	return !request->has_security_counter || field_number(text, UINT32_MAX, &request->security_counter);
}

static bool read_component(const char *text, struct sign_request *request)
{
	if (strcmp(text, "loader") == 0)
		request->component = BOOT_COMPONENT_LOADER;
	else if (strcmp(text, "os") == 0)
		request->component = BOOT_COMPONENT_OS;
	return request->component != 0;
}

static bool read_header_len(const char *text, struct sign_request *request)
{
	uint32_t len;

	if (!field_number(text, 4096, &len) || len < MCUBOOT_HEADER_LEN)
		return false;
	request->header_len = (uint16_t)len;
	return true;
}

/* What the field should have been, NULL if it is good. */
static const char *read_field(enum option_id id, const char *text, struct sign_request *request)
{
	switch (id) {
	case OPT_VERSION:
		return field_version(text, &request->version) ? NULL : "a version such as 1.2.3 or 1.2.3+4";
	case OPT_COUNTER:
		return read_counter(text, request) ? NULL : "a number up to 4294967295, or none";
	case OPT_VENDOR:
		request->has_vendor = field_uuid(text, request->vendor);
		return request->has_vendor ? NULL : "a UUID such as 01234567-89ab-cdef-0123-456789abcdef";
	case OPT_CLASS:
		request->has_class = field_uuid(text, request->class);
		return request->has_class ? NULL : "a UUID such as 01234567-89ab-cdef-0123-456789abcdef";
	case OPT_COMPONENT:
		return read_component(text, request) ? NULL : "loader or os";
	case OPT_HEADER_LEN:
		return read_header_len(text, request) ? NULL : "a number from 32 to 4096";
	default:
		return "something that this program knows";
	}
}

static const char **name_for(enum option_id id, struct sign_request *request)
{
	switch (id) {
	case OPT_KEY:
		return &request->key;
	case OPT_PAYLOAD:
		return &request->payload;
	case OPT_REVOKE:
		return &request->revoke;
	case OPT_OUT:
		return &request->out;
	case OPT_NEW_KEY:
		return &request->new_key;
	default:
		return NULL;
	}
}

static enum sign_answer complain(const char *what, const char *detail)
{
	fprintf(stderr, "sign_image: %s%s; see sign_image --help\n", what, detail);
	return SIGN_WRONG_USAGE;
}

static enum sign_answer read_option(int id, const char *name, const char *text, struct sign_request *request)
{
	const char **file = name_for((enum option_id)id, request);
	const char *wanted;

	if (id == OPT_HELP) {
		fputs(help, stdout);
		return SIGN_HELP_WAS_ASKED;
	}
	if (id == '?') {
		fputs("see sign_image --help\n", stderr); /* behind what getopt_long() said */
		return SIGN_WRONG_USAGE;
	}
	if (file) {
		*file = text;
		return SIGN_GO;
	}
	wanted = read_field((enum option_id)id, text, request);
	if (!wanted)
		return SIGN_GO;
	fprintf(stderr, "sign_image: --%s %s: should be %s\n", name, text, wanted);
	return SIGN_WRONG_USAGE;
}

static enum sign_answer check_whole(int argc, char *const argv[], struct sign_request *request)
{
	if (optind < argc)
		return complain("it takes options only, and not ", argv[optind]);
	if (request->new_key)
		return SIGN_GO;
	if (!request->key)
		return complain("--key", " is missing");
	if (!request->payload)
		return complain("--payload", " is missing");
	if (!request->out)
		return complain("--out", " is missing");
	if (strcmp(request->key, "none") == 0)
		request->key = NULL;
	return SIGN_GO;
}

enum sign_answer sign_request_read(int argc, char *const argv[], struct sign_request *ret_request)
{
	enum sign_answer answer = SIGN_GO;
	int index = 0, id;

	*ret_request = (struct sign_request){ .has_security_counter = true };
	optind = 1;
	while (answer == SIGN_GO && (id = getopt_long(argc, argv, "", options, &index)) != -1)
		answer = read_option(id, options[index].name, optarg, ret_request);
	return answer == SIGN_GO ? check_whole(argc, argv, ret_request) : answer;
}
