/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of make_release: a table of options, and one line of complaint for each thing wrong. */

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "reference-impl/tools/field_text.h"
#include "reference-impl/tools/release_request.h"

enum option_id { OPT_KEY = 1, OPT_VENDOR, OPT_PRODUCT, OPT_NUMBER, OPT_IMPLEMENTATION, OPT_STATE_FLAGS, OPT_IMAGE, OPT_COMPONENT, OPT_OUT, OPT_HELP };

/* Of the reference device: debugged, serviced, in recovery, a grave fault. */
enum { STATE_FLAGS = 4 | 8 | 16 | 32 };

static const struct option options[] = {
	{ "key", required_argument, NULL, OPT_KEY },
	{ "vendor", required_argument, NULL, OPT_VENDOR },
	{ "product", required_argument, NULL, OPT_PRODUCT },
	{ "release", required_argument, NULL, OPT_NUMBER },
	{ "implementation", required_argument, NULL, OPT_IMPLEMENTATION },
	{ "state-flags", required_argument, NULL, OPT_STATE_FLAGS },
	{ "image", required_argument, NULL, OPT_IMAGE },
	{ "component", required_argument, NULL, OPT_COMPONENT },
	{ "out", required_argument, NULL, OPT_OUT },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static const char help[] =
	"usage: make_release --key PEM --vendor TEXT --product TEXT --release N --implementation HEX\n"
	"                    --image NAME=FILE... --out FILE\n"
	"\n"
	"Writes a signed release record: which components belong together, for assay-verifier to compare devices with.\n"
	"\n"
	"  --key PEM             the maker's private key\n"
	"  --vendor, --product   as the devices' certificates have them; 1 to 64 characters\n"
	"  --release N           counts up from 1, with each release of the product\n"
	"  --implementation HEX  the implementation id of the silicon, 32 bytes (the reference device: vendor and class UUID)\n"
	"  --image NAME=FILE     a component by its MCUboot image: hash, signer, version, security counter come from there\n"
	"  --component NAME,VERSION,HASH,SIGNER[,N]\n"
	"                        a component in full: two hashes in hexadecimal, and the lowest security version\n"
	"  --state-flags N       bits of the lifecycle's lower byte that must be clear; default 60: not debugged (4), not\n"
	"                        serviced (8), no recovery (16), no grave fault (32); 0 for devices that mean other things\n"
	"  --out FILE            the record, *.release; written whole or not at all\n"
	"\n"
	"examples:\n"
	"  make_release --key maker.pem --vendor acme.example --product lamp --release 4 --implementation $ID \\\n"
	"      --image BL=loader.img --image OS=os.img --out 4.release\n"
	"  make_release --key maker.pem --vendor acme.example --product lamp --release 1 --implementation $ID \\\n"
	"      --component App,1.2.0,$HASH,$SIGNER --out 1.release\n";

static struct release_part *next_part(struct release_request *request)
{
	return request->part_count < RELEASE_REQUEST_MAX_COMPONENTS ? &request->parts[request->part_count++] : NULL;
}

static bool take_name(const char *text, size_t len, struct release_part *part)
{
	if (len == 0 || len > RELEASE_NAME_MAX)
		return false;
	memcpy(part->name, text, len);
	part->name[len] = '\0';
	return true;
}

static bool read_image(const char *text, struct release_request *request)
{
	const char *sign = strchr(text, '=');
	struct release_part *part = next_part(request);

	if (!sign || !part || sign[1] == '\0')
		return false;
	part->image = sign + 1;
	return take_name(text, (size_t)(sign - text), part);
}

/* 32, 48 or 64 bytes. */
static bool read_hash(const char *text, uint8_t ret_hash[RELEASE_HASH_MAX], size_t *ret_len)
{
	*ret_len = text ? strlen(text) / 2 : 0;
	return (*ret_len == 32 || *ret_len == 48 || *ret_len == 64) && field_hex(text, *ret_len, ret_hash);
}

static bool read_component(const char *text, struct release_request *request)
{
	struct release_part *part = next_part(request);
	char room[512], *rest = room;
	const char *name, *version, *digest, *signer;

	if (!part || strlen(text) >= sizeof(room))
		return false;
	memcpy(room, text, strlen(text) + 1);
	name = strsep(&rest, ",");
	version = strsep(&rest, ",");
	digest = strsep(&rest, ",");
	signer = strsep(&rest, ",");
	if (!version || strlen(version) == 0 || strlen(version) >= sizeof(part->version) || !take_name(name, strlen(name), part))
		return false;
	memcpy(part->version, version, strlen(version) + 1);
	if (rest && !field_number(rest, UINT32_MAX, &part->security_version))
		return false;
	return read_hash(digest, part->digest, &part->digest_len) && read_hash(signer, part->signer, &part->signer_len);
}

/* What the field should have been, NULL if it is good. */
static const char *read_field(enum option_id id, const char *text, struct release_request *request)
{
	switch (id) {
	case OPT_NUMBER:
		return field_number(text, UINT32_MAX, &request->number) && request->number > 0 ? NULL : "a number from 1 to 4294967295";
	case OPT_IMPLEMENTATION:
		request->has_implementation = field_hex(text, sizeof(request->implementation), request->implementation);
		return request->has_implementation ? NULL : "64 hexadecimal digits";
	case OPT_STATE_FLAGS:
		return field_number(text, UINT8_MAX, &request->state_flags) ? NULL : "a number up to 255";
	case OPT_IMAGE:
		return read_image(text, request) ? NULL : "NAME=FILE, at most 16 components, names of at most 64 characters";
	case OPT_COMPONENT:
		return read_component(text, request) ? NULL : "NAME,VERSION,HASH,SIGNER or NAME,VERSION,HASH,SIGNER,N, at most 16 components";
	default:
		return "something that this program knows";
	}
}

static const char **text_for(enum option_id id, struct release_request *request)
{
	switch (id) {
	case OPT_KEY:
		return &request->key;
	case OPT_VENDOR:
		return &request->vendor;
	case OPT_PRODUCT:
		return &request->product;
	case OPT_OUT:
		return &request->out;
	default:
		return NULL;
	}
}

static enum release_answer complain(const char *what, const char *detail)
{
	fprintf(stderr, "make_release: %s%s; see make_release --help\n", what, detail);
	return RELEASE_WRONG_USAGE;
}

static enum release_answer read_option(int id, const char *name, const char *text, struct release_request *request)
{
	const char **words = text_for((enum option_id)id, request);
	const char *wanted;

	if (id == OPT_HELP) {
		fputs(help, stdout);
		return RELEASE_HELP_WAS_ASKED;
	}
	if (id == '?')
		return RELEASE_WRONG_USAGE;
	if (words) {
		*words = text;
		return RELEASE_GO;
	}
	wanted = read_field((enum option_id)id, text, request);
	if (!wanted)
		return RELEASE_GO;
	fprintf(stderr, "make_release: --%s %s: should be %s\n", name, text, wanted);
	return RELEASE_WRONG_USAGE;
}

static bool is_name(const char *text)
{
	return text && strlen(text) > 0 && strlen(text) <= RELEASE_NAME_MAX;
}

static enum release_answer check_whole(int argc, const struct release_request *request)
{
	if (optind < argc)
		return complain("it takes options only", "");
	if (!request->key)
		return complain("--key", " is missing");
	if (!is_name(request->vendor) || !is_name(request->product))
		return complain("--vendor or --product", " is missing, or longer than 64 characters");
	if (request->number == 0)
		return complain("--release", " is missing");
	if (!request->has_implementation)
		return complain("--implementation", " is missing");
	if (request->part_count == 0)
		return complain("--image", " is missing: a release without components is none");
	if (!request->out)
		return complain("--out", " is missing");
	return RELEASE_GO;
}

enum release_answer release_request_read(int argc, char *const argv[], struct release_request *ret_request)
{
	enum release_answer answer = RELEASE_GO;
	int index = 0, id;

	*ret_request = (struct release_request){ .state_flags = STATE_FLAGS };
	optind = 1;
	while (answer == RELEASE_GO && (id = getopt_long(argc, argv, "", options, &index)) != -1)
		answer = read_option(id, options[index].name, optarg, ret_request);
	return answer == RELEASE_GO ? check_whole(argc, ret_request) : answer;
}
