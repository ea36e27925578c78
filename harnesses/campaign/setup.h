/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_SETUP_H
#define CAMPAIGN_SETUP_H

/* Everything before the first engine starts: what is there, the plan, the folders, the inputs. */

#include "harnesses/campaign/campaign.h"

/*
 * RESULT_OK if there is something to run; what is wrong with a single surface is among the
 * problems then. Otherwise ret_why says what is missing and how to get it.
 */
enum result setup_campaign(struct campaign *campaign, struct complaint *ret_why) MUST_CHECK;
void setup_release(struct campaign *campaign);

#endif
