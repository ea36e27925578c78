/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_SIGN_REQUEST_H
#define TOOLS_SIGN_REQUEST_H

/*
 * What the maker asks of sign_image, read off the command line and checked field by field.
 */

#include "reference-impl/codec/mcuboot_image.h"

struct sign_request {
	const char *new_key; /* make a key here, and nothing else */
	const char *key;     /* NULL: leave the image unsigned */
	const char *payload, *out;
	const char *revoke;  /* file of the key to revoke, or NULL */
	struct mcuboot_version version;
	bool has_security_counter;
	uint32_t security_counter;
	uint8_t vendor[MCUBOOT_UUID_LEN], class[MCUBOOT_UUID_LEN];
	bool has_vendor, has_class;
	uint8_t component; /* of boot/component.h; 0: not said */
	uint16_t header_len;
};

enum sign_answer { SIGN_GO, SIGN_HELP_WAS_ASKED, SIGN_WRONG_USAGE };

/* Reads the arguments; complaints and help have been printed. Texts in ret_request are those of argv. */
enum sign_answer sign_request_read(int argc, char *const argv[], struct sign_request *ret_request);

#endif
