/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_DICE_H
#define ORACLES_DICE_H

/*
 * Promises of the reader and judge of layer certificates, held against the cryptographic library's
 * own reader of X.509, and against signatures checked once more.
 */

#include "harnesses/oracles/oracle.h"
#include "reference-impl/codec/dice_chain.h"

/* What our reader takes the library takes, with the same key, times and right to certify. */
ORACLE FZ_DICE_001_library_reads_the_same(struct bytes der, const struct dice_certificate *ours);
/* A chain that holds: each certificate is signed by the next one's key, the last by the root's, and each issuer may certify. */
ORACLE FZ_DICE_002_holding_means_certified(const struct bytes *ders, size_t count, struct bytes root_spki);
/* No more certificates are judged, and no more digests taken of one measurement, than there is room for. */
ORACLE FZ_DICE_003_counts_are_bounded(const struct dice_certificate *taken, size_t count, enum dice_chain_fault fault);

#endif
