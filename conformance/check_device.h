/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_DEVICE_H
#define CONFORMANCE_CHECK_DEVICE_H

/*
 * The other words for a device: what it says of itself, lifecycle, unlocking, raw entry points;
 * and the rig's for the debug port.
 */

#include "conformance/check_boot.h"

enum { FIRMWARE_DIGESTS_MAX = 16 };

struct device_info {
	struct reply reply;
	const char *unit, *hardware;
	size_t firmware_count;
	struct bytes firmware[FIRMWARE_DIGESTS_MAX];
	bool has_security_version;
	uint64_t security_version;
};

struct device_info device_info(struct bench *b);
/* A text of target.json "settings", or NULL. */
const char *device_setting(struct bench *b, const char *name);
/* The format of images and evidence that target.json names. */
const char *device_format(struct bench *b);
/* Certificates (DER or PEM as they are) that the device's chains end in, from target.json "roots". */
struct bytes device_root(struct bench *b, size_t index);

struct state_answer {
	struct reply reply;
	const char *state;
};

struct state_answer lifecycle_state(struct bench *b);
struct state_answer lifecycle_advance(struct bench *b, const char *to);
/* object: for a root of trust, what the authorisation value is for; else NULL. */
struct state_answer unlock(struct bench *b, struct bytes token, const char *object);

struct entry_answer {
	struct reply reply;
	struct bytes bytes;
};

struct entry_answer entry(struct bench *b, const char *name, struct bytes bytes);

struct debug_answer {
	struct reply reply; /* of the port: refused is what a closed one says */
	struct bytes seen;
};

struct debug_answer debug_attach(struct bench *b);
struct debug_answer debug_read(struct bench *b, uint64_t address, uint64_t length);
struct debug_answer debug_halt(struct bench *b);

#endif
