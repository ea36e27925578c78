/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_EVIDENCE_H
#define CONFORMANCE_CHECK_EVIDENCE_H

/*
 * Words for checks of what a device proves about itself: evidence, measurement registers, keys,
 * sealed bytes. A refusal is an observation; -32601 of a method that the profile demands fails the
 * check, of another one leads to the absence probe.
 */

#include "conformance/check_boot.h"

enum { EVIDENCE_CHAIN_MAX = 16, REGISTERS_MAX = 16 };

struct chain {
	size_t count;
	struct bytes at[EVIDENCE_CHAIN_MAX]; /* DER certificates as the device gave them */
};

struct attestation {
	struct reply reply;
	const char *format; /* "psa-token", "tpm2-quote", ...; "" unless given */
	struct bytes evidence, signature;
	struct chain chain;
};

/* selection: names of registers, NULL-terminated; NULL: all. */
struct attestation attest(struct bench *b, struct bytes nonce, const char *const *selection);

struct registers {
	struct reply reply;
	size_t count;
	const char *names[REGISTERS_MAX];
	struct bytes values[REGISTERS_MAX];
};

struct registers register_list(struct bench *b);
/* The value of the register of that name; empty if it was not listed. */
struct bytes register_value(const struct registers *registers, const char *name);
struct reply register_extend(struct bench *b, const char *name, struct bytes digest);
struct reply register_reset(struct bench *b, const char *name);

struct key_answer {
	struct reply reply;
	struct bytes public_key, signature, secret;
	struct chain chain;
};

/* template: the device's name for a kind of key, or NULL for its identity; secret: of a key that is locked by one, or empty. */
struct key_answer key_create(struct bench *b, const char *template, struct bytes secret);
struct key_answer key_public(struct bench *b, const char *template);
struct key_answer key_sign(struct bench *b, const char *template, struct bytes bytes);
struct key_answer key_export(struct bench *b, const char *template);
struct key_answer key_activate(struct bench *b, const char *template, struct bytes credential, struct bytes secret);

struct sealed {
	struct reply reply;
	struct bytes bytes;
};

struct sealed seal(struct bench *b, const char *name, struct bytes bytes);
struct sealed unseal(struct bench *b, const char *name, struct bytes blob);

#endif
