/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_MAILBOX_H
#define ORACLES_MAILBOX_H

/*
 * Promises of the mailbox: each message with what was there before and what is there after it.
 *
 * Who may give which command, how long bodies are and what a command moves is told once more here, out of
 * mailbox.h's words; the tables under test are not asked. Storage is read from its cells.
 */

#include "harnesses/oracles/oracle.h"
#include "reference-impl/platform/nor.h"
#include "reference-impl/root_of_trust/mailbox.h"

struct rot_cells {
	uint8_t fuses[FUSE_LEN];
	uint8_t counters[NOR_COUNTERS_LEN];
};

/* The greatest of the counter's valid rows; UINT32_MAX without one. */
uint32_t rot_cells_counter(const struct rot_cells *cells, unsigned int counter);

/* One message. `before` holds what stands in front of the buffers, and nothing behind it. */
struct mailbox_exchange {
	const struct mailbox_caller *caller;
	struct bytes request; /* as it was when it was sent */
	struct bytes reply;   /* all memory that was given for it */
	size_t reply_len;
	const struct root_of_trust *before, *after;
	const struct rot_cells *cells_before, *cells;
	bool was_cut; /* power went while it was answered */
};

uint16_t mailbox_exchange_command(const struct mailbox_exchange *e); /* 0: none can be read */
uint32_t mailbox_exchange_result(const struct mailbox_exchange *e);
struct bytes mailbox_exchange_body(const struct mailbox_exchange *e);   /* of the request */
struct bytes mailbox_exchange_answer(const struct mailbox_exchange *e); /* the body of the reply */

/* Something sealed, and by whom. */
struct mailbox_sealed_text {
	struct mailbox_caller owner;
	unsigned int lifecycle, mode;
	struct bytes name, plain, sealed;
};

/* The request's command, a result of the list, the body's very length, none with an error, zeros behind it. */
ORACLE FZ_MAILBOX_001_replies_are_whole(const struct mailbox_exchange *e);
/* Nobody is given what is not his, for whatever reason; a body of a length that is not the command's is refused. */
ORACLE FZ_MAILBOX_002_granted_by_the_table(const struct mailbox_exchange *e);
/* Entries stay; one is added by a measurement, as it was sent; registers move by it and by nothing else. */
ORACLE FZ_MAILBOX_003_log_only_grows(const struct mailbox_exchange *e);
/* No half of any secret is in a reply. */
ORACLE FZ_MAILBOX_004_secrets_stay_inside(const struct mailbox_exchange *e);
/* An error leaves everything as it was, but faults, what a token's try costs, and storage that lost power. */
ORACLE FZ_MAILBOX_005_failed_is_undone(const struct mailbox_exchange *e);
/* Whatever came before it, a good question is answered. */
ORACLE FZ_MAILBOX_006_next_is_answered(enum mailbox_command question, uint32_t result);
/* Counters and the lifecycle never fall, and move by the command that moves them, as far as it says. */
ORACLE FZ_MAILBOX_007_counters_move_as_asked(const struct mailbox_exchange *e);
/* Evidence carries the nonce that was asked for, the caller, the state and the whole log, signed by the key shown. */
ORACLE FZ_MAILBOX_008_evidence_is_of_this_moment(const struct mailbox_exchange *e);
/* Memory of the caller that changes while a message is answered changes neither answer nor effect. */
ORACLE FZ_MAILBOX_009_first_fetch_counts(const struct mailbox_exchange *steady, const struct mailbox_exchange *changing);
/* What opens was sealed by the same owner, under the same name, in the same state, in this generation or the last. */
ORACLE FZ_MAILBOX_010_sealed_opens_for_its_owner(const struct mailbox_exchange *e, const struct mailbox_sealed_text *text);

#endif
