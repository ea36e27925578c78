/* SPDX-License-Identifier: Apache-2.0 */
/* Re-rendering judges nothing, so a report of a failing device is rendered with exit 0. */
#include "reports/report_program.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "reports/report.h"
#include "reports/report_file.h"
#include "reports/report_store.h"

enum { EXIT_BROKEN = 2, EXIT_USAGE = 64 };

struct request {
	const char *report, *out;
	report_writer *write;
	bool help;
};

static const struct {
	const char *option;
	report_writer *write;
} forms[] = {
	{ "--text", report_write_text },
	{ "--html", report_write_html },
	{ "--junit", report_write_junit },
	{ "--json", report_write_json },
};

static void put_help(FILE *out)
{
	fputs("usage: assay report REPORT.json [--text | --html | --junit | --json] [--out FILE]\n\n"
	      "Makes a form of a report again from its model; --text on standard output unless told otherwise.\n\n"
	      "  --text       what a person sees at the end of a run\n"
	      "  --html       one self-contained page\n"
	      "  --junit      JUnit XML, for CI servers\n"
	      "  --json       the model itself, in its canonical form\n"
	      "  --out FILE   into a file, which appears when it is whole\n\n"
	      "Examples:\n"
	      "  assay report build/runs/reference/latest/report.json\n"
	      "  assay report report.json --html --out report.html\n\n"
	      "Exit: 0 written, 2 not a report or not writable, 64 wrong usage.\n",
	      out);
}

static report_writer *form_of(const char *option)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strcmp(option, forms[i].option) == 0)
			return forms[i].write;
	return NULL;
}

static bool wrong(const char *word)
{
	fprintf(stderr, "assay report: one REPORT.json, one form and --out FILE: there is no place for \"%.200s\"; see assay report --help\n", word);
	return false;
}

static bool read_request(int argc, char **argv, struct request *request)
{
	for (int i = 1; i < argc; i++) {
		report_writer *form = form_of(argv[i]);

		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			request->help = true;
		else if (form != NULL && request->write == NULL)
			request->write = form;
		else if (strcmp(argv[i], "--out") == 0 && i + 1 < argc && request->out == NULL)
			request->out = argv[++i];
		else if (argv[i][0] != '-' && request->report == NULL)
			request->report = argv[i];
		else
			return wrong(argv[i]);
	}
	if (request->write == NULL)
		request->write = report_write_text;
	if (!request->help && request->report == NULL)
		put_help(stderr);
	return request->help || request->report != NULL;
}

static int write_form(const struct request *request, const json_t *report)
{
	enum result result = request->out == NULL ? request->write(report, stdout)
						  : report_store(report, request->out, request->write);

	if (result == RESULT_OK)
		return 0;
	fprintf(stderr, "assay report: %s: not written: %s\n", request->out == NULL ? "standard output" : request->out,
		strerror(errno));
	return EXIT_BROKEN;
}

int report_main(int argc, char **argv)
{
	struct request request = { NULL, NULL, NULL, false };
	struct report_complaint complaint = { "" };
	json_t *report = NULL;
	int code;

	if (!read_request(argc, argv, &request))
		return EXIT_USAGE;
	if (request.help) {
		put_help(stdout);
		return 0;
	}
	if (report_load(request.report, &report, &complaint) != RESULT_OK) {
		fprintf(stderr, "assay report: %s\n", complaint.says);
		return EXIT_BROKEN;
	}
	code = write_form(&request, report);
	json_decref(report);
	return code;
}
