/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of an attestation token's claims, entered with any bytes.
 *
 * The input is the claims; their envelope is the surface cose_sign1's. Promises: FZ-PSATOKEN-001
 * and 002 (harnesses/oracles/psa_token.h). Nothing to repair: there is neither digest nor signature.
 */
#include "harnesses/oracles/psa_token.h"
#include "harnesses/surface.h"

#include <stdio.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/codec/cbor_writer.h"

enum { SEED_MAX_LEN = 1024 };

static void run(struct bytes input, struct surface_trace *trace)
{
	struct psa_token_claims claims;
	enum result result = psa_token_read_claims(input, &claims);

	if (result != RESULT_OK) {
		char outcome[sizeof(trace->outcome)];

		(void)snprintf(outcome, sizeof(outcome), "refused: %s", result_name(result));
		surface_outcome(trace, outcome);
		return;
	}
	FZ_PSATOKEN_001_claims_keep_their_lengths(input, &claims);
	FZ_PSATOKEN_002_numbers_are_those_sent(input, &claims);
	surface_fold(trace, claims.component_count);
	surface_fold(trace, (uint64_t)claims.client_id);
	surface_fold(trace, claims.lifecycle);
	surface_outcome(trace, "accepted");
}

#define HASH "5820" "0000000000000000000000000000000000000000000000000000000000000000"
#define COMPONENT "a202" HASH "05" HASH

/* One claim of the good token each is replaced, by hexadecimal; NULL leaves it out. What must follow. */
static const struct seed {
	const char *name, *reaches;
	uint64_t key;
	const char *value;
} SEEDS[] = {
	{ "good", "accepted", 0, "00" },
	{ "other-client", "accepted", 2394, "1a7fffffff" },
	{ "debug", "accepted", 2395, "194000" },
	{ "boot-seed", "accepted", 268, "480102030405060708" },
	{ "certification", "accepted", 2398, "73313233343536373839303132332d3132333435" },
	{ "service", "accepted", 2400, "6161" },
	{ "no-nonce", "refused: not-found", 10, NULL },
	{ "no-profile", "refused: not-found", 265, NULL },
	{ "no-components", "refused: not-found", 2399, NULL },
	{ "other-profile", "refused: unsupported", 265, "6161" },
	{ "nonce-array", "refused: refused", 10, "8101" },
	{ "nonce-33", "refused: refused", 10, "5821010101010101010101010101010101010101010101010101010101010101010101" },
	{ "client-zero", "refused: refused", 2394, "00" },
	{ "client-wide", "refused: refused", 2394, "1b0000000100000001" },
	{ "lifecycle-wide", "refused: refused", 2395, "1a00013000" },
	{ "boot-seed-7", "refused: refused", 268, "4701020304050607" },
	{ "empty-components", "refused: refused", 2399, "80" },
	{ "two-components", "accepted", 2399, "82" COMPONENT COMPONENT },
	{ "component-without-signer", "refused: refused", 2399, "81a102" HASH },
	{ "component-without-measurement", "refused: refused", 2399, "82a105" HASH COMPONENT },
	{ "last-component-cut", "refused: refused", 2399, "82" COMPONENT "a202" HASH "054100" },
	{ "seventeen-components", "refused: too-large", 2399, "91a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0" },
	{ "indefinite", "refused: refused", 2401, "9fff" },
};

static void write_hex(struct writer *w, const char *hex)
{
	uint8_t room[256];
	struct bytes value;

	harness_holds(text_read_hex(bytes_of_text(hex), BUFFER_OF(room), &value) == RESULT_OK, "a seed is no hexadecimal");
	writer_bytes(w, value);
}

static struct bytes good_claims(struct buffer room)
{
	static const uint8_t zeros[32], instance[33] = { 1 };
	struct psa_token_claims claims = { .nonce = BYTES_OF(zeros), .instance_id = BYTES_OF(instance), .client_id = -1,
					   .lifecycle = PSA_LIFECYCLE_SECURED, .implementation_id = BYTES_OF(zeros), .component_count = 1 };
	struct bytes encoded;

	claims.components[0] = (struct psa_token_component){ .type = bytes_of_text("BL"), .measurement = BYTES_OF(zeros),
							     .version = bytes_of_text("1.0.0"), .signer_id = BYTES_OF(zeros) };
	harness_holds(psa_token_write_claims(&claims, room, &encoded) == RESULT_OK, "the good seed cannot be written");
	return encoded;
}

/* The good claims with one of them replaced, left out, or a new one behind the others. */
static void write_seed(struct writer *w, const struct seed *seed)
{
	uint8_t room[SEED_MAX_LEN];
	struct cbor_item map, old;
	struct cbor_reader r;
	bool is_new;

	harness_holds(cbor_parse(good_claims(BUFFER_OF(room)), CBOR_DETERMINISTIC, &map) == RESULT_OK, "the good seed is no CBOR");
	is_new = cbor_map_find(&map, (int64_t)seed->key, &old) == RESULT_NOT_FOUND;
	cbor_write_map(w, map.argument + is_new - !seed->value);
	for (r = cbor_reader_over(&map); cbor_reader_has_more(&r);) {
		uint64_t key = cbor_take_unsigned(&r);
		struct cbor_item value = cbor_take(&r);

		if (key == seed->key && !seed->value)
			continue;
		cbor_write_unsigned(w, key);
		if (key == seed->key)
			write_hex(w, seed->value);
		else
			writer_bytes(w, value.raw);
	}
	if (is_new) {
		cbor_write_unsigned(w, seed->key);
		write_hex(w, seed->value);
	}
}

static void make_seeds(const struct seed_sink *sink)
{
	for (size_t i = 0; i < sizeof(SEEDS) / sizeof(SEEDS[0]); i++) {
		uint8_t room[SEED_MAX_LEN];
		struct writer w = writer_over(BUFFER_OF(room));
		struct bytes seed;

		writer_u8(&w, 0);
		write_seed(&w, &SEEDS[i]);
		harness_holds(writer_finish(&w, &seed) == RESULT_OK, "a seed is too long");
		sink->add(sink->context, SEEDS[i].name, SEEDS[i].reaches, seed);
	}
}

static const char *const DICTIONARY[] = { "\\x0a\\x58\\x20", "\\x19\\x01\\x00\\x58\\x21\\x01", "\\x19\\x01\\x09\\x78\\x21",
					  "\\x19\\x01\\x0c\\x48", "\\x19\\x09\\x5a", "\\x19\\x09\\x5b\\x19\\x30\\x00",
					  "\\x19\\x09\\x5c\\x58\\x20", "\\x19\\x09\\x5e\\x73", "\\x19\\x09\\x5f\\x81\\xa2",
					  "\\x19\\x09\\x60", "\\x02\\x58\\x20", "\\x05\\x58\\x20", "\\xa7", NULL };

extern const struct surface surface_psa_token;
const struct surface surface_psa_token = {
	.enters = "psa_token_read_claims",
	.max_len = PSA_TOKEN_MAX_LEN,
	.run = run,
	.make_seeds = make_seeds,
	.dictionary = DICTIONARY,
};
