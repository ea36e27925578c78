/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_BENCH_CHIP_H
#define CI_BENCH_CHIP_H

/*
 * A unit of the reference chip to measure: made by the maker's tools in a folder of its own, its
 * OS the suite's payload, its board a process whose rig socket is ours.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "reference-impl/base/bytes.h"

enum { BENCH_PATH_LEN = 512, BENCH_KEY_LEN = 32 };

struct bench_chip {
	char bin[BENCH_PATH_LEN], folder[BENCH_PATH_LEN];
	uint8_t key[BENCH_KEY_LEN]; /* of the payload's canary */
	pid_t board;
	int rig;
	uint64_t console_at;
	char says[BENCH_PATH_LEN + 128]; /* why something failed */
};

/* Makes the unit and starts its board, without power. To be released, also when it failed. */
enum result bench_chip_make(struct bench_chip *chip) MUST_CHECK;
void bench_chip_release(struct bench_chip *chip);

/* Switches the power off and on, and waits until the payload has answered a nonce of this boot. */
enum result bench_chip_boot(struct bench_chip *chip) MUST_CHECK;

/* name in the unit's folder, or program beside this one: path's room is BENCH_PATH_LEN. */
enum result bench_chip_path(const struct bench_chip *chip, const char *name, char *ret_path) MUST_CHECK;
enum result bench_chip_program(const struct bench_chip *chip, const char *name, char *ret_path) MUST_CHECK;

#endif
