/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_SECRET_CANARY_FIXTURE_H
#define TOOLS_SECRET_CANARY_FIXTURE_H

/*
 * A secret put where a search must find it: a search that finds nothing proves something only if it finds this.
 *
 * It is written in one of the forms, and stands in a file that has no name and that this process has open and mapped.
 */

#include "reference-impl/tools/secret_search_fixture.h"

enum secret_form { SECRET_RAW, SECRET_REVERSED, SECRET_HEX, SECRET_UPPER_HEX, SECRET_BASE64, SECRET_BASE64_SECOND, SECRET_BASE64_THIRD };
enum secret_place { SECRET_IN_AN_ANSWER, SECRET_IN_A_FILE, SECRET_IN_AN_OPEN_FILE, SECRET_IN_A_PAGE, SECRET_PLACES };

struct secret_canary {
	int file;
	uint8_t *at; /* mapped */
	size_t len;
};

/* Behind so many other bytes, and with others behind it. */
void secret_canary_put(struct secret_canary *canary, size_t before, const uint8_t secret[SECRET_LEN], enum secret_form form);

/* Searches that place, and no more than it. */
void secret_canary_search(const struct secret_canary *canary, enum secret_place place, struct secret_search *search);

void secret_canary_remove(struct secret_canary *canary);

#endif
