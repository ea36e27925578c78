/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_OS_H
#define DEVICE_OS_H

/*
 * The reference OS: says that it is up, confirms itself when on trial, serves the port.
 *
 * It confirms only after its self-test: it finds its own slot by what was measured, can read it,
 * and the port answers. An OS that can't do these would never be able to take its repair.
 */

#include "reference-impl/platform/platform.h"

/* Runs until a reset was asked for (RESULT_OK) or the platform fails. */
enum result os_run(const struct platform *platform) MUST_CHECK;

#endif
