/* SPDX-License-Identifier: Apache-2.0 */
/* Asking, writing down, and then answering; what the suite makes itself is written down too. */

#include "conformance/core/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/bench_credential.h"
#include "conformance/core/bench_sign.h"

static void broken(struct answer *answer, const char *reason)
{
	uint64_t ms = answer->ms;

	answer_release(answer);
	*answer = (struct answer){ .kind = ANSWER_BROKEN, .ms = ms };
	(void)snprintf(answer->reason, sizeof(answer->reason), "%.255s", reason);
}

static void end(struct recorder *r, enum witness_end ended, const char *why)
{
	r->witness.ended = ended;
	(void)snprintf(r->witness.why, sizeof(r->witness.why), "%s", why);
}

/* Writes one record; without it nothing was observed, so the run ends here. */
static void write_down(struct recorder *r, const struct question *question, const struct answer *answer)
{
	struct transcript_entry entry = { r->lane, question->unit, r->check, question->method, question->params, answer };
	uint64_t seq;

	if (transcript_append(r->transcript, &entry, &seq) != RESULT_OK) {
		end(r, WITNESS_STOPPED, transcript_failure(r->transcript));
		return;
	}
	if (r->witness.first == 0)
		r->witness.first = seq;
	r->witness.last = seq;
}

static void write_end(struct recorder *r, const char *method, enum witness_end ended, const char *why)
{
	struct answer answer = { .kind = ANSWER_GIVEN, .result = json_pack("{s:s}", "why", why) };
	json_t *params = json_object();
	const struct question question = { .method = method, .params = params };

	end(r, ended, why);
	write_down(r, &question, &answer);
	json_decref(params);
	answer_release(&answer);
}

/* Is there a reason not to ask any more? Then it is written down. */
static void look_at_limits(struct recorder *r)
{
	uint64_t now = transcript_now_ms(r->transcript);

	if (transcript_failure(r->transcript) != NULL)
		end(r, WITNESS_STOPPED, transcript_failure(r->transcript));
	else if (r->interrupted != NULL && *r->interrupted)
		write_end(r, WITNESS_STOP, WITNESS_STOPPED, "the run was interrupted");
	else if (now > r->run_limit_ms)
		write_end(r, WITNESS_STOP, WITNESS_STOPPED, "the run was out of time");
	else if (now - r->check_began_ms > r->check_limit_ms)
		write_end(r, WITNESS_TIMED_OUT, WITNESS_TIMEOUT, "the check was out of time");
}

static void ask(void *context, const struct question *question, struct answer *ret_answer)
{
	struct recorder *r = context;

	*ret_answer = (struct answer){ 0 };
	if (r->witness.ended == WITNESS_GOES_ON)
		look_at_limits(r);
	if (r->witness.ended != WITNESS_GOES_ON) {
		broken(ret_answer, r->witness.why);
		return;
	}
	if (strcmp(question->method, WITNESS_SIGN) == 0)
		bench_sign_digest(r->seed, question->params, ret_answer);
	else if (strcmp(question->method, WITNESS_CREDENTIAL) == 0)
		bench_make_credential(question->params, ret_answer);
	else
		r->planes.ask(r->planes.context, question, ret_answer);
	if (ret_answer->kind == ANSWER_GIVEN && !transcript_can_hold(ret_answer->result))
		broken(ret_answer, "the answer is outside the schema");
	write_down(r, question, ret_answer);
	if (r->witness.ended != WITNESS_GOES_ON)
		broken(ret_answer, r->witness.why);
}

static void enter(void *context, const char *check)
{
	struct recorder *r = context;

	r->check = check;
	r->check_began_ms = transcript_now_ms(r->transcript);
	r->witness.first = 0;
	r->witness.last = 0;
	if (r->witness.ended == WITNESS_TIMEOUT || r->witness.ended == WITNESS_RESUMED)
		r->witness.ended = WITNESS_GOES_ON;
}

void recorder_mark_resumed(struct recorder *recorder)
{
	write_end(recorder, WITNESS_RESUME, WITNESS_RESUMED, "the run was killed here and continued");
}

void recorder_init(struct recorder *recorder)
{
	recorder->witness = (struct witness){ .link = { recorder, ask }, .context = recorder, .enter = enter };
}
