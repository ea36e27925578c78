/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_ORDER_PLACE_H
#define TARGETS_REFERENCE_ORDER_PLACE_H

/* Where the kit works on one order: a folder for the files that the maker's tools take and give, and the keys that they sign with. */

#include "conformance/core/complaint.h"
#include "conformance/targets/reference/unit.h"

enum { ORDER_PATH_LEN = REFERENCE_PATH_LEN + 32 };

struct order_place {
	char folder[REFERENCE_PATH_LEN];
	char input[ORDER_PATH_LEN], attacker[ORDER_PATH_LEN], output[ORDER_PATH_LEN]; /* none is there at first */
};

/* The folder goes with order_place_close(); RESULT_IO and others fill *ret_why. */
enum result order_place_open(struct order_place *place, struct complaint *ret_why) MUST_CHECK;
void order_place_close(const struct order_place *place);

enum result order_store(const char *path, struct bytes content, struct complaint *ret_why) MUST_CHECK;

/* The suite's own key, a 32-byte scalar, as a file that the maker's tools can read: place->attacker. */
enum result order_write_attacker_key(const struct order_place *place, struct bytes scalar, struct complaint *ret_why) MUST_CHECK;

/* The file of one of the maker's keys, which the rig made; suffix "" or ".pub". */
enum result order_key_path(const char *name, const char *suffix, char room[REFERENCE_PATH_LEN], struct complaint *ret_why) MUST_CHECK;

#endif
