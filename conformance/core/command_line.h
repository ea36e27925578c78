/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_COMMAND_LINE_H
#define CORE_COMMAND_LINE_H

/*
 * What the programs of the family say when they were called the wrong way: what was wrong, the
 * name that was meant, if one is near, and where the right way is told. All on standard error.
 */

#include <getopt.h>
#include <stddef.h>

enum { COMMAND_WRONG_USAGE = 64, COMMAND_NEAR_LEN = 96 };

/*
 * " (did you mean \"reference\"?)", if one of the names is a slip of the hand away from what was
 * typed, else "". A slip is a letter too many, too few, wrong or exchanged with its neighbour, and
 * one is allowed for three letters.
 */
void command_near(const char *typed, const char *const *names, size_t count, char ret_words[COMMAND_NEAR_LEN]);

/* The same over what stands for the last asterisk of a pattern of paths: "/home/x/targets/" + asterisk + "/target.json". */
void command_near_file(const char *typed, const char *pattern, char ret_words[COMMAND_NEAR_LEN]);

/* "PROGRAM: SAYS "VALUE"NEAR; see PROGRAM --help". `near` may be "". Returns COMMAND_WRONG_USAGE. */
int command_wrong(const char *program, const char *says, const char *value, const char *near);

/*
 * Says what getopt_long() did not take. It must have been called with optstring ":" and `options`, and
 * `key` is what it returned: ':' or '?'. Returns COMMAND_WRONG_USAGE.
 */
int command_wrong_option(const char *program, int key, char *const *argv, const struct option *options);

#endif
