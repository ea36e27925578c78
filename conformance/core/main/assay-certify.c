/* SPDX-License-Identifier: Apache-2.0 */
/* assay certify TARGET: joins the run, the lab's ledger and Ctrl-C. */

#include <stdio.h>
#include <string.h>

#include "conformance/certificate/booking.h"
#include "conformance/core/certify.h"

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
	(void)number;
	interrupted = 1;
}

int main(int argc, char **argv)
{
	static const struct certify_book book = { booking_begin, booking_end };
	struct sigaction action = { .sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND };
	struct certify_options options;

	if (!certify_options_read(argc, argv, &options))
		return CERTIFY_USAGE;
	if (options.help) {
		fputs(certify_usage, stdout);
		return 0;
	}
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGTERM, &action, NULL);
	return certify(&options, &book, &interrupted);
}
