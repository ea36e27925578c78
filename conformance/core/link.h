/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_LINK_H
#define CORE_LINK_H

/*
 * The one way in which anything is asked of a device under test.
 *
 * A link is a seam: while a device is run it leads to the planes (processes that speak
 * protocol.json), in the recorder it also writes the transcript, and in the judge it reads the
 * answers back from there. Whoever asks cannot tell which it is. The typed calls in the
 * generated protocol_calls.h stand on it: they encode the request, ask, check the answer
 * against the schema and decode it.
 */

#include <jansson.h>
#include <stdint.h>

enum answer_kind {
	ANSWER_GIVEN,       /* result holds what the schema lists */
	ANSWER_REFUSED,     /* the device understood and said no: an observation */
	ANSWER_UNSUPPORTED, /* JSON-RPC -32601: an observation too */
	ANSWER_ERROR,       /* any other JSON-RPC error: nothing learned */
	ANSWER_BROKEN       /* silence past the deadline, a dead or babbling adapter, an answer outside the schema */
};

enum { ANSWER_REASON_LEN = 256 };

/*
 * An answer; `result` is a new reference (NULL unless given), `reason` is printable UTF-8. Texts
 * and bytes that a typed call gave live in it, until answer_release().
 */
struct answer {
	enum answer_kind kind;
	json_t *result;
	uint8_t *memory; /* of decoded byte strings; set by the typed calls alone */
	char reason[ANSWER_REASON_LEN];
	uint64_t ms; /* from asking to the answer, on the host's monotonic clock */
};

struct question {
	const char *method;   /* its name in protocol.json */
	unsigned int unit;
	uint32_t deadline_ms;
	const json_t *params; /* an object without unit and deadline, or NULL; borrowed */
};

struct link {
	void *context;
	/* Always fills *ret_answer; release it. */
	void (*ask)(void *context, const struct question *question, struct answer *ret_answer);
};

void answer_release(struct answer *answer);

#endif
