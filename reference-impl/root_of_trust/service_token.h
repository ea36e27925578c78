/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_SERVICE_TOKEN_H
#define ROOT_OF_TRUST_SERVICE_TOKEN_H

/*
 * The maker's word that this device may be debugged or serviced, now, for a while.
 *
 * A token is a COSE_Sign1 (tag 18, ES256, deterministic) whose external data is
 * SERVICE_TOKEN_CONTEXT, so that no other signature of the same key is a token. Its payload is a
 * map of exactly these, in this order, no more and no fewer:
 *
 *   1 kind         1 debug, 2 field service
 *   2 device       16 bytes: the device's id
 *   3 nonce        32 bytes: the challenge that the device gave
 *   4 expires      seconds after the challenge, 1 to SERVICE_TOKEN_LIFETIME_MAX: a device's clock
 *                  knows how long ago that was, and nothing else for sure
 *   5 lifecycle    enum lifecycle: the state that it is for
 *   6 rights       bits of enum service_right, at least one, of its kind only
 */

#include "reference-impl/codec/cose_sign1.h"
#include "reference-impl/platform/fuse_map.h"

#define SERVICE_TOKEN_CONTEXT "service token 1"

enum { SERVICE_NONCE_LEN = 32, SERVICE_TOKEN_MAX_LEN = 384, SERVICE_TOKEN_LIFETIME_MAX = 24 * 3600 };

enum service_kind { SERVICE_NONE, SERVICE_DEBUG, SERVICE_FIELD };

enum service_right {
	SERVICE_RIGHT_DEBUG_OS = 1,
	SERVICE_RIGHT_DEBUG_APPS = 2,
	SERVICE_RIGHT_READ_LOGS = 4,
	SERVICE_RIGHT_SIDELOAD = 8,
	SERVICE_RIGHT_RADIO_TEST = 16
};

struct service_token {
	enum service_kind kind;
	uint8_t device_id[FUSE_DEVICE_ID_LEN];
	uint8_t nonce[SERVICE_NONCE_LEN];
	uint32_t expires_s;
	uint8_t lifecycle;
	uint32_t rights;
};

/*
 * Reads a token that spki signed. RESULT_BAD_SIGNATURE; RESULT_REFUSED for one that is signed but breaks a
 * rule above; otherwise as cose_sign1_parse() and cose_sign1_verify(). That it is for this device
 * and this moment is the caller's to say.
 */
enum result service_token_read(struct bytes token, struct bytes spki, struct service_token *ret_token) MUST_CHECK;

/* Writes and signs one, as the maker's service does. */
enum result service_token_write(const struct service_token *token, const struct cose_signer *signer, struct buffer room,
				struct bytes *ret_token) MUST_CHECK;

#endif
