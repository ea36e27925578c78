/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader and judge of layer certificates, entered with certificates behind one another, the leaf first.
 *
 * Raw: the input is the chain. Repaired: every certificate is signed anew, the last by the root's key, each
 * other by the key of its place. Promises: FZ-DICE-001 to 003 (harnesses/oracles/dice.h).
 */
#include <stdio.h>
#include <string.h>

#include "harnesses/mutators/der_grow.h"
#include "harnesses/mutators/test_signature.h"
#include "harnesses/oracles/dice.h"
#include "harnesses/surface.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/codec/der_writer.h"

/* One certificate more than the judge may take. */
enum { CERTIFICATES_MAX = DICE_CHAIN_MAX_COUNT + 1 };
enum { MAX_LEN = 6144, NOW = 1767225600 /* 2026-01-01 */, ALGORITHM_LEN = 12, LEAF = 2, LAYER = 1, ROOT = 0, KEY_COUNT = 3 };

static struct test_key keys[KEY_COUNT];

static void init(void)
{
	for (unsigned int i = 0; i < KEY_COUNT; i++)
		harness_holds(test_key(i, &keys[i]) == RESULT_OK, "a test key cannot be made");
}

/* Splits input at the lengths that the certificates announce; what is left over is one more, and malformed. */
static size_t split(struct bytes input, struct bytes ders[CERTIFICATES_MAX])
{
	struct reader r = reader_over(input);
	size_t count = 0;

	while (count < CERTIFICATES_MAX && reader_rest(&r).len > 0) {
		struct bytes rest = reader_rest(&r), der = der_reader_take_any(&r, NULL);

		ders[count++] = r.failed == RESULT_OK ? der : rest;
		if (r.failed != RESULT_OK)
			break;
	}
	return count;
}

static void tell(const struct dice_chain_judgement *judgement, struct surface_trace *trace)
{
	static const char *const FAULTS[] = { "accepted", "refused: count", "refused: certificate", "refused: name", "refused: time",
					      "refused: issuer-role", "refused: leaf-role", "refused: measurement", "refused: signature" };

	surface_fold(trace, judgement->at);
	surface_fold(trace, judgement->parsed);
	surface_outcome(trace, FAULTS[judgement->fault]);
}

static void run(struct bytes input, struct surface_trace *trace)
{
	struct bytes ders[CERTIFICATES_MAX];
	size_t count = split(input, ders);
	struct dice_chain_rules rules = { .root_spki = BYTES_OF(keys[ROOT].key.spki), .at_time = NOW };
	struct dice_chain_judgement judgement = dice_chain_judge(ders, count, &rules);

	for (size_t i = 0; i < count; i++) {
		struct dice_certificate certificate;

		if (dice_certificate_parse(ders[i], &certificate) != RESULT_OK)
			continue;
		FZ_DICE_001_library_reads_the_same(ders[i], &certificate);
		FZ_DICE_003_counts_are_bounded(&certificate, count, judgement.fault);
	}
	if (judgement.fault == DICE_CHAIN_HOLDS)
		FZ_DICE_002_holding_means_certified(ders, count, rules.root_spki);
	tell(&judgement, trace);
}

static enum result sign(const void *context, struct bytes digest, struct buffer room, struct bytes *ret_der)
{
	struct crypto_sha256 copy;

	memcpy(copy.at, digest.at, sizeof(copy.at));
	return test_sign(context, &copy, room, ret_der);
}

/* The same certificate with a signature of this key; empty when it has no part that could be signed. */
static struct bytes sign_anew(struct bytes der, const struct test_key *key, struct buffer room)
{
	static const uint8_t ALGORITHM[ALGORITHM_LEN] = { 0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02 };
	static const uint8_t NO_UNUSED_BITS = 0;
	struct reader all = reader_over(der), r = der_reader_open(&all, DER_SEQUENCE);
	struct bytes tbs = der_reader_take_any(&r, NULL), signature, signed_anew;
	uint8_t signature_room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct der_writer w = der_writer_over(room);
	struct crypto_sha256 digest;

	if (r.failed != RESULT_OK || crypto_sha256(tbs, &digest) != RESULT_OK ||
	    test_sign(key, &digest, BUFFER_OF(signature_room), &signature) != RESULT_OK)
		return bytes_from(NULL, 0);
	der_writer_put(&w, signature);
	der_writer_put(&w, BYTES_OF(NO_UNUSED_BITS));
	der_writer_put_head(&w, DER_BIT_STRING, 0);
	der_writer_put(&w, BYTES_OF(ALGORITHM));
	der_writer_put(&w, tbs);
	der_writer_put_head(&w, DER_SEQUENCE, 0);
	return der_writer_finish(&w, &signed_anew) == RESULT_OK ? signed_anew : bytes_from(NULL, 0);
}

static struct bytes repair(struct bytes input, struct buffer room)
{
	struct bytes ders[CERTIFICATES_MAX], mended;
	size_t count = split(input, ders);
	struct writer w = writer_over(room);

	for (size_t i = 0; i < count; i++) {
		uint8_t anew[MAX_LEN];
		const struct test_key *key = i + 1 == count ? &keys[ROOT] : &keys[LAYER];
		struct bytes der = sign_anew(ders[i], key, BUFFER_OF(anew));

		if (der.len == 0)
			return der;
		writer_bytes(&w, der);
	}
	return writer_finish(&w, &mended) == RESULT_OK ? mended : bytes_from(NULL, 0);
}

/* What is written, by whom it is signed, what is replaced in it, and what must follow. */
static const struct seed {
	const char *name, *reaches;
	enum dice_role leaf, layer;
	unsigned int top_signer;
	const char *from, *to; /* of equal length, in the layer's certificate; NULL: nothing */
	size_t len;
} SEEDS[] = {
	{ "good", "accepted", DICE_ATTESTATION_KEY, DICE_LAST_LAYER, ROOT, NULL, NULL, 0 },
	{ "leaf-may-certify", "refused: leaf-role", DICE_LAST_LAYER, DICE_LAYER, ROOT, NULL, NULL, 0 },
	{ "issuer-may-not", "refused: issuer-role", DICE_ATTESTATION_KEY, DICE_ATTESTATION_KEY, ROOT, NULL, NULL, 0 },
	{ "top-by-another", "refused: signature", DICE_ATTESTATION_KEY, DICE_LAST_LAYER, LEAF, NULL, NULL, 0 },
	{ "usage-contradicts", "refused: certificate", DICE_ATTESTATION_KEY, DICE_LAST_LAYER, ROOT, "\x03\x02\x02\x04", "\x03\x02\x07\x80", 4 },
	{ "since-1970", "refused: signature", DICE_ATTESTATION_KEY, DICE_LAST_LAYER, ROOT, "180322", "700322", 6 },
	{ "day-30-of-february", "refused: certificate", DICE_ATTESTATION_KEY, DICE_LAST_LAYER, ROOT, "180322", "180230", 6 },
	{ "other-vendor", "refused: measurement", DICE_ATTESTATION_KEY, DICE_LAST_LAYER, ROOT, "vendor", "rodnev", 6 },
};

static struct bytes write_one(const struct seed *seed, unsigned int at, struct buffer room)
{
	static const uint8_t measured[CRYPTO_SHA256_LEN] = { 0x77 };
	struct dice_tcb_info info = { .vendor = bytes_of_text("vendor.example"), .model = bytes_of_text("m"), .has_svn = true, .svn = 1,
				      .has_layer = true, .layer = at, .fwid_count = 1 };
	struct dice_certificate_request request = { .issuer_spki = BYTES_OF(keys[at - 1].key.spki),
						    .subject_spki = BYTES_OF(keys[at].key.spki),
						    .role = at == LEAF ? seed->leaf : seed->layer, .tcb_info = &info };
	struct dice_signer signer = { .sign = sign, .context = at == LEAF ? &keys[LAYER] : &keys[seed->top_signer] };
	struct bytes der;

	info.fwids[0] = (struct dice_fwid){ CRYPTO_SHA256, BYTES_OF(measured) };
	harness_holds(dice_certificate_write(&request, &signer, room, &der) == RESULT_OK, "a seed cannot be written");
	return der;
}

/* How often something more stands in the layer's certificate, or the certificate itself in the chain. */
static const struct crowd {
	const char *name, *reaches;
	unsigned int extensions, fwids, layers;
} CROWDS[] = {
	{ "extensions-14", "accepted", 9, 0, 1 },
	{ "extensions-15", "accepted", 10, 0, 1 },
	{ "extensions-16", "refused: certificate", 11, 0, 1 },
	{ "extensions-17", "refused: certificate", 12, 0, 1 },
	{ "fwids-4", "accepted", 0, 3, 1 },
	{ "fwids-5", "refused: certificate", 0, 4, 1 },
	{ "fwids-6", "refused: certificate", 0, 5, 1 },
	{ "certificates-8", "refused: issuer-role", 0, 0, 7 },
	{ "certificates-9", "refused: count", 0, 0, 8 },
};

/* `more` in front of the element that begins `before` the mark. */
static struct bytes grow(struct bytes der, const char *mark, size_t before, struct bytes more)
{
	static uint8_t rooms[2][MAX_LEN];
	struct buffer room = der.at == rooms[0] ? BUFFER_OF(rooms[1]) : BUFFER_OF(rooms[0]);
	const uint8_t *found = memmem(der.at, der.len, mark, strlen(mark));

	harness_holds(found != NULL, "a seed lacks what is to be repeated");
	der = der_grow(der, (size_t)(found - der.at) - before, more, room);
	harness_holds(der.len > 0, "a seed can't grow");
	return der;
}

static struct bytes crowd_layer(const struct crowd *crowd, struct bytes der)
{
	static const char KEY_USAGE[] = "\x06\x03\x55\x1d\x0f", SHA256_AND_DIGEST[] = "\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x04\x20";
	uint8_t extension[] = { 0x30, 0x07, 0x06, 0x03, 0x2a, 0x03, 0x00, 0x04, 0x00 };
	uint8_t fwid[2 + sizeof(SHA256_AND_DIGEST) - 1 + CRYPTO_SHA256_LEN] = { 0x30, sizeof(fwid) - 2 };

	memcpy(fwid + 2, SHA256_AND_DIGEST, sizeof(SHA256_AND_DIGEST) - 1);
	for (unsigned int i = 0; i < crowd->extensions; i++) {
		extension[6] = (uint8_t)(i + 1);
		der = grow(der, KEY_USAGE, 2, BYTES_OF(extension));
	}
	for (unsigned int i = 0; i < crowd->fwids; i++)
		der = grow(der, SHA256_AND_DIGEST, 2, BYTES_OF(fwid));
	return der;
}

static void make_crowd(const struct seed_sink *sink, const struct crowd *crowd)
{
	uint8_t room[MAX_LEN], one[DICE_CERTIFICATE_MAX_LEN], anew[MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes seed, layer;

	writer_u8(&w, 0);
	writer_bytes(&w, write_one(&SEEDS[0], LEAF, BUFFER_OF(one)));
	layer = sign_anew(crowd_layer(crowd, write_one(&SEEDS[0], LAYER, BUFFER_OF(one))), &keys[ROOT], BUFFER_OF(anew));
	for (unsigned int i = 0; i < crowd->layers; i++)
		writer_bytes(&w, layer);
	harness_holds(layer.len > 0 && writer_finish(&w, &seed) == RESULT_OK, "a seed is too long");
	sink->add(sink->context, crowd->name, crowd->reaches, seed);
}

static void make_seeds(const struct seed_sink *sink)
{
	for (size_t i = 0; i < sizeof(SEEDS) / sizeof(SEEDS[0]); i++) {
		uint8_t room[MAX_LEN], one[DICE_CERTIFICATE_MAX_LEN];
		struct writer w = writer_over(BUFFER_OF(room));
		struct bytes seed, layer;

		writer_u8(&w, 0);
		writer_bytes(&w, write_one(&SEEDS[i], LEAF, BUFFER_OF(one)));
		layer = write_one(&SEEDS[i], LAYER, BUFFER_OF(one));
		if (SEEDS[i].from) {
			uint8_t *found = memmem(layer.at, layer.len, SEEDS[i].from, SEEDS[i].len);

			harness_holds(found != NULL, "a seed lacks what is to be replaced");
			memcpy(found, SEEDS[i].to, SEEDS[i].len);
		}
		writer_bytes(&w, layer);
		harness_holds(writer_finish(&w, &seed) == RESULT_OK, "a seed is too long");
		sink->add(sink->context, SEEDS[i].name, SEEDS[i].reaches, seed);
	}
	for (size_t i = 0; i < sizeof(CROWDS) / sizeof(CROWDS[0]); i++)
		make_crowd(sink, &CROWDS[i]);
}

static const char *const DICTIONARY[] = { "\\x06\\x03\\x55\\x1d\\x0f", "\\x06\\x03\\x55\\x1d\\x13", "\\x06\\x06\\x67\\x81\\x05\\x05\\x04\\x01",
					  "\\x06\\x06\\x67\\x81\\x05\\x05\\x04\\x05", "\\x01\\x01\\xff", "\\x30\\x03\\x01\\x01\\xff", "180322235959Z", NULL };

extern const struct surface surface_dice_chain;
const struct surface surface_dice_chain = {
	.enters = "dice_chain_judge",
	.max_len = MAX_LEN,
	.init = init,
	.run = run,
	.repair = repair,
	.make_seeds = make_seeds,
	.dictionary = DICTIONARY,
};
