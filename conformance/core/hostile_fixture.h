/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_HOSTILE_FIXTURE_H
#define CORE_HOSTILE_FIXTURE_H

/*
 * Adapters that break every promise of the protocol, one way each. A test program becomes one of them when it is
 * started with the words "adapter MODE", so a test and its enemy are one file on disk.
 */

#include "conformance/core/target.h"

/* Never returns if the arguments ask for an adapter. */
void hostile_adapter_if_asked(int argc, char **argv);

/*
 * A target whose three programs are this very program in the given modes ("good" behaves), in a fresh
 * folder of /tmp. hostile_target_remove() releases it and removes the folder.
 */
struct target hostile_target(const char *rig, const char *device, const char *kit);
void hostile_target_remove(struct target *target);

#endif
