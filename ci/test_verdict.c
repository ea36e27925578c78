/* SPDX-License-Identifier: Apache-2.0 */
/* The way it ended is told before what it said: a crash explains a missing count. */
#include "ci/test_verdict.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "ci/line.h"
#include "ci/test_output.h"

static struct bytes output_of(const struct test_child *child)
{
	return bytes_from(child->text, child->text_len);
}

static void explain(struct test_verdict *verdict, const struct test_child *child, enum test_ending ending,
		    const char *complaint)
{
	int status = child->wait_status;
	char *reason = verdict->reason;
	size_t room = sizeof(verdict->reason);

	if (ending == TEST_ENDED_BY_LIMIT)
		snprintf(reason, room, "it was still running at its time limit");
	else if (ending == TEST_ENDED_BY_INTERRUPT)
		snprintf(reason, room, "it was interrupted");
	else if (WIFSIGNALED(status))
		snprintf(reason, room, "it was ended by signal %d (%s)", WTERMSIG(status),
			 strsignal(WTERMSIG(status)));
	else if (child->too_long)
		snprintf(reason, room, "it wrote more than %d bytes", TEST_CHILD_MAX_OUTPUT);
	else if (complaint)
		snprintf(reason, room, "%s", complaint);
	else if (WEXITSTATUS(status) != 0 && verdict->failed == 0)
		snprintf(reason, room, "all its tests passed, but its exit status is %d", WEXITSTATUS(status));
	else if (WEXITSTATUS(status) == 0 && verdict->failed != 0)
		snprintf(reason, room, "tests failed, but its exit status is 0");
}

struct test_verdict test_verdict_of(const struct test_child *child, enum test_ending ending)
{
	struct test_output said = test_output_read(output_of(child));
	struct test_verdict verdict = { .passed = said.passed, .failed = said.failed };

	explain(&verdict, child, ending, said.complaint);
	if (verdict.reason[0] != '\0' && verdict.failed == 0)
		verdict.failed = 1;
	return verdict;
}

static void print_line(struct bytes line, FILE *out)
{
	fprintf(out, "    %.*s\n", (int)line.len, (const char *)line.at);
}

void test_verdict_print(const struct test_verdict *verdict, const struct test_child *child, double seconds,
			FILE *out)
{
	bool failed = verdict->failed > 0;
	struct bytes text = output_of(child);

	if (failed)
		fprintf(out, "FAIL  %s  %lu passed, %lu failed (%.1f s)\n", child->program, verdict->passed,
			verdict->failed, seconds);
	else
		fprintf(out, "ok    %s  %lu passed (%.1f s)\n", child->program, verdict->passed, seconds);
	if (verdict->reason[0] != '\0')
		fprintf(out, "      %s\n", verdict->reason);
	while (text.len > 0) {
		struct bytes line = line_next(&text);

		if (failed || line_starts(line, "vectors:"))
			print_line(line, out);
	}
}
