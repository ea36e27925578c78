/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_FAULT_LOG_H
#define ROOT_OF_TRUST_FAULT_LOG_H

/*
 * What went wrong since power-on, counted by kind.
 *
 * Counting needs no room that an attacker could fill, and a count that is full stays full. Faults
 * of this power-on show in the security state and in evidence; resets do not clear them.
 */

#include "reference-impl/base/bytes.h"

enum fault_kind {
	FAULT_MESSAGE,    /* a message that is none, or of a wrong length */
	FAULT_CAPABILITY, /* a caller asked for what it may not have */
	FAULT_TOKEN,      /* a debug or service token was refused */
	FAULT_LOCKED_OUT, /* a token came while attempts were locked */
	FAULT_UNSEAL,     /* sealed data did not open */
	FAULT_ENTROPY,    /* the noise source was stopped */
	FAULT_STORAGE,    /* fuses or counters failed */
	FAULT_GLITCH,     /* reported by a boot stage: a decision that can't be */
	FAULT_TAMPER,     /* reported by a boot stage: an image that was changed */
	FAULT_KIND_COUNT
};

struct fault_log {
	uint32_t count[FAULT_KIND_COUNT];
};

/* A kind that is none is not counted. */
void fault_log_add(struct fault_log *log, enum fault_kind kind);
/* Do any of these say that the device itself may be damaged or attacked in its hardware? */
bool fault_log_is_grave(const struct fault_log *log);

#endif
