/* SPDX-License-Identifier: Apache-2.0 */
/* Words of checks against answers that a test wrote down. */

#include "conformance/core/verbs_fixture.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

struct verbs_fixture verbs;

static void enter(void *context, const char *check)
{
	(void)context;
	(void)check;
}

/* What a bench asks by itself when a check begins. */
static json_t *answer_beforehand(const char *method)
{
	if (strcmp(method, "rig.hello") == 0)
		return json_pack("{s:s, s:s, s:[s]}", "name", "fake", "serial", "0", "capabilities", "fresh");
	return strcmp(method, "device.info") == 0 ? json_pack("{s:s, s:s, s:[]}", "unit", "0", "hardware", "fake", "firmware") : json_object();
}

static void ask(void *context, const struct question *question, struct answer *ret_answer)
{
	(void)context;
	if (verbs.answer == NULL && !verbs.begun)
		verbs.answer = answer_beforehand(question->method);
	json_decref(verbs.asked);
	verbs.asked = json_deep_copy(question->params);
	(void)snprintf(verbs.method, sizeof(verbs.method), "%s", question->method);
	*ret_answer = (struct answer){ .kind = verbs.answer ? ANSWER_GIVEN : ANSWER_REFUSED, .result = verbs.answer, .ms = 1 };
	(void)snprintf(ret_answer->reason, sizeof(ret_answer->reason), "%s", verbs.answer ? "" : "no such key");
	verbs.answer = verbs.answer_next;
	verbs.answer_next = NULL;
}

void verbs_setup(void)
{
	struct complaint why = { "" };

	memset(&verbs, 0, sizeof(verbs));
	verbs.facts_json = json_pack("{s:s, s:n, s:s, s:i, s:i, s:n, s:n, s:b, s:[], s:[], s:n}", "name", "fake", "format", "profile", "root-of-trust",
				 "boot_ms", 20, "units", 1, "recovery_console", "download_console", "expendable", 0, "claims", "roots", "settings");
	ck_assert_msg(bench_facts_read(verbs.facts_json, &verbs.facts, &why) == RESULT_OK, "%s", why.text);
	ck_assert_int_eq(seed_from_hex("5eed", &verbs.seed), RESULT_OK);
	verbs.witness = (struct witness){ .link = { .ask = ask }, .enter = enter };
	bench_init(&verbs.bench, &verbs.facts, &verbs.seed, 0);
	verbs.bench.witness = &verbs.witness;
	bench_begin_check(&verbs.bench, &verbs.now, check_by_name("quotes_answer_each_challenge"), 0);
	verbs.begun = true;
}

void verbs_teardown(void)
{
	bench_case_release(&verbs.now);
	bench_facts_release(&verbs.facts);
	json_decref(verbs.facts_json);
	json_decref(verbs.asked);
}

const char *verbs_asked_text(const char *name)
{
	const char *text = json_string_value(json_object_get(verbs.asked, name));

	return text ? text : "";
}
