/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CT_CASES_H
#define CT_CASES_H

/*
 * Functions that get secrets, each called with secrets whose bits valgrind takes for unknown: a jump or an
 * address that depends on one is then an error of the program.
 */

#include <stdbool.h>
#include <stddef.h>

struct ct_case {
	const char *name;
	const char *story; /* what is secret */
	bool (*run)(void); /* false: it did not do its work, so nothing was shown */
};

extern const struct ct_case ct_cases[];
extern const size_t ct_case_count;

#endif
