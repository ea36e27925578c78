/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_TOOLS_FIXTURE_H
#define TOOLS_TOOLS_FIXTURE_H

/*
 * A maker's desk: a folder with keys and images, tools that are run by their command lines, and the
 * simulated chip that a provisioned unit is put on.
 */

#include "reference-impl/base/bytes.h"
#include "reference-impl/platform/sim/sim.h"

/* Makes the folder, with keys k1 and k2, and loader.img and os.img signed by k1. */
void tools_setup(void);
void tools_teardown(void);

/* The word, with "@name" as a file in the folder; good for some words more. */
char *tools_at(const char *word);
/* Runs a line as the mains do; the exit code. */
int tools_run(const char *line);
void tools_put_file(const char *name, const char *text);
/* The file's bytes; asserts that it is there and fits. */
struct bytes tools_load(const char *name, struct buffer room);

/* The device in "@device", on the simulated chip, without power. */
void tools_open_device(struct sim *sim);
void tools_close_device(struct sim *sim);

#endif
