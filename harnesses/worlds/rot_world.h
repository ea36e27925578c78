/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WORLDS_ROT_WORLD_H
#define WORLDS_ROT_WORLD_H

/*
 * A root of trust on a simulated chip, with somebody who speaks to it and somebody who pulls the plug.
 *
 * Library and chip are the product's own; the world presses buttons, sends messages, and gives each
 * message with all that was there before and after it to whoever watches. Between the two stands a vault
 * that does as the chip does, and can make the caller's memory change, or the noise stop, at that moment.
 *
 * Call order: rot_world_init() once; then rot_world_begin(), and any buttons. What needs power does nothing
 * without it.
 */

#include "harnesses/mutators/test_signature.h"
#include "harnesses/oracles/mailbox.h"
#include "reference-impl/platform/sim/sim.h"

/* Where a life begins, with power on. */
enum rot_world_start {
	ROT_BOOTED, /* device complete, its OS runs */
	ROT_FRESH,  /* device complete, nothing was measured yet */
	ROT_MODULE,
	ROT_BLANK,
	ROT_START_COUNT
};

enum { ROT_WORLD_FLASH_LEN = FLASH_REGION_COUNT * FLASH_BLOCK_LEN, ROT_WORLD_CELLS_LEN = FUSE_LEN + NOR_COUNTERS_LEN };
enum { ROT_WORLD_MESSAGE_MAX = MAILBOX_MESSAGE_MAX_LEN + 64, ROT_WORLD_REPLY_LEN = MAILBOX_MESSAGE_MAX_LEN };

/* How the memory of a message behaves while it is answered. */
enum rot_world_memory {
	ROT_MEMORY_STEADY,
	ROT_MEMORY_SHARED,   /* the reply is written over the request */
	ROT_MEMORY_CHANGING, /* each time the vault is asked for something, the caller writes over it */
	ROT_MEMORY_COUNT
};

/* What goes with a snapshot, and starts anew with each life. */
struct rot_life {
	bool is_up;         /* the root of trust runs */
	bool noise_stopped; /* as long as power stays */
	uint64_t noise;     /* where its generator stands */
	unsigned int messages;
	uint64_t decisions; /* for the trace: what was decided, folded */
};

struct rot_snapshot {
	struct rot_life life;
	struct sim sim;
	struct root_of_trust rot;
	struct rot_cells cells;
};

struct rot_world {
	struct sim sim;
	struct vault chip, vault; /* the chip's own, and the one in front of it */
	struct root_of_trust rot, before;
	struct rot_cells cells_before, cells;
	struct rot_life life;
	struct test_key keys[TEST_KEY_COUNT];
	struct buffer changing; /* what changes now; empty: nothing */
	/* Called behind each message that was answered; the world's owner sets it. */
	void (*watch)(struct rot_world *w, const struct mailbox_exchange *e);
	/* Called when the root of trust looks at the fused hash of the service key; NULL: nobody wants to know. */
	void (*key_is_looked_at)(struct rot_world *w);
	uint8_t request[ROT_WORLD_MESSAGE_MAX], reply[ROT_WORLD_REPLY_LEN], steady_reply[ROT_WORLD_REPLY_LEN];
	uint8_t probe_reply[ROT_WORLD_REPLY_LEN];
	size_t reply_len; /* 0: there was no reply */
	uint8_t storage[ROT_WORLD_FLASH_LEN + ROT_WORLD_CELLS_LEN];
	struct rot_snapshot starts[ROT_START_COUNT], at_message, behind_it;
};

void rot_world_init(struct rot_world *w);
void rot_world_begin(struct rot_world *w, enum rot_world_start start);

/* The buttons. */
void rot_world_power(struct rot_world *w);
void rot_world_reset(struct rot_world *w);
/* ROM and loader measure what they start; the letter is the OS's. */
void rot_world_boot(struct rot_world *w, char os);
void rot_world_wait(struct rot_world *w, uint64_t ms);
void rot_world_stop_noise(struct rot_world *w);

/* Sends any bytes, ROT_WORLD_MESSAGE_MAX at most, and shows them to whoever watches. */
void rot_world_send(struct rot_world *w, const struct mailbox_caller *caller, struct bytes message, enum rot_world_memory memory);
/* Sends a body behind a good head. */
void rot_world_ask(struct rot_world *w, const struct mailbox_caller *caller, enum mailbox_command command, struct bytes body,
		   enum rot_world_memory memory);
/* The result of the message that was sent last, RESULT_IO if nobody was there. */
enum result rot_world_result(const struct rot_world *w);
/* Asks past whoever watches; the reply that was looked at stays. */
enum result rot_world_probe(struct rot_world *w, enum mailbox_role role, enum mailbox_command command, struct bytes body);

struct mailbox_caller rot_world_caller(enum mailbox_role role, uint16_t app, uint32_t granted);
struct component rot_world_component(enum component_kind kind, char letter);
/* The cells as they are now. */
void rot_world_look(const struct rot_world *w, struct rot_cells *ret_cells);

#endif
