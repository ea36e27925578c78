/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PEERS_CBOR_PEER_H
#define PEERS_CBOR_PEER_H

/*
 * What another implementation of CBOR says about the same bytes. Which one it is, and whether
 * there is one at all, is chosen at build time (ci/make/cbor.mk): libcbor where it is installed.
 */

#include "reference-impl/base/bytes.h"

enum cbor_peer_answer {
	CBOR_PEER_SILENT, /* no peer here, or it was not asked: the input announces more than its memory is worth */
	CBOR_PEER_TAKES,  /* exactly one well-formed item */
	CBOR_PEER_REFUSES
};

enum cbor_peer_answer cbor_peer_judge(struct bytes input);

#endif
