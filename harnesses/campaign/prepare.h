/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_PREPARE_H
#define CAMPAIGN_PREPARE_H

/*
 * What a surface starts from, in a form that both engines take: inputs that are neither empty
 * nor beyond an engine's limit and that do not fail already, and a dictionary of well-formed
 * tokens. AFL++ stops at the first token it does not like, and with no input left it does not
 * start at all.
 */

#include "harnesses/campaign/places.h"

struct prepared {
	char input[PLACES_PATH_LEN];
	char dictionary[PLACES_PATH_LEN]; /* "": the surface has none */
	char replay[PLACES_PATH_LEN];
	uint64_t max_len;                 /* as the replay program tells; 0: it does not */
	unsigned int inputs, left_out, failing;
};

/*
 * Fills <out>/<surface>/. RESULT_NOT_FOUND: no replay program, or no seeds. RESULT_IO. Those
 * stored inputs that fail are in <out>/<surface>/stored/, to be looked at like what engines find.
 */
enum result prepare_surface(const struct places *places, const char *surface, struct prepared *ret_prepared,
			    struct complaint *ret_why) MUST_CHECK;

#endif
