/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_EVIDENCE_FIXTURE_H
#define SERVICE_VERIFIER_EVIDENCE_FIXTURE_H

/*
 * A good device to test the verifier with, and bad twins of it: a recipe says what its token and its
 * maker's record state, each field can be spoiled, and the bytes are written here, by own means.
 *
 * The device runs three components, "BL", "OS" and "App"; its chain (chain_fixture.h) has a layer for
 * each, and its leaf's key signs the token.
 */

#include "reference-impl/service/verifier/appraise.h"

enum { FIXTURE_COMPONENTS = 3, FIXTURE_NOW = 1800000000 /* 2027-01-15 */ };

/* The last is what Open Profile for DICE derives from a device secret of zeros (its published test values). */
enum fixture_key { KEY_ROOT, KEY_BL, KEY_OS, KEY_APP, KEY_MAKER, KEY_STRANGER, KEY_OF_ZEROS, KEY_COUNT };

struct component_recipe {
	const char *type, *version;
	uint8_t measurement[32], signer[32];
	uint32_t security_version; /* of the record; 0 leaves it out */
};

/* Claims that are written: bytes in place of a field, or none at all. */
struct token_recipe {
	uint8_t nonce[32], implementation[32], instance[33];
	const char *profile;
	int64_t client, lifecycle, debug; /* debug below 0: not stated */
	struct component_recipe components[FIXTURE_COMPONENTS + 1];
	size_t component_count;
	const char *extra;        /* hexadecimal, behind the claims */
	size_t extra_pairs;
	const char *protected;    /* hexadecimal of the protected header; NULL: {1: -7} */
	const char *unprotected;  /* hexadecimal of the unprotected header; NULL: {} */
	const char *context;      /* what is signed begins with; NULL: "Signature1" */
	uint8_t tag;              /* one byte, 0xd2 for 18 */
	enum fixture_key signer;
};

struct record_recipe {
	const char *kind, *vendor, *product;
	uint64_t number, state_flags; /* flags 0: left out */
	uint8_t implementation[32];
	size_t implementation_len;
	struct component_recipe components[FIXTURE_COMPONENTS + 1];
	size_t component_count;
	const char *extra; /* hexadecimal of one more pair */
	enum fixture_key signer;
};

const struct crypto_p256_key *fixture_key(enum fixture_key which);

void token_recipe_good(struct token_recipe *recipe);
void record_recipe_good(struct record_recipe *recipe);

/* Both write into room, which must be large enough, and die if it is not. */
struct bytes fixture_token(const struct token_recipe *recipe, struct buffer room);
struct bytes fixture_record(const struct record_recipe *recipe, struct buffer room);

/* A good request over token, record and chain; everything it looks at lives in *world. */
struct fixture_world {
	uint8_t token_room[8192], record_room[8192], nonce[32];
	struct bytes root;
	struct release_record release;
	struct appraise_request request;
};
void fixture_world(struct fixture_world *world, const struct token_recipe *token, const struct record_recipe *record);

#endif
