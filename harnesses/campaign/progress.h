/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_PROGRESS_H
#define CAMPAIGN_PROGRESS_H

/*
 * What goes on, on standard error: on a terminal a line for each running pair, redrawn each
 * second; elsewhere plain lines every ten seconds.
 */

#include "harnesses/campaign/campaign.h"

struct progress {
	bool quiet, terminal;
	uint64_t shown_ms;
	unsigned int lines; /* on the terminal now */
};

void progress_begin(struct progress *progress, const struct campaign *campaign);
void progress_show(struct progress *progress, const struct campaign *campaign);
void progress_end(struct progress *progress, const struct campaign *campaign);

#endif
