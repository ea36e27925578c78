/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_PROVISION_REQUEST_H
#define TOOLS_PROVISION_REQUEST_H

/*
 * What the maker asks of provision, read off the command line and checked field by field.
 */

#include "reference-impl/codec/mcuboot_image.h"
#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/root_of_trust/lifecycle.h"

enum { PROVISION_DEVICE_ID_LEN = 16 };

struct provision_request {
	const char *state;       /* the folder to make */
	const char *loader, *os; /* images */
	const char *config;      /* boot settings, or NULL */
	const char *keys[FUSE_KEY_COUNT]; /* in the order of their fuses */
	size_t key_count;
	uint8_t device_id[PROVISION_DEVICE_ID_LEN];
	bool has_device_id; /* else it is drawn */
	uint8_t vendor[MCUBOOT_UUID_LEN], class[MCUBOOT_UUID_LEN]; /* all zero: any image */
	const char *service_key; /* whose tokens open the device; NULL: nobody's */
	enum lifecycle lifecycle; /* in which it leaves the factory */
	const char *endorse, *endorse_issuer, *endorsement; /* the maker's root, key and certificate, and what it is to write; or all NULL */
	bool force;
};

enum provision_answer { PROVISION_GO, PROVISION_HELP_WAS_ASKED, PROVISION_WRONG_USAGE };

/* Reads the arguments; complaints and help have been printed. Texts in ret_request are those of argv. */
enum provision_answer provision_request_read(int argc, char *const argv[], struct provision_request *ret_request);

#endif
