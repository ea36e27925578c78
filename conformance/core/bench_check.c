/* SPDX-License-Identifier: Apache-2.0 */
/* A check from its first question to its verdict: may it run, does it begin well, how did it end. */

#include <stdio.h>
#include <string.h>

#include "conformance/core/bench.h"
#include "conformance/core/bench_ask.h"
#include "conformance/core/bench_order.h"

static void greet(struct bench *b)
{
	struct rig_hello_takes takes = { .protocol = PROTOCOL_VERSION };
	struct rig_hello_gives gives;
	struct answer answer = { 0 };

	if (b->unit.greeted || bench_is_silent(b))
		return;
	(void)call_rig_hello(&b->witness->link, b->number, BENCH_ASK_MS, &takes, &gives, &answer);
	if (bench_settle(b, "rig.hello", &answer) == RESULT_OK) {
		for (size_t i = 0; i < gives.capabilities.count && i < BENCH_CAPABILITIES_MAX; i++)
			(void)snprintf(b->unit.capabilities[b->unit.capability_count++], BENCH_CAPABILITY_LEN, "%.31s",
				       gives.capabilities.at[i]);
		b->unit.greeted = true;
	}
	answer_release(&answer);
}

/* The word of rig.hello that a rig's method goes by: "cut" stands for cut.operations and cut.time. */
static bool rig_offers(const struct bench *b, const char *method)
{
	const char *word = method + strlen("rig.");
	size_t len = strcspn(word, "_");

	if (strncmp(method, "rig.", 4) != 0 || strcmp(word, "hello") == 0 || strcmp(word, "power") == 0)
		return true;
	for (unsigned int i = 0; i < b->unit.capability_count; i++) {
		const char *capability = b->unit.capabilities[i];

		if (strncmp(capability, word, len) == 0 && (capability[len] == '\0' || capability[len] == '.'))
			return true;
	}
	return false;
}

static void look_for_needs(struct bench *b, const struct check *check)
{
	for (const char *const *need = check->needs; need != NULL && *need != NULL; need++)
		if (!rig_offers(b, *need) && !bench_facts_demand(b->facts, *need))
			bench_decide(b, VERDICT_NOT_RUN, NULL, "the rig does not offer %s", *need);
	if (check->units == 2 && b->other == NULL)
		bench_decide(b, VERDICT_NOT_RUN, NULL, "it needs two units, and the target has one");
	if (check->spends != SPENDS_NOTHING && !b->facts->expendable && !bench_can(b, "fresh"))
		bench_decide(b, VERDICT_NOT_RUN, NULL,
			     "it would use the unit up; target.json does not say \"expendable\": true and the rig has no fresh unit");
}

void bench_begin_check(struct bench *b, struct bench_case *now, const struct check_entry *entry, unsigned int attempt)
{
	*now = (struct bench_case){ .entry = entry, .attempt = attempt, .requirement = requirement_by_slug(entry->check->requirement) };
	b->now = now;
	if (b->other != NULL) {
		b->other->now = now;
		b->other->witness = b->witness;
	}
	b->witness->enter(b->witness->context, entry->name);
	greet(b);
	if (b->other != NULL && entry->check->units == 2)
		greet(b->other);
	look_for_needs(b, entry->check);
	if (bench_is_silent(b))
		return;
	bench_prepare(b, entry->check->firmware);
	if (entry->check->units == 2)
		bench_prepare(b->other, entry->check->firmware);
}

static const char *name_of_slug(const char *slug)
{
	const char *slash = strrchr(slug, '/');

	return slash == NULL ? slug : slash + 1;
}

static bool is_claimed(const struct bench *b, const char *slug)
{
	const json_t *claims = json_object_get(b->facts->json, "claims"), *claim;
	size_t index;

	json_array_foreach(claims, index, claim) {
		const char *word = json_string_value(claim);

		if (word != NULL && (strcmp(word, slug) == 0 || strcmp(word, name_of_slug(slug)) == 0))
			return true;
	}
	return false;
}

/* The method is not there, and the profile does not demand it: is what it would show proven absent? */
static void probe_absence(struct bench *b)
{
	struct bench_case *now = b->now;
	const char *name = now->requirement == NULL ? NULL : now->requirement->absent_if;
	const struct check_entry *probe = name == NULL ? NULL : check_by_name(name);
	char unsupported[BENCH_SAYS_LEN];

	if (probe == NULL || probe == now->entry)
		return;
	(void)snprintf(unsupported, sizeof(unsupported), "%s", now->says);
	now->decided = false;
	now->unsupported = false;
	now->musts_met = 0;
	probe->check->run(b);
	if (bench_is_silent(b) || now->musts_met == 0) {
		now->decided = true;
		now->verdict = VERDICT_INCONCLUSIVE;
		(void)snprintf(now->says, sizeof(now->says), "%.200s, and its absence was not proven", unsupported);
	} else if (is_claimed(b, now->entry->check->requirement)) {
		bench_decide(b, VERDICT_FAIL, NULL, "target.json claims it, and it is not there");
	} else {
		bench_decide(b, VERDICT_ABSENT, NULL, "absent: %s", now->last_claim);
	}
}

static void conclude(struct bench *b)
{
	struct bench_case *now = b->now;

	if (bench_is_silent(b)) {
		if (now->unsupported)
			probe_absence(b);
		return;
	}
	if (now->musts_met == 0) {
		bench_decide(b, VERDICT_INCONCLUSIVE, NULL, "the check made no claim");
		return;
	}
	bench_orders_prove(b);
	bench_prove_alive(b);
	if (b->other != NULL && now->entry->check->units == 2)
		bench_prove_alive(b->other);
	if (bench_is_silent(b))
		return;
	now->decided = true;
	now->verdict = VERDICT_PASS;
	(void)snprintf(now->says, sizeof(now->says), "%s", now->last_claim);
}

static void add_notes(struct bench_case *now)
{
	for (unsigned int i = 0; i < now->note_count; i++) {
		size_t used = strlen(now->says);

		(void)snprintf(now->says + used, sizeof(now->says) - used, "%s%s%s", i == 0 ? " (" : "; ", now->notes[i],
			       i + 1 == now->note_count ? ")" : "");
	}
	now->note_count = 0;
}

/* A check that passed tells what it counted apart from its verdict; one that did not tells where it stood. */
struct bench_outcome bench_end_check(struct bench *b)
{
	struct bench_case *now = b->now;
	const struct check *check = now->entry->check;

	conclude(b);
	if (now->verdict != VERDICT_PASS)
		add_notes(now);
	if (check->spends != SPENDS_NOTHING && now->verdict != VERDICT_NOT_RUN && bench_can(b, "fresh"))
		b->unit.spent = true;
	if (b->unit.spent && check->units == 2 && b->other != NULL)
		b->other->unit.spent = true;
	return (struct bench_outcome){ now->verdict, now->says,
				       check->declared ? EVIDENCE_DECLARED : check->examined ? EVIDENCE_EXAMINED : EVIDENCE_MEASURED };
}
