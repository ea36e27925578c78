/* SPDX-License-Identifier: Apache-2.0 */
/* The little that all parts of the page share. */
#include "reports/html.h"

#include <stdarg.h>
#include <string.h>

#include "reports/character.h"
#include "reports/model.h"

void html_put(FILE *out, const char *pattern, ...)
{
	va_list args;

	va_start(args, pattern);
	for (; *pattern != '\0'; pattern++) {
		if (strncmp(pattern, "%s", 2) == 0) {
			put_escaped(out, va_arg(args, const char *));
			pattern++;
		} else if (strncmp(pattern, "%lld", 4) == 0) {
			fprintf(out, "%lld", va_arg(args, long long));
			pattern += 3;
		} else if (strncmp(pattern, "%%", 2) == 0) {
			fputc('%', out);
			pattern++;
		} else {
			fputc(*pattern, out);
		}
	}
	va_end(args);
}

void html_put_hundredths(FILE *out, long long hundredths)
{
	fprintf(out, "%lld.%02lld", hundredths / 100, hundredths % 100);
}

void html_put_verdict(FILE *out, const char *verdict)
{
	for (size_t v = 0; v < MODEL_VERDICTS; v++)
		if (strcmp(verdict, model_verdicts[v]) == 0)
			html_put(out, "<span class=\"verdict %s\">%s</span>", verdict[0] == '\0' ? "debt" : verdict,
				 model_verdict_words[v]);
}
