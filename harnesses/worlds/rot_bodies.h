/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WORLDS_ROT_BODIES_H
#define WORLDS_ROT_BODIES_H

/*
 * Bodies of requests as an honest caller writes them, out of a few bytes that choose among them, and what
 * was sealed, to be opened again.
 */

#include "harnesses/mutators/token_write.h"
#include "harnesses/worlds/rot_world.h"

enum { ROT_TEXTS_MAX = 4, ROT_PLAIN_MAX = 48 };

/* Texts that were sealed in this life, the newest of them. */
struct rot_texts {
	size_t count;
	bool lost_some; /* too long, or too many */
	struct rot_text {
		struct mailbox_sealed_text is;
		uint8_t name[SEAL_NAME_MAX], plain[ROT_PLAIN_MAX], sealed[ROT_PLAIN_MAX + SEAL_OVERHEAD];
	} at[ROT_TEXTS_MAX];
};

void rot_texts_keep(struct rot_texts *texts, const struct mailbox_exchange *e);
/* The text of what e opened; NULL if nobody sealed it here. */
const struct mailbox_sealed_text *rot_texts_find(const struct rot_texts *texts, const struct mailbox_exchange *e);

/* The body of that command in room; missing choices are zeros. */
struct bytes rot_body(const struct rot_world *w, const struct rot_texts *texts, uint16_t command, struct bytes choices, struct buffer room);

/* A token that this device would take now. */
struct token_plan rot_good_token(const struct rot_world *w);
/* The body of SERVICE_OPEN in room: the public key of one, signed by another. */
struct bytes rot_open_body(const struct rot_world *w, const struct token_plan *plan, unsigned int shown, unsigned int signer,
			   struct buffer room);

#endif
