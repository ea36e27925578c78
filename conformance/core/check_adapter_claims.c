/* SPDX-License-Identifier: Apache-2.0 */
/* The rig's capabilities are words of a closed list, and each has a method behind it. */

#include <stdio.h>
#include <string.h>

#include "conformance/core/check_adapter.h"
#include "conformance/core/protocol_codec.h"
#include "protocol_calls.h"

enum { DEADLINE_MS = 20000 };

/* A harmless question that a rig with the capability does not call unsupported; NULL: none is harmless. */
static const struct {
	const char *word, *method, *params;
} capabilities[] = {
	{ "download", NULL, NULL },
	{ "console", "rig.console", "{\"since\":0,\"wait_ms\":0}" },
	{ "cut.operations", "rig.cut_status", "{}" },
	{ "cut.time", "rig.cut_status", "{}" },
	{ "storage", "rig.storage", "{\"act\":\"list\"}" },
	{ "fault.second_read", "rig.fault", "{\"act\":\"status\"}" },
	{ "fault.read_error", "rig.fault", "{\"act\":\"status\"}" },
	{ "fault.bit_rot", "rig.fault", "{\"act\":\"status\"}" },
	{ "fresh", NULL, NULL },
	{ "clock", "rig.clock", "{\"offset_ms\":0}" },
	{ "network", NULL, NULL },
	{ "debug", NULL, NULL },
	{ "sleep", "rig.power", "{\"state\":\"sleep\"}" },
};
enum { CAPABILITY_COUNT = sizeof(capabilities) / sizeof(capabilities[0]) };

static void check_claim(const struct link *link, const char *word, struct findings *findings)
{
	struct answer answer;
	char subject[64];
	size_t i = 0;

	snprintf(subject, sizeof(subject), "capability %s", word);
	while (i < CAPABILITY_COUNT && strcmp(capabilities[i].word, word) != 0)
		i++;
	if (i == CAPABILITY_COUNT) {
		answer_without_result(ANSWER_BROKEN, &answer, "rig.hello claims a word that the suite does not know");
		findings_add(findings, FINDING_WRONG, subject, &answer,
			     "known are download, console, cut.operations, cut.time, storage, fault.second_read, fault.read_error, "
			     "fault.bit_rot, fresh, clock, network, debug, sleep");
		return;
	}
	if (capabilities[i].method == NULL)
		return;
	json_t *params = json_loads(capabilities[i].params, 0, NULL);

	link->ask(link->context, &(struct question){ capabilities[i].method, 0, DEADLINE_MS, params }, &answer);
	json_decref(params);
	findings_add(findings, answer.kind == ANSWER_GIVEN || answer.kind == ANSWER_REFUSED ? FINDING_GOOD : FINDING_WRONG, subject, &answer,
		     "rig.hello claims it, so the method behind it must be there; else take the word out");
	answer_release(&answer);
}

void check_adapter_claims(const struct link *link, struct findings *findings)
{
	const struct rig_hello_takes takes = { PROTOCOL_VERSION };
	struct rig_hello_gives gives;
	struct answer answer;

	if (call_rig_hello(link, 0, DEADLINE_MS, &takes, &gives, &answer) == ANSWER_GIVEN) {
		for (size_t i = 0; i < gives.capabilities.count; i++)
			check_claim(link, gives.capabilities.at[i], findings);
	}
	answer_release(&answer);
}
