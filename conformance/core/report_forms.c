/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/core/report_forms.h"

#include <stdio.h>
#include <stdlib.h>

#include "reports/report.h"

static const struct {
	const char *file, *name;
	enum result (*write)(const json_t *report, FILE *out);
} forms[REPORT_FORM_COUNT] = {
	[REPORT_FORM_PAGE] = { "report.html", "page", report_write_html },
	[REPORT_FORM_JUNIT] = { "junit.xml", "junit", report_write_junit },
};

const char *report_form_file(enum report_form form)
{
	return forms[form].file;
}

const char *report_form_name(enum report_form form)
{
	return forms[form].name;
}

enum result report_form_text(const json_t *report, enum report_form form, char **ret_text, size_t *ret_len)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	enum result result = out == NULL ? RESULT_IO : forms[form].write(report, out);

	if (out != NULL && fclose(out) != 0)
		result = RESULT_IO;
	if (result == RESULT_OK) {
		*ret_text = text;
		*ret_len = len;
	} else {
		free(text);
	}
	return result;
}
