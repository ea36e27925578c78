/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CERTIFY_DEVICES_H
#define CORE_CERTIFY_DEVICES_H

/*
 * The planes of a target as the runner's devices: each lane has programs of its own, so that
 * lanes never wait for each other. Their logs go to DIR/log/.
 */

#include "conformance/core/plane.h"
#include "conformance/core/run.h"

struct certify_devices {
	const struct target *target;
	const char *log_dir; /* folder for the lanes' logs, or NULL */
	struct planes *planes[TARGET_UNITS_MAX];
};

/* Borrows devices until all lanes are closed. */
struct run_devices certify_run_devices(struct certify_devices *devices);

#endif
