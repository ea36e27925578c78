/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever can have the attestation key sign bytes of his own writes the unit's evidence himself.
 *
 * Control:  the client key signs a TLS handshake, in the words that TLS 1.3 puts around it; the token whose claims are
 *           forged was appraised well.
 * Proof:    no signature over digests of forged tokens, asked of every key and of every command by its number, verifies under the
 *           attestation key, as a digest or hashed once more; nor does the client key sign them bare. The client key is none
 *           of those by which the unit attests.
 * Blind to: structures other than tokens; commands that take a digest among other fields.
 * Defects:  client_command_signs_with_the_attestation_key, client_key_signs_bare_hashes, client_key_is_the_attestation_key.
 */
#include <string.h>

#include "conformance/check_appraisal.h"
#include "conformance/check_device.h"
#include "conformance/readers/cose_envelope.h"
#include "conformance/readers/raw_signature.h"
#include "reference-impl/base/writer.h"

enum { CHALLENGE_LEN = 32, LONG_HASH_LEN = 48, COMMANDS = 64, DER_TAG = 0x30, DER_MAX = 72 };

/* A key that must not have signed, and what it must not have signed. */
struct oracle {
	struct bytes key, client;
	struct crypto_sha256 digest, hashed; /* the latter: of the former, as a signer that hashes takes it */
};

/* Is a DER or a raw signature by that key anywhere in the answer? */
static bool holds_signature(struct bytes answer, struct bytes key, struct bytes digest)
{
	const size_t half = CRYPTO_P256_SCALAR_LEN;

	for (size_t at = 0; at + 2 * half <= answer.len; at++) {
		size_t der_len = at + 2 <= answer.len ? (size_t)answer.at[at + 1] + 2 : 0;

		if (raw_signature_verify(key, digest, bytes_from(answer.at + at, half), bytes_from(answer.at + at + half, half)) == RESULT_OK)
			return true;
		if (answer.at[at] == DER_TAG && der_len <= DER_MAX && at + der_len <= answer.len &&
		    crypto_p256_verify(key, digest, bytes_from(answer.at + at, der_len)) == RESULT_OK)
			return true;
	}
	return false;
}

static void must_be_no_forgery(struct bench *b, const struct oracle *o, struct bytes answer)
{
	if (answer.len == 0 || decided(b))
		return;
	must_be_so(b, !holds_signature(answer, o->key, BYTES_OF(o->digest.at)) && !holds_signature(answer, o->key, BYTES_OF(o->hashed.at)),
		   "nothing has the attestation key sign evidence that the unit did not make");
	must_be_so(b, o->client.len == 0 || !holds_signature(answer, o->client, BYTES_OF(o->digest.at)),
		   "the client key signs the words of TLS and no bare digest");
}

/* The token's claims with one bit of the first measurement changed. */
static bool forge(struct bench *b, struct bytes evidence, struct oracle *o)
{
	uint8_t payload[EAT_TOKEN_MAX_LEN];
	struct cose_envelope envelope;
	struct bytes claims;

	given_that(b, cose_envelope_read(evidence, &envelope, NULL) == RESULT_OK, "the evidence is a COSE_Sign1");
	if (decided(b))
		return false;
	claims = walked_content(&envelope.payload);
	if (claims.len == 0 || claims.len > sizeof(payload))
		return false;
	memcpy(payload, claims.at, claims.len);
	payload[claims.len / 2] ^= 0x01;
	return cose_envelope_digest(walked_content(&envelope.protected_header), bytes_from(NULL, 0), bytes_from(payload, claims.len),
				    &o->digest) == RESULT_OK &&
	       crypto_sha256(BYTES_OF(o->digest.at), &o->hashed) == RESULT_OK;
}

/* RFC 8446 section 4.4.3 */
static bool is_tls_signature(struct bytes spki, struct bytes hash, struct bytes signature)
{
	uint8_t text[160];
	struct writer w = writer_over(BUFFER_OF(text));
	struct crypto_sha256 digest;

	writer_fill(&w, ' ', 64);
	writer_text(&w, "TLS 1.3, client CertificateVerify");
	writer_u8(&w, 0);
	writer_bytes(&w, hash);
	return crypto_sha256(bytes_from(text, w.used), &digest) == RESULT_OK &&
	       crypto_p256_verify(spki, BYTES_OF(digest.at), signature) == RESULT_OK;
}

static void ask_keys(struct bench *b, const struct oracle *o)
{
	static const char *const templates[] = { NULL, "ak", "client" };
	uint8_t long_hash[LONG_HASH_LEN] = { 0 };

	memcpy(long_hash, o->digest.at, sizeof(o->digest.at));
	for (size_t i = 0; i < sizeof(templates) / sizeof(templates[0]) && !decided(b); i++) {
		must_be_no_forgery(b, o, key_sign(b, templates[i], BYTES_OF(o->digest.at)).signature);
		must_be_no_forgery(b, o, key_sign(b, templates[i], BYTES_OF(long_hash)).signature);
	}
}

static void ask_commands(struct bench *b, const struct oracle *o, const char *name)
{
	unsigned int answered = 0;

	for (unsigned int command = 0; command < COMMANDS && !decided(b); command++) {
		struct bytes answer = raw_message(b, name, command, BYTES_OF(o->digest.at)).bytes;

		answered += answer.len > 0;
		must_be_no_forgery(b, o, answer);
	}
	given_that(b, answered > 0, "the unit answers raw messages");
}

static void run(struct bench *b)
{
	struct key_answer made = key_create(b, "client", bytes_from(NULL, 0));
	struct bytes hash = challenge(b, "handshake", CHALLENGE_LEN);
	struct attestation real;
	struct attester attester;
	struct oracle oracle = { .client = made.public_key };
	const char *name;

	given_that(b, raw_entry(b, 0) != NULL, "target.json names an entry for raw messages");
	given_that(b, made.reply.given && key_activate(b, "client", made.public_key, bytes_from(NULL, 0)).reply.given, "the unit makes a client key");
	if (!attester_find(b, &attester))
		return;
	real = attest(b, challenge(b, "token", CHALLENGE_LEN), NULL);
	given_that(b, real.reply.given && appraise_answer(b, &attester, &real).holds, "the token as it came is appraised well");
	oracle.key = attester.key;
	must_be_so(b, !bytes_equal(made.public_key, attester.key), "the client key is another than the attestation key");
	if (decided(b) || !forge(b, real.evidence, &oracle))
		return;
	ask_keys(b, &oracle);
	for (unsigned int i = 0; !decided(b) && (name = raw_entry(b, i)) != NULL; i++)
		ask_commands(b, &oracle, name);
	given_that(b, is_tls_signature(made.public_key, hash, key_sign(b, "client", hash).signature), "the client key signs a TLS handshake");
}

static const char *const NEEDS[] = { "device.attest", "device.entry", "device.key", NULL };

CHECK(signs_nothing_like_evidence) = {
	.requirement = "hardware_root_of_trust/secrets_stay_inside",
	.needs = NEEDS,
	.spends = SPENDS_UNIT,
	.run = run,
};
