/* SPDX-License-Identifier: Apache-2.0 */
/* The table of certification.md: what given, refused, unsupported, error and broken mean. */

#include "conformance/core/bench_ask.h"

#include <string.h>

static enum result settle_unsupported(struct bench *b, const char *method)
{
	if (bench_facts_demand(b->facts, method)) {
		bench_decide(b, VERDICT_FAIL, NULL, "%s is unsupported, and the profile %s demands it", method, b->facts->profile->name);
	} else if (strncmp(method, "rig.", 4) == 0) {
		bench_decide(b, VERDICT_NOT_RUN, NULL, "the rig does not support %s", method);
	} else {
		bench_decide(b, VERDICT_INCONCLUSIVE, NULL, "%s is unsupported", method);
		b->now->unsupported = true;
	}
	return RESULT_IO;
}

/* A closed debug port and a rig without a spare unit say no; elsewhere a rig has no say. */
static bool may_refuse(const char *method)
{
	return strncmp(method, "rig.", 4) != 0 || strcmp(method, "rig.debug") == 0 || strcmp(method, "rig.fresh") == 0;
}

/* Where the adapter's line was at fault, the reason names the method itself. */
static void decide_broken(struct bench *b, const char *method, const char *reason)
{
	bool named = strncmp(reason, method, strlen(method)) == 0;

	bench_decide(b, VERDICT_ERROR, NULL, "%s%s%.150s", named ? "" : method, named ? "" : ": ", reason);
}

enum result bench_settle(struct bench *b, const char *method, const struct answer *answer)
{
	b->asked_ms += answer->ms;
	if (bench_is_silent(b))
		return RESULT_IO;
	switch (answer->kind) {
	case ANSWER_GIVEN:
		return RESULT_OK;
	case ANSWER_REFUSED:
		if (may_refuse(method))
			return RESULT_REFUSED;
		bench_decide(b, VERDICT_ERROR, NULL, "the rig refused %s: %.150s", method, answer->reason);
		return RESULT_IO;
	case ANSWER_UNSUPPORTED:
		return settle_unsupported(b, method);
	case ANSWER_ERROR:
		/* A call in whose middle the power went has no answer; that the cut fired is asked of the rig. */
		if (b->cut_armed && strncmp(method, "rig.", 4) != 0)
			return RESULT_IO;
		break;
	case ANSWER_BROKEN:
		break;
	}
	decide_broken(b, method, answer->reason);
	return RESULT_IO;
}

struct reply bench_reply(struct bench *b, enum result settled, const struct answer *answer)
{
	struct reply reply = { .given = settled == RESULT_OK, .refused = settled == RESULT_REFUSED, .reason = "" };

	if (reply.refused)
		reply.reason = bench_keep_text(b, answer->reason);
	return reply;
}
