/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_SUMMARY_H
#define CAMPAIGN_SUMMARY_H

/* What a campaign did and found: summary.json, summary.txt, and one of the two on standard output. */

#include <jansson.h>

#include "harnesses/campaign/campaign.h"

enum result summary_write(const struct campaign *campaign, struct complaint *ret_why) MUST_CHECK;

/* As a new JSON object in the canonical form's terms; NULL if memory is out. */
json_t *summary_json(const struct campaign *campaign);

/* How many findings the pair has a part in. */
unsigned int summary_findings_of(const struct campaign *campaign, const struct pair *pair);

/* "libfuzzer, afl": who found it, into room of TRIAGE_ENGINES_LEN. */
void summary_finders(const struct triage_finding *finding, char ret_text[TRIAGE_ENGINES_LEN]);

#endif
