/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments in, one decision out; the comparison itself is gate_compare(). */
#include "ci/gate.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "ci/gate_compare.h"
#include "ci/gate_file.h"
#include "conformance/core/command_line.h"
#include "reports/character.h"
#include "reports/model.h"

enum { EXIT_GREEN, EXIT_RED, EXIT_NOTHING };
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

static bool take_option(int key, struct request *request)
{
	switch (key) {
	case 'b':
		request->baseline = optarg;
		return true;
	case 'd':
		request->detection = optarg;
		return true;
	case 'a':
		request->reason = optarg;
		return true;
	case 'j':
		return request->as_json = true;
	case 'h':
		return request->help = true;
	default:
		return false;
	}
}

/* 0, or what was wrong has been said and this is the exit code. */
static int read_request(int argc, char **argv, struct request *request)
{
	static const struct option options[] = {
		{ "baseline", required_argument, NULL, 'b' }, { "detection", required_argument, NULL, 'd' },
		{ "accept", required_argument, NULL, 'a' },   { "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },	      { 0 },
	};
	int key;

	optind = 1;
	while ((key = getopt_long(argc, argv, ":h", options, NULL)) != -1)
		if (!take_option(key, request))
			return command_wrong_option("assay gate", key, argv, options);
	if (request->reason != NULL && request->reason[0] == '\0')
		return command_wrong("assay gate", "--accept wants a reason, and there is none in", request->reason, "");
	if (optind + 1 < argc)
		return command_wrong("assay gate", "give one REPORT; there is no place for", argv[optind + 1], "");
	request->report = optind < argc ? argv[optind] : "build/runs/reference/latest/report.json";
	return 0;
}

/* The way out for who has not made a report yet. */
static const char *report_hint(enum result result)
{
	return result == RESULT_IO && errno == ENOENT ? "; `make certify` writes one, or name yours" : "";
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
	char says[REPORT_COMPLAINT_LEN];
	json_t *baseline = gate_baseline_made(sides->report, sides->detection, sides->baseline, request->reason);
	enum result result;

	if (baseline == NULL)
		return nothing(request, "the reason is no UTF-8 text");
	if (!gate_detection_fits(sides->detection, sides->report))
		fprintf(stderr, "gate: %s is not of this report's suite; the gate stays red until make prove has run\n",
			request->detection);
	result = gate_baseline_store(request->baseline, baseline);
	json_decref(baseline);
	if (result != RESULT_OK) {
		snprintf(says, sizeof(says), "%.300s: not written: %s; name another with --baseline", request->baseline, strerror(errno));
		return nothing(request, says);
	}
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

	result = report_load(request->report, &sides->report, &complaint);
	if (result != RESULT_OK) {
		snprintf(says, sizeof(says), "%.400s%s", complaint.says, report_hint(result));
		return nothing(request, says);
	}
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
	int code = read_request(argc, argv, &request);

	if (code != 0)
		return code;
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
