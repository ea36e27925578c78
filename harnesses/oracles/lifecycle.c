/* SPDX-License-Identifier: Apache-2.0 */
/* The fuses once more, by hand. */
#include "harnesses/oracles/lifecycle.h"

#include <string.h>

enum { STEP_MODULE, STEP_DEVICE, STEPS, ID_LEN = 16, HASH_LEN = 32, KEYS = 4, NOT_CONFIGURED = 0 };

static bool is_zero(const uint8_t *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (at[i] != 0)
			return false;
	return true;
}

/* The state that the cells stand for. */
static unsigned int state_of(const struct rot_cells *cells)
{
	const uint8_t *steps = cells->fuses + FUSE_LIFECYCLE;

	if (!is_zero(steps + STEPS, FUSE_LIFECYCLE_LEN - STEPS))
		return LIFE_UNKNOWN;
	if (steps[STEP_DEVICE] != 0)
		return LIFE_DEVICE;
	return steps[STEP_MODULE] != 0 ? LIFE_MODULE : LIFE_BLANK;
}

ORACLE FZ_LIFECYCLE_001_only_forward(const struct lifecycle_told *told)
{
	const char *id = "FZ-LIFECYCLE-001", *promise = "only-forward";
	unsigned int burnt = state_of(told->cells);

	oracle_holds(told->state == LIFE_UNKNOWN || told->state >= told->furthest, id, promise, "an earlier state is told than before");
	oracle_holds(!told->is_fresh || !told->is_readable || burnt == LIFE_UNKNOWN || told->state == burnt, id, promise,
		     "another state is told than was burnt");
}

ORACLE FZ_LIFECYCLE_002_unknown_opens_nothing(const struct lifecycle_told *told)
{
	const char *id = "FZ-LIFECYCLE-002", *promise = "unknown-opens-nothing";
	bool is_unknown = !told->is_readable || state_of(told->cells) == LIFE_UNKNOWN;

	oracle_holds(!told->is_fresh || !is_unknown || told->state == LIFE_UNKNOWN, id, promise, "a state is told that no fuse stands for");
	oracle_holds(told->state != LIFE_UNKNOWN || (told->mode == NOT_CONFIGURED && told->rights == 0), id, promise,
		     "something is allowed in no known state");
}

static bool is_ok(const struct mailbox_exchange *e)
{
	return mailbox_exchange_result(e) == RESULT_OK;
}

static bool is_test_key(const struct lifecycle_try *t, uint32_t offset)
{
	return memcmp(t->e->cells->fuses + offset, t->test_key->at, HASH_LEN) == 0;
}

static bool lives(const struct lifecycle_try *t, unsigned int key)
{
	return t->e->cells->fuses[FUSE_KEY_REVOKED + key] == 0 && !is_zero(t->e->cells->fuses + FUSE_KEY_HASH + key * HASH_LEN, HASH_LEN);
}

ORACLE FZ_LIFECYCLE_003_step_is_earned(const struct lifecycle_try *t)
{
	const char *id = "FZ-LIFECYCLE-003", *promise = "step-is-earned";
	struct bytes body = mailbox_exchange_body(t->e);
	unsigned int living = 0;

	if (!is_ok(t->e))
		return;
	oracle_holds(memcmp(body.at + 1, t->e->cells->fuses + FUSE_DEVICE_ID, ID_LEN) == 0, id, promise,
		     "a step was taken that was meant for another device");
	oracle_holds(!is_zero(body.at + 1, ID_LEN), id, promise, "a device without an identity took a step");
	if (body.at[0] != LIFE_DEVICE)
		return;
	for (unsigned int key = 0; key < KEYS; key++) {
		living += lives(t, key);
		oracle_holds(!lives(t, key) || !is_test_key(t, FUSE_KEY_HASH + key * HASH_LEN), id, promise,
			     "a device is complete with a key that everybody has");
	}
	oracle_holds(living > 0, id, promise, "a device is complete without a key of its maker");
	oracle_holds(!is_test_key(t, FUSE_SERVICE_KEY_HASH), id, promise, "a device is complete with a service key that everybody has");
}

static bool others_are_as_before(const struct mailbox_exchange *e)
{
	size_t behind = FUSE_LIFECYCLE + STEPS;

	return memcmp(e->cells_before->fuses + behind, e->cells->fuses + behind, FUSE_LEN - behind) == 0;
}

ORACLE FZ_LIFECYCLE_004_step_is_one_and_whole(const struct lifecycle_try *t)
{
	const char *id = "FZ-LIFECYCLE-004", *promise = "step-is-one-and-whole";
	unsigned int before = state_of(t->e->cells_before), after = state_of(t->e->cells);
	bool may_have_begun = t->e->was_cut || mailbox_exchange_result(t->e) == RESULT_IO;
	unsigned int to = mailbox_exchange_body(t->e).len > 0 ? mailbox_exchange_body(t->e).at[0] : LIFE_UNKNOWN;

	oracle_holds(others_are_as_before(t->e), id, promise, "a step burnt other fuses than its own");
	oracle_holds(!is_ok(t->e) || (to == t->told + 1 && after == to), id, promise, "a step was taken that is not the next one");
	oracle_holds(is_ok(t->e) || may_have_begun || memcmp(t->e->cells_before, t->e->cells, sizeof(*t->e->cells)) == 0, id, promise,
		     "a refused step was burnt");
	oracle_holds(!may_have_begun || after == before || after == to, id, promise, "a step that failed is neither taken nor not");
}

ORACLE FZ_LIFECYCLE_005_sessions_end_with_their_state(const struct lifecycle_told *before, const struct lifecycle_told *after)
{
	const char *id = "FZ-LIFECYCLE-005", *promise = "sessions-end-with-their-state";

	oracle_holds(before->state == after->state || after->rights == 0, id, promise, "rights outlive the state that they were given in");
	oracle_holds((!before->saw_debug || after->saw_debug) && (!before->saw_service || after->saw_service), id, promise,
		     "a session that was there no longer shows");
}

ORACLE FZ_LIFECYCLE_006_unknown_takes_no_command(const struct mailbox_exchange *e, unsigned int told)
{
	const char *id = "FZ-LIFECYCLE-006", *promise = "unknown-takes-no-command";

	if (told != LIFE_UNKNOWN || !is_ok(e))
		return;
	oracle_holds(mailbox_exchange_command(e) != MAILBOX_LIFECYCLE, id, promise, "a step was taken from no known state");
	oracle_holds(mailbox_exchange_command(e) != MAILBOX_SERVICE_OPEN, id, promise, "a token was accepted in no known state");
}
