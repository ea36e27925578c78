/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_STAGE_FILTER_H
#define DEVICE_BOARD_STAGE_FILTER_H

/*
 * What a stage, or the root of trust, may ask of the kernel beside its sockets: its own memory, its
 * own end, and time.
 *
 * A library's start-up questions (files, the name of the system) are answered "not there";
 * everything else that is not on the list ends the stage at once. The filter is compiled once
 * and installed by the stage's own process just before it becomes the image.
 */

#include <linux/filter.h>
#include <stddef.h>

#include "reference-impl/base/bytes.h"

/* Where the image lies when it is executed: no stage can ever have a descriptor so high. */
enum { STAGE_IMAGE_FD = 200, STAGE_FILTER_MAX_LEN = 1024 };

/* The root of trust makes no images, but keeps its memory out of swap and out of reach. */
enum stage_filter_kind { STAGE_FILTER_STAGE, STAGE_FILTER_ROOT_OF_TRUST, STAGE_FILTER_KIND_COUNT };
/* All of the root of trust's memory, with room to spare; what an ordinary user may lock. */
enum { STAGE_LOCKED_LEN = 8 << 20 };

struct stage_filter {
	struct sock_filter code[STAGE_FILTER_MAX_LEN];
	unsigned short len;
};

enum result stage_filter_compile(enum stage_filter_kind kind, struct stage_filter *ret_filter) MUST_CHECK;

/* Installs it for the calling process, for good. */
enum result stage_filter_install(struct stage_filter *filter) MUST_CHECK;

#endif
