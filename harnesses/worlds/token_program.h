/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WORLDS_TOKEN_PROGRAM_H
#define WORLDS_TOKEN_PROGRAM_H

/*
 * A program of challenges, tokens, time and power cuts, for a device to be opened by, and what there is to
 * know of it from outside: which challenge waits, how many tries there were, which rights are due.
 *
 * Byte 0: where it starts (enum rot_world_start). Then operations, each a byte and its arguments; missing
 * ones are zeros. A token of zeros is a good one; every argument takes something from it.
 */

#include "harnesses/oracles/debug_token.h"
#include "harnesses/worlds/rot_bodies.h"

enum token_operation {
	TOKEN_CHALLENGES,
	TOKEN_TRIES,   /* enum token_argument, in its order */
	TOKEN_GUESSES, /* how often: a challenge and a token over another one */
	TOKEN_WAITS,   /* number, and its upper bits with a unit above them (enum token_unit) */
	TOKEN_POWER,
	TOKEN_RESET,
	TOKEN_CUTS, /* at which operation, tear */
	TOKEN_CLOSES,
	TOKEN_STEPS, /* the lifecycle, to the next state */
	TOKEN_FUSES, /* a byte of the service key's fused hash, bits to flip: it is of a key that is nearly the maker's */
	TOKEN_OPERATION_COUNT
};

enum token_argument {
	TOKEN_FORM,      /* enum token_form */
	TOKEN_KEYS,      /* who signs modulo TEST_KEY_COUNT, times 4 whose key is shown; TOKEN_INSIDE */
	TOKEN_KIND,      /* 0 debug, 1 field service, others as they are */
	TOKEN_EXPIRES,   /* one of a few */
	TOKEN_LIFECYCLE, /* to be added to the state that is */
	TOKEN_RIGHTS,    /* 0: one of the kind's */
	TOKEN_DEVICE,    /* enum token_device; above, a byte that differs */
	TOKEN_NONCE,     /* enum token_nonce; above, a byte that differs, and from TOKEN_NONCE_SHORT on bytes that are left of it */
	TOKEN_EDIT_AT,
	TOKEN_EDIT_BITS,
	TOKEN_ARGUMENT_COUNT
};

enum { TOKEN_SHOWN = 4, TOKEN_INSIDE = 128 }; /* the edit is signed with the rest */
enum token_device { TOKEN_THIS_DEVICE, TOKEN_DEVICE_ZERO, TOKEN_DEVICE_ONES, TOKEN_DEVICE_DIFFERS };
enum token_nonce { TOKEN_THIS_NONCE, TOKEN_NONCE_BEFORE, TOKEN_NONCE_ZERO, TOKEN_NONCE_DIFFERS, TOKEN_NONCE_SHORT = 128 };
enum token_unit { TOKEN_MS, TOKEN_SECONDS = 16, TOKEN_MINUTES = 32, TOKEN_HOURS = 48, TOKEN_DAYS = 64, TOKEN_32_BITS = 80 };
enum { TOKEN_600_S, TOKEN_1_S, TOKEN_1_DAY, TOKEN_MORE_THAN_A_DAY, TOKEN_0_S, TOKEN_AN_HOUR, TOKEN_32_BITS_OF_MS, TOKEN_40_BITS };

enum { TOKEN_PROGRAM_MAX_LEN = 160 };

/* What is known from outside. */
struct token_life {
	bool is_challenged;
	uint8_t nonce[32], nonce_before[32];
	uint64_t challenged_ms, last_try_ms;
	unsigned int tries;
	bool is_looked_at, is_counted; /* by the message that is being answered */
	uint32_t rights;
	uint64_t rights_end_ms;
};

struct token_world {
	struct rot_world rot; /* the first member, for its callbacks */
	struct token_life life;
};

void token_world_init(struct token_world *w);
void token_program_run(struct token_world *w, struct bytes program);

/* The same program by one who has the key, and signs every edit; empty if it does not fit. */
struct bytes token_program_repair(struct bytes program, struct buffer room);

#endif
