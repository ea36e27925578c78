/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_MAKER_H
#define TARGETS_REFERENCE_MAKER_H

/*
 * The maker of the reference chip, as far as a bench needs one: its keys, made once for each run
 * folder, and its own tools, run as programs.
 *
 * Three keys for images are burnt into each unit: `trusted` signs, `second` is there for when the first must be
 * revoked, and `retired` is good until it is revoked. One more, keys/service.pem, signs the tokens
 * that open a unit. The maker's root is older than any run: the build makes it, since target.json names it.
 */

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"

enum { REFERENCE_KEY_COUNT = 3 };

/* Where every device key's certificate comes from, below ASSAY_BIN: private key and certificate. */
#define REFERENCE_ROOT_KEY "targets/reference/root.key"
#define REFERENCE_ROOT_CERTIFICATE "targets/reference/root.pem"

/* The keys' names, in the order of their fuses; each is keys/<name>.pem and .pem.pub in the run folder. */
extern const char *const reference_key_names[REFERENCE_KEY_COUNT];

/* Makes the keys if the run folder has none; only the rig may write there. RESULT_IO and others fill *ret_why. */
enum result reference_make_keys(struct complaint *ret_why) MUST_CHECK;

/*
 * Provisions the unit in factory state, in place of the one that was there, with its endorsement beside it; its
 * board must not run. lifecycle: the state that it leaves the line in, as the maker's tool calls it; NULL: the last one.
 */
enum result reference_make_unit(unsigned int unit, const char *lifecycle, struct complaint *ret_why) MUST_CHECK;

#endif
