/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_REPORT_FORMS_H
#define CORE_REPORT_FORMS_H

/*
 * The forms of a report that are not its model: the page and JUnit. They follow from the model
 * byte for byte, so whoever signs makes them again and signs for these bytes alone.
 */

#include <jansson.h>
#include <stddef.h>

#include "reference-impl/base/result.h"

enum report_form { REPORT_FORM_PAGE, REPORT_FORM_JUNIT, REPORT_FORM_COUNT };

/* Its file in a run's folder; what a certificate calls it. */
const char *report_form_file(enum report_form form);
const char *report_form_name(enum report_form form);

/* *ret_text is released with free(). RESULT_IO. */
enum result report_form_text(const json_t *report, enum report_form form, char **ret_text, size_t *ret_len) MUST_CHECK;

#endif
