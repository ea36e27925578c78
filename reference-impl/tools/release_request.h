/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_RELEASE_REQUEST_H
#define TOOLS_RELEASE_REQUEST_H

/* What the maker asks of make_release, read off the command line and checked field by field. */

#include "reference-impl/base/bytes.h"

enum { RELEASE_REQUEST_MAX_COMPONENTS = 16, RELEASE_NAME_MAX = 64, RELEASE_HASH_MAX = 64, RELEASE_VERSION_MAX = 32 };

/* Of an image, whose file says the rest, or given in full for a device of another make. */
struct release_part {
	char name[RELEASE_NAME_MAX + 1];
	const char *image; /* NULL: the fields below hold */
	char version[RELEASE_VERSION_MAX];
	uint8_t digest[RELEASE_HASH_MAX], signer[RELEASE_HASH_MAX];
	size_t digest_len, signer_len;
	uint32_t security_version;
};

struct release_request {
	const char *key, *vendor, *product, *out;
	uint32_t number, state_flags;
	bool has_implementation;
	uint8_t implementation[32];
	struct release_part parts[RELEASE_REQUEST_MAX_COMPONENTS];
	size_t part_count;
};

enum release_answer { RELEASE_GO, RELEASE_HELP_WAS_ASKED, RELEASE_WRONG_USAGE };

/* Reads the arguments; complaints and help have been printed. Pointers in ret_request are into argv. */
enum release_answer release_request_read(int argc, char *const argv[], struct release_request *ret_request);

#endif
