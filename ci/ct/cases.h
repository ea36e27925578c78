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

/* seed_cases.c: from noise and the device secret to what is derived from them. */
bool ct_next_layer(void);
bool ct_layer_key(void);
bool ct_random_bytes(void);
bool ct_power_on(void);

/* key_cases.c: keys at work. */
bool ct_seal(void);
bool ct_open(void);
bool ct_unseal(void);
bool ct_client_key(void);

/* unlock_case.c: who may open the device. */
bool ct_unlock(void);

/* life_case.c: all of it, through the one door. */
bool ct_life(void);

#endif
