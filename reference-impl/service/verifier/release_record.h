/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_RELEASE_RECORD_H
#define SERVICE_VERIFIER_RELEASE_RECORD_H

/*
 * Release records: the reference values, signed by the maker.
 *
 * A record says which components belong together in one release of a product. It is a COSE_Sign1
 * message (tag 18, ES256 protected) whose payload is one map of deterministic CBOR:
 *
 *   1  text   "assay-release/1"            what it is: no other thing that the maker signs passes for one
 *   2  text   vendor, as TcbInfo has it    3  text  product, TcbInfo's model
 *   4  number of the release, from 1       5  bytes implementation id of the silicon (32)
 *   6  array of 1 to 16 components, each a map with the keys of a token's component:
 *        1 text type   2 bytes measurement   4 text version   5 bytes signer id
 *        7 number security version: a layer that states less is refused (may be left out: 0)
 *   7  number, 1 to 255 (may be left out: none): the bits of the lifecycle's lower byte, which RFC 9783
 *      leaves to the maker, that must be clear. 4: debugged since power-on, 8: serviced, 16: in
 *      recovery, 32: a grave fault; others as the maker has them.
 *
 * Nothing else may stand in it, and each number in its shortest form.
 */

#include "reference-impl/service/verifier/component_fields.h"
#include "reference-impl/service/verifier/signed_message.h"

enum { RELEASE_MAX_LEN = 8192, RELEASE_MAX_COMPONENTS = TOKEN_MAX_COMPONENTS };

struct release_component {
	struct token_component fields;
	uint64_t security_version;
};

/* Views into the record's bytes, which outlive it. */
struct release_record {
	const char *file; /* for messages */
	struct bytes vendor, product, implementation;
	uint64_t number, state_flags;
	struct release_component components[RELEASE_MAX_COMPONENTS];
	size_t component_count;
};

struct release_key {
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
};

/*
 * Reads a record that one of the maker's keys has signed. REASON_NONE, or why it is none:
 * REASON_BAD_COSE, REASON_BAD_SIGNATURE (no key of these signed it), REASON_BAD_ENCODING,
 * REASON_BAD_RECORD, each with *ret_fault set. *ret_record is untouched then.
 */
enum appraisal_reason release_record_read(struct bytes input, const struct release_key *keys, size_t key_count,
					  struct release_record *ret_record, struct evidence_fault *ret_fault) MUST_CHECK;

#endif
