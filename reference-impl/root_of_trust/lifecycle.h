/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_LIFECYCLE_H
#define ROOT_OF_TRUST_LIFECYCLE_H

/*
 * Where the device is in its life: blank, module complete, device complete; never back.
 *
 * Each step is one byte of fuses, taken when any of its bits is blown: a burn that power
 * failed in has either not begun or is the step. A later step counts without the earlier one, so
 * that no damage to a fuse opens a closed device. Bytes that mean nothing, or fuses that can't be
 * read, are LIFECYCLE_UNKNOWN, in which nothing is allowed.
 *
 * A step has to be earned: a module needs its identity, a device also keys of its maker, none of
 * which is a key that everybody has.
 */

#include "reference-impl/crypto/crypto.h"
#include "reference-impl/platform/vault.h"

enum lifecycle { LIFECYCLE_UNKNOWN, LIFECYCLE_BLANK, LIFECYCLE_MODULE_COMPLETE, LIFECYCLE_DEVICE_COMPLETE, LIFECYCLE_END };

/* Reads the fuses; never fails. */
enum lifecycle lifecycle_read(const struct vault *vault);

/*
 * Takes the step from `now` to `to`, one storage operation. RESULT_REFUSED for any but the next
 * step, or one that was not earned; RESULT_IO if fuses fail: read again then.
 */
enum result lifecycle_step(const struct vault *vault, enum lifecycle now, enum lifecycle to) MUST_CHECK;

/* Is this the SHA-256 of a public key whose private half is published? */
bool lifecycle_is_test_key(const struct crypto_sha256 *key_hash);

#endif
