/* SPDX-License-Identifier: Apache-2.0 */
/* Questions that nobody can answer: an adapter that answers them all the same would also answer for its device. */

#include <stdio.h>
#include <string.h>

#include "conformance/core/check_adapter.h"

enum { DEADLINE_MS = 10000, UNIT_NONE = 99 };

struct manner {
	const char *subject, *method, *params;
	unsigned int unit;
	bool must_be_unsupported; /* else: any error but that one, or a refusal where `may_refuse` */
	bool may_refuse;
	const char *fix;
};

static const char no_method[] = "answer a method that you don't know with error -32601";
static const char no_unit[] = "answer a unit that you don't drive with error -32602";
static const char no_params[] = "answer parameters that are missing or of the wrong kind with error -32602";

static const struct manner manners[] = {
	{ "rig: a method that does not exist", "rig.no_such_method", "{}", 0, true, false, no_method },
	{ "device: a method that does not exist", "device.no_such_method", "{}", 0, true, false, no_method },
	{ "kit: a method that does not exist", "kit.no_such_method", "{}", 0, true, false, no_method },
	{ "rig: a unit that does not exist", "rig.power", "{\"state\":\"on\"}", UNIT_NONE, false, false, no_unit },
	{ "device: a unit that does not exist", "device.info", "{}", UNIT_NONE, false, false, no_unit },
	{ "rig.power without a state", "rig.power", "{}", 0, false, true, no_params },
	{ "rig.power into a state that does not exist", "rig.power", "{\"state\":\"sideways\"}", 0, false, true, no_params },
	{ "rig.power with a number for a state", "rig.power", "{\"state\":7}", 0, false, true, no_params },
	{ "device.update without a path", "device.update", "{\"image\":\"AA==\"}", 0, false, true, no_params },
	{ "device.attest without a nonce", "device.attest", "{}", 0, false, true, no_params },
	{ "kit.image with a block of one byte", "kit.image",
	  "{\"component\":\"os\",\"version\":\"1.0.0\",\"block\":\"AA==\",\"key\":\"trusted\"}", 0, false, true, no_params },
};

static bool is_well_mannered(const struct manner *manner, const struct answer *answer)
{
	if (answer->kind == ANSWER_UNSUPPORTED)
		return manner->must_be_unsupported || manner->may_refuse;
	if (manner->must_be_unsupported)
		return false;
	return answer->kind == ANSWER_ERROR || (answer->kind == ANSWER_REFUSED && manner->may_refuse);
}

void check_adapter_manners(const struct target *target, const struct link *link, struct findings *findings)
{
	for (size_t i = 0; i < sizeof(manners) / sizeof(manners[0]); i++) {
		json_t *params = json_loads(manners[i].params, 0, NULL);
		bool skipped = !target->has_program[PLANE_KIT] && strncmp(manners[i].method, "kit.", 4) == 0;
		struct answer answer;

		if (!skipped) {
			link->ask(link->context, &(struct question){ manners[i].method, manners[i].unit, DEADLINE_MS, params }, &answer);
			findings_add(findings, is_well_mannered(&manners[i], &answer) ? FINDING_GOOD : FINDING_WRONG, manners[i].subject,
				     &answer, manners[i].fix);
			answer_release(&answer);
		}
		json_decref(params);
	}
}
