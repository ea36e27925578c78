/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHEATS_EXCHANGE_H
#define CHEATS_EXCHANGE_H

/* One request and its answer, on the relay's two sides: what a lie sees of it is `talk`. */

#include <stdio.h>

#include "conformance/cheats/relay/relay.h"

struct relay {
	FILE *to_real, *from_real;
	json_t *memory;
	unsigned int lies;
};

struct exchange {
	struct talk talk; /* first, so that a lie's talk is its exchange */
	struct relay *relay;
	json_t *request, *answer; /* whole messages; no answer: not yet */
	bool shouted, misnumbered;
};

/* false: the line is no request. */
bool exchange_begin(struct exchange *x, struct relay *relay, const char *line);
/* The real program's answer; false: it gave none. */
bool exchange_ask(struct exchange *x);
/* To the suite. */
bool exchange_answer(struct exchange *x);
void exchange_end(struct exchange *x);

#endif
