/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_DEVICE_FIXTURE_H
#define DEVICE_DEVICE_FIXTURE_H

/*
 * A whole simulated device: ROM, loader and reference OS on one chip, with someone at the port.
 */

#include "reference-impl/boot/boot_fixture.h"
#include "reference-impl/device/service_port.h"

/* What the one at the port asks, in this order; each ends with a reset. */
enum device_fixture_talk { TALK_LOOK, TALK_UPDATE };

/* The path and the image of TALK_UPDATE; views that must outlive the talk. */
struct device_fixture_update {
	uint8_t path;
	struct bytes image;
};

/*
 * Power on (or reset, if power is on and a reset was asked for), both boot stages, then the OS or the
 * loader's server with that talk. Sets f->running to the letter of the image that ran, 0 in recovery or without power.
 */
void device_fixture_live(struct boot_fixture *f, bool strap, enum device_fixture_talk talk,
			 struct device_fixture_update update);

#endif
