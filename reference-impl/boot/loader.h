/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_LOADER_H
#define BOOT_LOADER_H

/*
 * The second stage: chooses a slot, verifies what is in it, measures it and starts it.
 *
 * Nothing of an image is acted on before its verdict: which slot is looked at first may follow
 * from boot state and settings, what may start follows from fuses, keys and counters alone. With
 * the download pin held, after crashes in a row, or when no slot may start, nothing is started
 * and the port is served, under measurements that no OS can have.
 */

#include "reference-impl/boot/boot_state.h"

/* Who serves the port in download mode: boot/ knows no frames. */
struct boot_server {
	void *context;
	/*
	 * Serves until a reset was asked for, or the port fails. kept is the slot that must not be
	 * written, BOOT_SLOT_NONE if there is none; reason is a sentence for people.
	 */
	enum result (*serve)(void *context, const struct platform *platform, enum boot_slot kept,
			     const char *reason) MUST_CHECK;
};

/*
 * Boots. Returns RESULT_OK where start() or serve() returned it (never on the board), else why
 * neither could be done.
 */
enum result loader_boot(const struct platform *platform, const struct boot_server *server) MUST_CHECK;

#endif
