/* SPDX-License-Identifier: Apache-2.0 */
/* The progress line. */

#include "conformance/core/certify_progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void certify_progress_begin(struct certify_progress *progress, bool quiet)
{
	const char *no_colour = getenv("NO_COLOR");

	*progress = (struct certify_progress){ .quiet = quiet, .terminal = isatty(STDERR_FILENO) == 1 };
	progress->colour = progress->terminal && (no_colour == NULL || no_colour[0] == '\0');
}

static const char *colour_of(const struct certify_progress *progress, enum verdict verdict)
{
	if (!progress->colour)
		return "";
	return verdict == VERDICT_PASS || verdict == VERDICT_ABSENT ? "\033[32m" : verdict == VERDICT_FAIL ? "\033[31m" : "\033[33m";
}

void certify_progress_row(void *context, const struct verdict_row *row, size_t done, size_t count)
{
	struct certify_progress *progress = context;
	bool good = row->verdict == VERDICT_PASS || row->verdict == VERDICT_ABSENT;

	progress->worst += good ? 0 : 1;
	if (progress->quiet)
		return;
	fprintf(stderr, "%s[%*zu/%zu] %s%-12s%s %s", progress->terminal ? "\r\033[K" : "", count > 99 ? 3 : 2, done, count,
		colour_of(progress, row->verdict), verdict_name(row->verdict), progress->colour ? "\033[0m" : "", row->entry->name);
	if (!good)
		fprintf(stderr, ": %.160s", row->says);
	if (!progress->terminal || !good || done == count)
		fputc('\n', stderr);
	(void)fflush(stderr);
}

void certify_progress_end(const struct certify_progress *progress)
{
	if (!progress->quiet && progress->terminal)
		fputs("\r\033[K", stderr);
}
