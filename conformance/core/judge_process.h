/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JUDGE_PROCESS_H
#define CORE_JUDGE_PROCESS_H

/*
 * Asks the judge, who is a process of its own: `assay-judge TRANSCRIPT`, found beside this
 * program, with an empty environment, no descriptor but its three, and no key in reach.
 * Its answer is bounded, canonical JSON; the bytes of it are what a certificate refers to.
 */

#include <jansson.h>

#include "reference-impl/base/result.h"

enum { JUDGE_ANSWER_MAX_LEN = 16 * 1024 * 1024 };

struct judge_answer {
	json_t *verdicts;   /* a new reference; NULL unless exit is 0 */
	char sha256[65];    /* of the answer's bytes, hexadecimal */
	int exit;           /* the judge's exit code; -1 if a signal ended it */
	char says[512];     /* the end of what it wrote to standard error, printable */
};

/* RESULT_OK if the judge ran to its end, whatever it said; RESULT_IO or RESULT_MALFORMED otherwise, with says filled. */
enum result judge_ask(const char *transcript, struct judge_answer *ret_answer) MUST_CHECK;

/* The folder of this program's binary without a final slash, from /proc/self/exe. RESULT_IO or RESULT_TOO_LARGE. */
enum result program_folder(char *ret_path, size_t room) MUST_CHECK;

#endif
