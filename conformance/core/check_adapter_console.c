/* SPDX-License-Identifier: Apache-2.0 */
/* A unit that was powered on must be seen to say something, or no boot could ever be told from a brick. */

#include <stdio.h>
#include <string.h>

#include "conformance/core/check_adapter.h"
#include "conformance/core/protocol_codec.h"
#include "protocol_calls.h"

enum { DEADLINE_MS = 10000, WAIT_MS = 500 };

static bool power(const struct link *link, enum rig_power_state state)
{
	const struct rig_power_takes takes = { state };
	struct answer answer;
	bool done = call_rig_power(link, 0, DEADLINE_MS, &takes, &answer) == ANSWER_GIVEN;

	answer_release(&answer);
	return done;
}

/* From where on the console is new; false: there is no console. */
static bool console_end(const struct link *link, uint64_t *ret_next)
{
	const struct rig_console_takes takes = { .since = 0, .wait_ms = 0 };
	struct rig_console_gives gives;
	struct answer answer;
	bool given = call_rig_console(link, 0, DEADLINE_MS, &takes, &gives, &answer) == ANSWER_GIVEN;

	if (given)
		*ret_next = gives.next;
	answer_release(&answer);
	return given;
}

/* What was printed from `since` on, waiting until boot_ms are over; the answer is the caller's. */
static void wait_for_prompt(const struct target *target, const struct link *link, uint64_t since, struct answer *ret_answer)
{
	const struct rig_console_takes takes = { .since = since, .wait_ms = WAIT_MS };
	uint64_t start = transport_now_ms(), end = start + target->boot_ms;
	struct rig_console_gives gives;
	bool silent = true;

	do {
		if (call_rig_console(link, 0, DEADLINE_MS, &takes, &gives, ret_answer) != ANSWER_GIVEN)
			return;
		silent = gives.bytes.len == 0;
		answer_release(ret_answer);
	} while (silent && transport_now_ms() < end);
	if (silent)
		answer_without_result(ANSWER_BROKEN, ret_answer, "nothing was printed within boot_ms (%u ms)", target->boot_ms);
	ret_answer->ms = transport_now_ms() - start;
}

void check_adapter_console(const struct target *target, const struct link *link, struct findings *findings)
{
	struct answer answer;
	uint64_t since;

	if (!console_end(link, &since))
		return;
	if (!power(link, RIG_POWER_STATE_OFF) || !power(link, RIG_POWER_STATE_ON)) {
		answer_without_result(ANSWER_BROKEN, &answer, "the unit can't be switched off and on");
		findings_add(findings, FINDING_WRONG, "console after power on", &answer, "serve rig.power for `on` and `off`");
		return;
	}
	wait_for_prompt(target, link, since, &answer);
	findings_add(findings, answer.kind == ANSWER_GIVEN ? FINDING_GOOD : FINDING_WRONG, "console after power on", &answer,
		     "see that rig.console reads the unit's line from before power on, and that boot_ms in target.json is long enough");
	answer_release(&answer);
}
