/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments in, one decision out; the comparison itself is gate_compare(). */
#include "ci/gate.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "ci/gate_compare.h"
#include "ci/gate_file.h"
#include "reports/character.h"
#include "reports/model.h"

enum { EXIT_GREEN, EXIT_RED, EXIT_NOTHING, EXIT_USAGE = 64 };
enum { REASON_LINES = 10 };

struct request {
	const char *report, *baseline, *detection, *reason;
	bool as_json, help;
};

/* What was loaded; any of them may be NULL. */
struct sides {
	json_t *report, *baseline, *detection;
};

static void put_help(FILE *out)
{
	fputs("usage: assay gate [--baseline FILE] [--detection FILE] [--json] [--accept REASON] [REPORT]\n\n"
	      "Compares a report with the accepted baseline and says whether anything got worse.\n\n"
	      "  REPORT            default build/runs/reference/latest/report.json\n"
	      "  --baseline FILE   default ci/baseline.json\n"
	      "  --detection FILE  what make prove found, default build/detection.json\n"
	      "  --accept REASON   makes this report the baseline, and keeps the reason in it\n"
	      "  --json            all reasons, as one JSON object\n\n"
	      "Examples:\n"
	      "  assay gate\n"
	      "  assay gate build/runs/tpm2/latest/report.json --baseline ci/baseline-tpm2.json\n"
	      "  assay gate --accept \"two new checks of the recovery path\"\n\n"
	      "Exit: 0 green, 1 red, 2 nothing to compare with, 64 wrong usage.\n",
	      out);
}

static bool read_option(int argc, char **argv, int *i, struct request *request)
{
	static const char *const names[] = { "--baseline", "--detection", "--accept" };
	const char **values[] = { &request->baseline, &request->detection, &request->reason };

	for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++) {
		if (strcmp(argv[*i], names[n]) != 0)
			continue;
		if (*i + 1 >= argc || argv[*i + 1][0] == '\0')
			return false;
		*values[n] = argv[++*i];
		return true;
	}
	return false;
}

static bool read_request(int argc, char **argv, struct request *request)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			request->help = true;
		else if (strcmp(argv[i], "--json") == 0)
			request->as_json = true;
		else if (argv[i][0] != '-' && request->report == NULL)
			request->report = argv[i];
		else if (!read_option(argc, argv, &i, request))
			return false;
	}
	if (request->report == NULL)
		request->report = "build/runs/reference/latest/report.json";
	return true;
}

static int nothing(const struct request *request, const char *says)
{
	if (request->as_json) {
		json_t *answer = json_pack("{s:s, s:[{s:s, s:s, s:s}]}", "verdict", "red", "reasons", "kind", "no-comparison",
					   "subject", request->baseline, "says", says);

		json_dumpf(answer, stdout, JSON_SORT_KEYS | JSON_COMPACT);
		putchar('\n');
		json_decref(answer);
	}
	fprintf(stderr, "gate: red: nothing could be compared\n  %s\n", says);
	return EXIT_NOTHING;
}

static void put_reasons(const json_t *reasons)
{
	size_t count = json_array_size(reasons), index;
	const json_t *reason;

	if (count == 0) {
		puts("gate: green: nothing got worse than the baseline");
		return;
	}
	printf("gate: red: %zu reason%s\n", count, count == 1 ? "" : "s");
	json_array_foreach(reasons, index, reason) {
		if (index == REASON_LINES && count > REASON_LINES + 1)
			break;
		printf("  %s: ", model_text(reason, "kind"));
		put_plain(stdout, model_text(reason, "subject"));
		fputs(": ", stdout);
		put_plain(stdout, model_text(reason, "says"));
		putchar('\n');
	}
	if (index < count)
		printf("  and %zu more; assay gate --json shows all\n", count - index);
}

static int decide(const struct request *request, const struct sides *sides)
{
	json_t *reasons = gate_compare(sides->baseline, sides->report, sides->detection);
	int code = json_array_size(reasons) == 0 ? EXIT_GREEN : EXIT_RED;

	if (request->as_json) {
		json_t *answer = json_pack("{s:s, s:O}", "verdict", code == EXIT_GREEN ? "green" : "red", "reasons", reasons);

		json_dumpf(answer, stdout, JSON_SORT_KEYS | JSON_COMPACT);
		putchar('\n');
		json_decref(answer);
	} else {
		put_reasons(reasons);
	}
	json_decref(reasons);
	return fflush(stdout) == 0 && !ferror(stdout) ? code : EXIT_NOTHING;
}

static int accept(const struct request *request, const struct sides *sides)
{
	json_t *baseline = gate_baseline_made(sides->report, sides->detection, sides->baseline, request->reason);
	enum result result;

	if (baseline == NULL)
		return nothing(request, "the reason is no UTF-8 text");
	if (!gate_detection_fits(sides->detection, sides->report))
		fprintf(stderr, "gate: %s is not of this report's suite; the gate stays red until make prove has run\n",
			request->detection);
	result = gate_baseline_store(request->baseline, baseline);
	json_decref(baseline);
	if (result != RESULT_OK)
		return nothing(request, strerror(errno));
	printf("gate: accepted as %s: ", request->baseline);
	put_plain(stdout, request->reason);
	putchar('\n');
	return EXIT_GREEN;
}

/* Loads both sides, compares or accepts. A missing baseline is no hindrance to accepting one. */
static int gate_run(const struct request *request, struct sides *sides)
{
	struct report_complaint complaint = { "" };
	char says[REPORT_COMPLAINT_LEN];
	const char *other;
	enum result result;

	if (report_load(request->report, &sides->report, &complaint) != RESULT_OK)
		return nothing(request, complaint.says);
	result = gate_detection_load(request->detection, &sides->detection, &complaint);
	if (result != RESULT_OK && result != RESULT_NOT_FOUND)
		return nothing(request, complaint.says);
	result = gate_baseline_load(request->baseline, &sides->baseline, &complaint);
	if (result != RESULT_OK && !(result == RESULT_NOT_FOUND && request->reason != NULL))
		return nothing(request, complaint.says);
	other = sides->baseline == NULL ? NULL : gate_other_target(sides->baseline, sides->report);
	if (other != NULL) {
		snprintf(says, sizeof(says), "%s: %s; name another with --baseline", request->baseline, other);
		return nothing(request, says);
	}
	return request->reason != NULL ? accept(request, sides) : decide(request, sides);
}

int gate_main(int argc, char **argv)
{
	struct request request = { .baseline = "ci/baseline.json", .detection = "build/detection.json" };
	struct sides sides = { NULL, NULL, NULL };
	int code;

	if (!read_request(argc, argv, &request)) {
		put_help(stderr);
		return EXIT_USAGE;
	}
	if (request.help) {
		put_help(stdout);
		return 0;
	}
	code = gate_run(&request, &sides);
	json_decref(sides.report);
	json_decref(sides.baseline);
	json_decref(sides.detection);
	return code;
}
