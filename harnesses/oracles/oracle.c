/* SPDX-License-Identifier: Apache-2.0 */
/* The one way an oracle trips: the lines that ClusterFuzz, AFL++ triage and ours group by. */
#include "harnesses/oracles/oracle.h"

#include <stdio.h>
#include <stdlib.h>

void oracle_holds(bool holds, const char *id, const char *promise, const char *says)
{
	if (holds)
		return;
	fprintf(stderr, "ASSERTION FAILED: %s %s\n", id, promise);
	fprintf(stderr, "FZ-WITNESS {\"oracle\":\"%s\",\"promise\":\"%s\",\"says\":\"%s\"}\n", id, promise, says);
	(void)fflush(NULL);
	abort();
}

void harness_holds(bool holds, const char *says)
{
	if (holds)
		return;
	fprintf(stderr, "HARNESS FAILED: %s\n", says);
	abort();
}
