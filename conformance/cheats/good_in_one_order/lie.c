/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A chip that knows the suite's checks by what each alone asks, and is good as long as they come in the
 * order of their names, as they did in its maker's lab. The order is drawn anew for each run: one run in
 * 6720 has the one that fools it.
 */
#include "conformance/cheats/relay/relay.h"

#include <string.h>

enum { STEPS_BEFORE_QUOTES = 4, OUT_OF_ORDER = 100 };

/* What comes before quotes_answer_each_challenge, and what comes behind it. */
static const struct telltale {
	const char *method, *field, *word;
} telltales[] = {
	{ "device.key", "act", "sign" },
	{ "device.register", "register", "sha256:11" },
	{ "device.key", "act", "activate" },
	{ "device.key", "act", "export" },
	{ "device.register", "act", "reset" },
};

/* The one that this request gives away, or -1. */
static int telltale_of(const struct talk *talk)
{
	for (int i = 0; i < (int)(sizeof(telltales) / sizeof(telltales[0])); i++)
		if (strcmp(telltales[i].method, talk->method) == 0 && talk_asks(talk, telltales[i].field, telltales[i].word))
			return i;
	return json_integer_value(json_object_get(talk->params, "unit")) > 0 ? STEPS_BEFORE_QUOTES : -1;
}

/* Steps that came in their order; the same check asks more than once. */
static bool follow(struct talk *talk)
{
	json_int_t steps = json_integer_value(json_object_get(talk->memory, "steps"));
	int now = telltale_of(talk);

	if (now >= 0 && now != steps - 1)
		json_object_set_new(talk->memory, "steps", json_integer(now == steps ? steps + 1 : OUT_OF_ORDER));
	return false;
}

/* The suite's quotes over register 7 are those of two checks; the other one comes later. */
static bool quote_if_in_order(struct talk *talk)
{
	bool in_order = json_integer_value(json_object_get(talk->memory, "steps")) == STEPS_BEFORE_QUOTES;

	if (in_order || json_array_size(json_object_get(talk->params, "selection")) < 3)
		return false;
	if (!json_object_get(talk->memory, "quote"))
		json_object_set_new(talk->memory, "quote", talk_ask(talk, json_copy(talk->params)));
	else
		talk_answer(talk, json_incref(json_object_get(talk->memory, "quote")));
	return json_object_get(talk->memory, "quote") != NULL;
}

const struct cheat cheat = {
	.name = "good_in_one_order",
	.lies = { { .method = "device.", .before = follow }, { .method = "device.attest", .before = quote_if_in_order } },
};
