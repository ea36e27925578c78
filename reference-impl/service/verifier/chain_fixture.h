/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_CHAIN_FIXTURE_H
#define SERVICE_VERIFIER_CHAIN_FIXTURE_H

/*
 * Certificates of a good device's layers, and bad twins: issued with the library as a maker's
 * tool would, their TcbInfo written here byte by byte.
 *
 * The root issues the layer of BL, that one the layer of OS, that one the leaf, of App.
 */

#include "reference-impl/service/verifier/evidence_fixture.h"

enum { FIXTURE_LAYERS = 3 };

struct layer_recipe {
	enum fixture_key key, issuer_key;
	const char *basic, *usage, *purpose; /* as the library's configuration writes them; NULL: left out */
	int64_t not_before, not_after;
	const char *subject;         /* NULL: the identifier of the key */
	bool spoils_serial, spoils_key_id, spoils_authority_id;
	const char *vendor, *product;
	int svn, layer;              /* below 0: left out */
	int flags;                   /* the bits' byte; below 0: left out */
	uint8_t digest[64], hash;    /* hash: the last byte of the OID */
	size_t digest_len;           /* 0: no fwids */
	const char *tcb_hex;         /* in place of the TcbInfo that the fields give; "" leaves it out */
	const char *extra_oid;       /* one more critical extension */
	const char *dice_mode;       /* inputs of DICE with this mode, two digits; NULL: none */
};

struct chain_recipe {
	struct layer_recipe layers[FIXTURE_LAYERS]; /* leaf first */
};

void chain_recipe_good(struct chain_recipe *recipe);

/* DER, leaf first, one behind the other; a view into memory that the next call takes over. */
struct bytes chain_fixture_chain(const struct chain_recipe *recipe);

/* The same for the good one, and its root; they stay as they are. */
struct bytes chain_fixture_good(void);
struct bytes chain_fixture_root(void);

#endif
