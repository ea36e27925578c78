/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_DICE_CHAIN_H
#define CODEC_DICE_CHAIN_H

/*
 * A chain of layer certificates, from the attestation key up to a root key that is known already.
 *
 * Every certificate is looked at, not the leaf alone: who signed it, whether that key may certify,
 * when it holds, and that what it measures rises layer by layer at one vendor and model.
 * Whether the measured code is good code is the verifier's policy.
 * Sources: RFC 5280 section 6; TCG DICE Attestation Architecture section 6.
 */

#include "reference-impl/codec/dice_certificate.h"

enum { DICE_CHAIN_MAX_COUNT = 8, DICE_CHAIN_MAX_LEN = 16384 };

struct dice_chain_rules {
	struct bytes root_spki;   /* the one key that is believed */
	int64_t at_time;          /* seconds since 1970-01-01 UTC */
	size_t unmeasured_count;  /* certificates next to the root that may lack TcbInfo, as the one of the bare device key */
	bool demands_key_ids;     /* names and numbers must follow from keys, as dice_certificate_write() makes them */
};

enum dice_chain_fault {
	DICE_CHAIN_HOLDS,
	DICE_CHAIN_EMPTY_OR_LONG,
	DICE_CHAIN_CERTIFICATE,    /* one does not parse */
	DICE_CHAIN_NAME,           /* issuer and subject do not meet, or a name does not follow from its key */
	DICE_CHAIN_TIME,
	DICE_CHAIN_ISSUER_ROLE,    /* signed by a key that may not certify, or not so deep */
	DICE_CHAIN_LEAF_ROLE,      /* the leaf may certify, or is not for attestation */
	DICE_CHAIN_MEASUREMENT,    /* TcbInfo is absent, of another vendor or model, or its layer does not rise */
	DICE_CHAIN_SIGNATURE
};

/* A sentence without a full stop; never NULL. */
const char *dice_chain_fault_sentence(enum dice_chain_fault fault);

struct dice_chain_judgement {
	enum dice_chain_fault fault;
	size_t at;            /* which certificate, counted from the leaf */
	enum result parsed;   /* of DICE_CHAIN_CERTIFICATE: why */
	struct dice_certificate leaf; /* of DICE_CHAIN_HOLDS: a view of ders[0] */
};

/* Judges count certificates, the leaf first; the root's own may stand last. Cheap rules first, signatures at the end. */
struct dice_chain_judgement dice_chain_judge(const struct bytes *ders, size_t count, const struct dice_chain_rules *rules);

#endif
