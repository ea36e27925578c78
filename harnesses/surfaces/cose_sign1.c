/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The COSE_Sign1 parser and verifier, entered with any message and one trusted key.
 *
 * Raw: the input is the message. Repaired: its headers and payload are the fuzzer's, and a test key signs
 * them (harnesses/mutators/cose_mend.h). Promises: FZ-COSE-001 to 005 (harnesses/oracles/cose.h).
 */
#include <stdio.h>

#include "harnesses/mutators/cose_mend.h"
#include "harnesses/oracles/cose.h"
#include "harnesses/surface.h"
#include "reference-impl/base/text.h"
#include "reference-impl/base/writer.h"

enum { MAX_LEN = 2048, SEED_MAX_LEN = 512, BITS_CHANGED = 4, ATTACKER = TEST_KEY_ATTACKER * COSE_MEND_SIGNER };

static const int64_t UNDERSTOOD[] = { 33 };
static const struct cose_sign1_profile PROFILE = { COSE_TAG_OPTIONAL, CBOR_TOLERANT, UNDERSTOOD, 1 };
static struct test_key keys[TEST_KEY_COUNT];
static struct cose_judge judge;

static void init(void)
{
	for (unsigned int i = 0; i < TEST_KEY_COUNT; i++)
		harness_holds(test_key(i, &keys[i]) == RESULT_OK, "a test key cannot be made");
	judge = (struct cose_judge){ &PROFILE, { COSE_ES256, BYTES_OF(keys[TEST_KEY_TRUSTED].key.spki) }, { NULL, 0 } };
}

static void tell(struct surface_trace *trace, const char *stage, enum result result)
{
	char outcome[sizeof(trace->outcome)];

	(void)snprintf(outcome, sizeof(outcome), "%s: %s", stage, result_name(result));
	surface_outcome(trace, outcome);
}

static void hold_accepted(struct bytes input, const struct cose_sign1 *message)
{
	struct crypto_sha256 choice;

	FZ_COSE_001_accepted_means_signed(input, &judge);
	FZ_COSE_002_algorithm_is_protected(input, &judge);
	FZ_COSE_004_key_is_for_one_algorithm(&judge, message);
	harness_holds(crypto_sha256(input, &choice) == RESULT_OK, "an input cannot be hashed");
	for (size_t i = 0; i < 2 * BITS_CHANGED; i += 2)
		FZ_COSE_003_one_bit_changed_is_refused(&judge, input, message, (uint64_t)choice.at[i] << 8 | choice.at[i + 1]);
}

static void run(struct bytes input, struct surface_trace *trace)
{
	struct cose_sign1 message;
	enum result result = cose_sign1_parse(input, &PROFILE, &message);

	if (result != RESULT_OK) {
		tell(trace, "parse", result);
		return;
	}
	surface_fold(trace, message.payload.len);
	FZ_COSE_005_detached_is_asked_for(&judge, &message);
	result = cose_sign1_verify(&message, &judge.key, judge.external_aad);
	if (result != RESULT_OK) {
		tell(trace, "verify", result);
		return;
	}
	hold_accepted(input, &message);
	surface_outcome(trace, "accepted");
}

static struct bytes repair(struct bytes input, struct buffer room)
{
	return cose_mend(input, keys, room);
}

/* What is signed, by whom, and what must follow. */
static const struct seed {
	const char *name, *reaches, *protected, *unprotected;
	unsigned int how;
} SEEDS[] = {
	{ "good", "accepted", "a10126", "a0", 0 },
	{ "kid", "accepted", "a10126", "a104423131", 0 },
	{ "protected-kid", "accepted", "a2012604423131", "a0", 0 },
	{ "untagged", "accepted", "a10126", "a0", COSE_MEND_UNTAGGED },
	{ "wide-heads", "accepted", "a118013806", "b800", COSE_MEND_WIDE_HEADER | COSE_MEND_WIDE_PAYLOAD },
	{ "unsorted", "accepted", "a2044231310126", "a0", 0 },
	{ "content-type", "accepted", "a20126031900f0", "a0", 0 },
	{ "crit-understood", "accepted", "a3012602811821182100", "a0", 0 },
	{ "nested-header", "accepted", "a10126", "a107828343a10126a04161f6", 0 },
	{ "other-algorithm-of-curve", "verify: refused", "a10128", "a0", 0 },
	{ "detached", "verify: refused", "a10126", "a0", COSE_MEND_DETACHED },
	{ "other-key", "verify: bad-signature", "a10126", "a0", ATTACKER },
	{ "es384", "parse: unsupported", "a1013822", "a0", 0 },
	{ "hmac", "parse: unsupported", "a10105", "a0", 0 },
	{ "no-header", "parse: refused", "", "a0", 0 },
	{ "empty-header", "parse: refused", "a0", "a0", 0 },
	{ "alg-unprotected", "parse: refused", "a0", "a10126", 0 },
	{ "alg-in-both", "parse: refused", "a10126", "a10126", 0 },
	{ "alg-twice", "parse: refused", "a20126180126", "a0", 0 },
	{ "kid-in-both", "parse: refused", "a2012604423131", "a104423131", 0 },
	{ "crit-empty", "parse: refused", "a201260280", "a0", 0 },
	{ "crit-unknown", "parse: refused", "a3012602811822182200", "a0", 0 },
	{ "crit-absent", "parse: refused", "a2012602811821", "a1182100", 0 },
	{ "crit-unprotected", "parse: refused", "a10126", "a1028101", 0 },
	{ "indefinite-header", "parse: refused", "bf0126ff", "a0", 0 },
	{ "header-with-a-tail", "parse: malformed", "a1012600", "a0", 0 },
	{ "header-is-array", "parse: malformed", "80", "a0", 0 },
};

static struct bytes input_of(const struct seed *seed, struct buffer room)
{
	uint8_t protected_room[64], unprotected_room[64];
	struct writer w = writer_over(room);
	struct bytes protected, unprotected, input;

	harness_holds(text_read_hex(bytes_of_text(seed->protected), BUFFER_OF(protected_room), &protected) == RESULT_OK &&
		      text_read_hex(bytes_of_text(seed->unprotected), BUFFER_OF(unprotected_room), &unprotected) == RESULT_OK,
		      "a seed is no hexadecimal");
	writer_u8(&w, (uint8_t)seed->how);
	writer_u8(&w, (uint8_t)protected.len);
	writer_bytes(&w, protected);
	writer_u8(&w, (uint8_t)unprotected.len);
	writer_bytes(&w, unprotected);
	writer_text(&w, "This is the content.");
	harness_holds(writer_finish(&w, &input) == RESULT_OK, "a seed is too long");
	return input;
}

/* Each seed twice: mended by the engine, and as the message that mending makes of it. */
static void make_seeds(const struct seed_sink *sink)
{
	for (size_t i = 0; i < sizeof(SEEDS) / sizeof(SEEDS[0]); i++) {
		uint8_t mended[SEED_MAX_LEN] = { 1 }, raw[SEED_MAX_LEN] = { 0 };
		char name[64];
		struct bytes input = input_of(&SEEDS[i], (struct buffer){ mended + 1, sizeof(mended) - 1 });
		struct bytes message = repair(input, (struct buffer){ raw + 1, sizeof(raw) - 1 });

		(void)snprintf(name, sizeof(name), "mended-%s", SEEDS[i].name);
		sink->add(sink->context, name, SEEDS[i].reaches, bytes_from(mended, 1 + input.len));
		sink->add(sink->context, SEEDS[i].name, SEEDS[i].reaches, bytes_from(raw, 1 + message.len));
	}
}

static const char *const DICTIONARY[] = { "\\xd2\\x84", "\\xd1\\x84", "\\xd8\\x62\\x84", "\\x43\\xa1\\x01\\x26", "\\xa1\\x01\\x26",
					  "\\xa1\\x01\\x28", "\\xa1\\x01\\x38\\x22", "\\x40\\xa1\\x01\\x26", "\\x41\\xa0",
					  "\\xa1\\x04\\x42\\x31\\x31", "\\x02\\x81\\x01", "\\x02\\x80", "\\x18\\x21", "\\xf6\\x58\\x40",
					  "\\x58\\x40", "\\x18\\x01", NULL };

extern const struct surface surface_cose_sign1;
const struct surface surface_cose_sign1 = {
	.enters = "cose_sign1_parse",
	.max_len = MAX_LEN,
	.init = init,
	.run = run,
	.repair = repair,
	.make_seeds = make_seeds,
	.dictionary = DICTIONARY,
};
