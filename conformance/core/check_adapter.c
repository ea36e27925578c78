/* SPDX-License-Identifier: Apache-2.0 */
/* The order of the questions, and how an answer becomes a finding. */

#include "conformance/core/check_adapter.h"

#include <string.h>

static const char *kind_words(const struct answer *answer)
{
	static const char *const words[] = { "answered", "refused: ", "unsupported: ", "error: ", "broken: " };

	return words[answer->kind];
}

void findings_add(struct findings *findings, enum finding_state state, const char *subject, const struct answer *answer,
		  const char *fix)
{
	struct finding *finding = &findings->at[findings->count];

	if (findings->count == FINDINGS_MAX)
		return;
	*finding = (struct finding){ .state = state, .fix = state == FINDING_GOOD ? NULL : fix, .ms = answer->ms };
	snprintf(finding->subject, sizeof(finding->subject), "%s", subject);
	snprintf(finding->says, sizeof(finding->says), "%s%s", kind_words(answer), answer->kind == ANSWER_GIVEN ? "" : answer->reason);
	findings->count++;
}

void check_adapter_ask(const struct target *target, const struct link *link, struct findings *ret_findings)
{
	ret_findings->count = 0;
	check_adapter_methods(target, link, ret_findings);
	check_adapter_claims(link, ret_findings);
	check_adapter_console(target, link, ret_findings);
	check_adapter_manners(target, link, ret_findings);
}
