/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_PROVE_TEXT_H
#define CI_PROVE_TEXT_H

/* Proofs in words: a line for each as it comes, the sum at the end, and the matrix of who sees what. */

#include <jansson.h>
#include <stdio.h>

#include "reference-impl/base/result.h"

/* A result of prove_work(); what is wrong takes further lines. */
void prove_text_result(FILE *out, const json_t *result, size_t done, size_t count);

/* Of prove_detection(). */
void prove_text_sum(FILE *out, const json_t *detection);

/* Each check with the bad devices and cheats that make it fail, and each defect with its eyes. */
enum result prove_text_matrix(const json_t *detection, FILE *out);

#endif
