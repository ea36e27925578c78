/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_FIELD_REQUEST_H
#define TOOLS_FIELD_REQUEST_H

/* What is asked of field_tool, read off the command line and checked field by field. */

#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/platform/port.h"
#include "reference-impl/root_of_trust/lifecycle.h"
#include "reference-impl/tools/nonce_text.h"

enum field_verb { FIELD_INFO, FIELD_ATTEST, FIELD_CHALLENGE, FIELD_UNLOCK, FIELD_LIFECYCLE, FIELD_INSTALL, FIELD_RESET, FIELD_VERB_COUNT };

struct field_request {
	enum field_verb verb;
	const char *port;
	const char *file; /* unlock's token, install's image */
	struct nonce nonce; /* .len is 0 until it was given */
	const char *token, *chain;  /* what attest writes */
	const char *endorsement;    /* the maker's certificate of the device key, or NULL */
	const char *service_key;
	enum port_path path;
	enum lifecycle to; /* LIFECYCLE_UNKNOWN: only look */
	uint8_t device_id[FUSE_DEVICE_ID_LEN];
	bool has_device_id;
	uint32_t timeout_s;
	bool as_json;
};

enum field_answer { FIELD_GO, FIELD_HELP_WAS_ASKED, FIELD_WRONG_USAGE };

/* Reads the arguments; complaints and help have been printed. Texts in ret_request are those of argv. */
enum field_answer field_request_read(int argc, char *const argv[], struct field_request *ret_request);

#endif
