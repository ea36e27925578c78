/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_DEVICE_H
#define CONFORMANCE_CHECK_DEVICE_H

/*
 * The other words for a device: what it says of itself, lifecycle, unlocking, raw entry points.
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
/*
 * The control: the lab puts another unit in the place of this one, in a state of its life before the one in which units are
 * sold; it is on, runs its maker's firmware, and says its state. A check that asks for one spends the unit.
 */
void given_unit_in(struct bench *b, const char *lifecycle);
/* object: for a root of trust, what the authorisation value is for; else NULL. */
struct state_answer unlock(struct bench *b, struct bytes token, const char *object);

struct entry_answer {
	struct reply reply;
	struct bytes bytes;
};

struct entry_answer entry(struct bench *b, const char *name, struct bytes bytes);

enum { RAW_BODY_MAX = 256 };

/* The index-th name in target.json's "raw_entries", valid for the check; NULL: there is no more. */
const char *raw_entry(struct bench *b, unsigned int index);
/* Sends such an entry a message: u16 number, u16 zero, u32 length, little endian, and at most RAW_BODY_MAX bytes. */
struct entry_answer raw_message(struct bench *b, const char *name, unsigned int number, struct bytes body);

#endif
