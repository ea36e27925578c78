/* SPDX-License-Identifier: Apache-2.0 */
/* The page: its head, and its parts in order. No script, and a policy that would let none run. */
#include "reports/embedded.h"
#include "reports/html.h"
#include "reports/model.h"
#include "reports/report.h"

static void put_head(const json_t *report, FILE *out)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n",
	      out);
	html_put(out, "<title>%s: Assay report</title>\n<style>\n", model_text(json_object_get(report, "target"), "name"));
	fwrite(report_css, 1, report_css_len, out);
	fputs("</style>\n</head>\n<body>\n<main>\n", out);
}

enum result report_write_html(const json_t *report, FILE *out)
{
	put_head(report, out);
	html_summary(report, out);
	html_failures(report, out);
	html_properties(report, out);
	html_gates(report, out);
	html_requirements(report, out);
	html_unmeasured(report, out);
	html_crosswalk(report, out);
	html_recheck(report, out);
	fputs("</main>\n</body>\n</html>\n", out);
	return fflush(out) == 0 && !ferror(out) ? RESULT_OK : RESULT_IO;
}
