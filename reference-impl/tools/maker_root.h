/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_MAKER_ROOT_H
#define TOOLS_MAKER_ROOT_H

/*
 * The maker's root: one key that vouches for the device key of every unit, so that a verifier
 * who knows one certificate can follow the evidence of all.
 *
 * Its certificate has the form of the layers below it: named after its key, and valid without
 * end, because the devices have no clock. The endorsement of a device is the certificate of its
 * device key, which no message tells: it follows from the secret that the factory draws.
 * Failures have been told on stderr.
 */

#include "reference-impl/codec/dice_certificate.h"
#include "reference-impl/platform/fuse_map.h"

/* Writes the root's own certificate for the private key in key_path, as PEM; whole or not at all. */
enum result maker_root_make(const char *key_path, const char *certificate_path) MUST_CHECK;

/*
 * Reads the root's private key, which is the caller's to wipe. RESULT_REFUSED unless the certificate
 * is one that maker_root_make() wrote for it.
 */
enum result maker_root_read(const char *key_path, const char *certificate_path, struct crypto_p256_key *ret_key) MUST_CHECK;

/* The device key's certificate: of the key that the root of trust derives from the device secret. *ret_der views room. */
enum result maker_root_endorse(const struct crypto_p256_key *root, const uint8_t secret[FUSE_DEVICE_SECRET_LEN], struct buffer room,
			       struct bytes *ret_der) MUST_CHECK;

#endif
