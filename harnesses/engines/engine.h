/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENGINES_ENGINE_H
#define ENGINES_ENGINE_H

/*
 * What all engines share: taking the mode byte off an input, mending it if asked, and
 * running the one surface that this program was linked with.
 */

#include "harnesses/surface.h"

/* The surface of this program; defined by a generated file for each program. */
extern const struct surface *const engine_surface;
extern const char engine_surface_name[];

/* Calls the surface's init. Once per process, before the first run. */
void engine_init(void);

/*
 * Runs one engine input (mode byte and rest); what is empty or too long is not run. Sanitizers
 * see where a mended input ends, as they do for a raw one of an engine.
 */
void engine_run(struct bytes mode_and_input, struct surface_trace *ret_trace);

/* The same for an input without its mode byte. */
void engine_run_as(struct bytes input, bool repaired, struct surface_trace *ret_trace);

/* The same for stored inputs: a copy of exactly their length is run. */
void engine_run_copy(struct bytes mode_and_input, struct surface_trace *ret_trace);

#endif
