/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_DEVICE_H
#define CONFORMANCE_CHECK_DEVICE_H

/*
 * The other words for a device: what it says of itself, applications, lifecycle, unlocking,
 * raw entry points; and the rig's for debug port, clock and network.
 */

#include "conformance/check_boot.h"

enum { FIRMWARE_DIGESTS_MAX = 16, APPS_MAX = 64 };

struct device_info {
	struct reply reply;
	const char *unit, *hardware;
	size_t firmware_count;
	struct bytes firmware[FIRMWARE_DIGESTS_MAX];
	bool has_security_version;
	uint64_t security_version;
};

struct device_info device_info(struct bench *b);
/* Does target.json claim this word? Claims were made before the run. */
bool device_claims(struct bench *b, const char *word);
/* A text of target.json "settings", or NULL. */
const char *device_setting(struct bench *b, const char *name);
/* The format of images and evidence that target.json names. */
const char *device_format(struct bench *b);
/* Certificates (DER or PEM as they are) that the device's chains end in, from target.json "roots". */
struct bytes device_root(struct bench *b, size_t index);

struct apps {
	struct reply reply;
	size_t count;
	const char *at[APPS_MAX];
};

struct apps app_list(struct bench *b);
struct apps app_start(struct bench *b, const char *app);
struct apps app_stop(struct bench *b, const char *app);

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

enum network { NETWORK_UP, NETWORK_DOWN, NETWORK_LAB };
void network(struct bench *b, enum network state);
void clock_shift(struct bench *b, uint64_t offset_ms);
/* Takes a unit in factory state; false if the rig has none to give. */
bool fresh_unit(struct bench *b);

#endif
