/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_PROVE_PAGE_H
#define CI_PROVE_PAGE_H

/* The kill matrix as a page that needs nothing beside itself. */

#include <jansson.h>
#include <stdio.h>

#include "reference-impl/base/result.h"

enum result prove_page(const json_t *detection, FILE *out);

/* prove_page_matrix.c: checks down, bad devices across. */
void prove_page_matrix(const json_t *detection, FILE *out);

#endif
