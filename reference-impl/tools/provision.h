/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_PROVISION_H
#define TOOLS_PROVISION_H

/*
 * Makes a device as it leaves the factory, out of images and keys.
 *
 * Images that the device would not start are refused here: a factory that ships bricks
 * should hear of it before the fuses are burnt. Failures have been told on stderr.
 */

#include "reference-impl/tools/provision_request.h"

enum result provision(const struct provision_request *request) MUST_CHECK;

#endif
