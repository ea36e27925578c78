/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_FAILURE_H
#define CAMPAIGN_FAILURE_H

/*
 * What went wrong with an input, so that two inputs that show the same thing are one finding.
 *
 * An oracle's line counts first: `ASSERTION FAILED: FZ-BOOT-003 promise` names the promise.
 * Without one it is the kind of the crash and the first frame in a file of ours.
 */

#include "reference-impl/base/bytes.h"

enum failure_kind { FAILURE_NONE, FAILURE_ORACLE, FAILURE_CRASH, FAILURE_TIMEOUT, FAILURE_MEMORY, FAILURE_LEAK, FAILURE_HARNESS };

enum { FAILURE_NAME_LEN = 192, FAILURE_LABEL_LEN = 64 };

struct failure {
	enum failure_kind kind;
	char name[FAILURE_NAME_LEN]; /* "FZ-BOOT-003 promise", "heap-buffer-overflow in f": what findings are grouped by */
};

/* A word for each kind; never NULL. */
const char *failure_kind_name(enum failure_kind kind);

/* Reads what a program printed before it ended. FAILURE_NONE: it tells of none. */
void failure_read(struct bytes text, struct failure *ret_failure);

/* A failure that printed nothing: by the signal that ended the program. */
void failure_of_signal(int number, struct failure *ret_failure);

bool failure_equal(const struct failure *a, const struct failure *b);

/* The first word of the name, fit for a file name: letters, digits, '-'. Never empty. */
void failure_label(const struct failure *failure, char ret_label[FAILURE_LABEL_LEN]);

#endif
