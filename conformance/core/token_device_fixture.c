/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates once, by the suite's forgers; a token for each challenge. */

#include "conformance/core/token_device_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/base64_json.h"
#include "conformance/reader.h"
#include "reference-impl/base/vectors_fixture.h"

enum { CHALLENGE_ROOM = 256, SEED_MARK_LEN = 32 };

static void demand(bool met)
{
	if (!met)
		abort();
}

static enum result sign_with(void *context, struct bytes digest, struct buffer room, struct bytes *ret_signature)
{
	return crypto_p256_sign(context, digest, room, ret_signature);
}

/* The bytes with one region replaced, mended and signed. */
static struct bytes forge(const char *format, struct bytes from, struct forge_order order, const struct crypto_p256_key *key, struct buffer room)
{
	struct crypto_p256_key signing = *key;
	const struct suite_signer signer = { &signing, BYTES_OF(signing.spki), sign_with };
	struct bytes forged;

	order.act = FORGE_REPLACE;
	order.mend_lengths = true;
	order.signer = &signer;
	demand(format_by_name(format)->forger->forge(from, &order, room, &forged) == RESULT_OK);
	return forged;
}

/* The published certificate, of another subject's key and signed by another issuer's. */
static struct bytes certify(const char *vector, const struct crypto_p256_key *subject, const struct crypto_p256_key *issuer, struct buffer room)
{
	struct forge_order order = { .region = "0.tbs.key", .with = BYTES_OF(subject->spki) };
	char path[VECTORS_PATH_MAX];
	struct bytes certificate;
	struct buffer file;

	demand(vectors_path(vector, path));
	file = vectors_read(path);
	certificate = forge("dice_chain", bytes_of_buffer(file), order, issuer, room);
	free(file.at);
	return certificate;
}

bool token_device_init(struct token_device *d, enum token_flaw flaw)
{
	static const char LEAF[] = "dice/tcg-chains/ok_two_fwids/0.der", ISSUER[] = "dice/tcg-chains/ok_two_fwids/1.der";
	char path[VECTORS_PATH_MAX];

	if (!vectors_path("psa-eat/tokens/bootseed_8.cbor", path))
		return false;
	*d = (struct token_device){ .flaw = flaw };
	demand(crypto_p256_generate(&d->root_key) == RESULT_OK && crypto_p256_generate(&d->issuer_key) == RESULT_OK &&
	       crypto_p256_generate(&d->stranger_key) == RESULT_OK && crypto_p256_generate(&d->leaf_keys[0]) == RESULT_OK &&
	       crypto_p256_generate(&d->leaf_keys[1]) == RESULT_OK);
	if (flaw == TOKEN_ONE_KEY)
		d->leaf_keys[1] = d->leaf_keys[0];
	d->root = certify("dice/keys/tcg_root.der", &d->root_key, &d->root_key, BUFFER_OF(d->root_room));
	d->issuer = certify(ISSUER, &d->issuer_key, flaw == TOKEN_LOST_ROOT ? &d->stranger_key : &d->root_key, BUFFER_OF(d->issuer_room));
	for (unsigned int i = 0; i < TOKEN_UNITS; i++)
		d->leaves[i] = certify(LEAF, &d->leaf_keys[i], &d->issuer_key, BUFFER_OF(d->leaf_rooms[i]));
	return true;
}

static const struct crypto_p256_key *signing_key(const struct token_device *d, unsigned int unit)
{
	if (d->flaw == TOKEN_SIGNED_BY_OTHERS)
		return &d->stranger_key;
	return d->flaw == TOKEN_LEAF_ISSUES ? &d->issuer_key : &d->leaf_keys[unit];
}

static void make_token(struct token_device *d, struct bytes nonce, unsigned int unit)
{
	uint8_t seed[SEED_MARK_LEN] = { (uint8_t)(d->flaw == TOKEN_ONE_SEED ? 1 : d->boots) }, room[TOKEN_ROOM];
	char path[VECTORS_PATH_MAX];
	struct buffer file;
	struct bytes seeded;

	demand(vectors_path("psa-eat/tokens/bootseed_8.cbor", path));
	file = vectors_read(path);
	seeded = forge("psa_token", bytes_of_buffer(file), (struct forge_order){ .region = "payload.boot_seed.value", .with = BYTES_OF(seed) },
		       &d->stranger_key, BUFFER_OF(room));
	d->token = forge("psa_token", seeded, (struct forge_order){ .region = "payload.nonce.value", .with = nonce }, signing_key(d, unit),
			 BUFFER_OF(d->token_room));
	free(file.at);
}

static bool repeats_itself(const struct token_device *d)
{
	return d->token.len > 0 && (d->flaw == TOKEN_CANNED || (d->flaw == TOKEN_GOOD_FOR_EIGHT && d->asked > 8));
}

static json_t *attest(struct token_device *d, unsigned int unit, const json_t *params)
{
	uint8_t room[CHALLENGE_ROOM];
	struct bytes nonce = { 0 };

	demand(base64_json_read(json_object_get(params, "nonce"), BUFFER_OF(room), &nonce));
	d->asked++;
	if (d->flaw == TOKEN_CUT_TO_FIT && nonce.len > CRYPTO_SHA256_LEN)
		nonce.len = CRYPTO_SHA256_LEN;
	if (nonce.len != CRYPTO_SHA256_LEN && nonce.len != CRYPTO_SHA384_LEN && nonce.len != CRYPTO_SHA512_LEN)
		return NULL;
	if (d->flaw == TOKEN_LAST_BYTE_LOST)
		room[nonce.len - 1] = 0;
	if (!repeats_itself(d))
		make_token(d, nonce, unit);
	if (d->flaw == TOKEN_LEAF_ISSUES)
		return json_pack("{s:s, s:o, s:[o]}", "format", "psa-token", "evidence", base64_json(d->token), "chain", base64_json(d->issuer));
	return json_pack("{s:s, s:o, s:[o, o]}", "format", "psa-token", "evidence", base64_json(d->token), "chain", base64_json(d->leaves[unit]),
			 base64_json(d->issuer));
}

static json_t *answer_to(struct token_device *d, const struct question *question)
{
	static const uint8_t DIGEST[CRYPTO_SHA256_LEN] = { 0xab };

	if (strcmp(question->method, "rig.hello") == 0)
		return json_pack("{s:s, s:s, s:[]}", "name", "fake", "serial", "0", "capabilities");
	if (strcmp(question->method, "rig.power") == 0) {
		d->boots++;
		return json_object();
	}
	if (strcmp(question->method, "device.info") == 0)
		return json_pack("{s:s, s:s, s:[o]}", "unit", "0", "hardware", "fake", "firmware", base64_json(BYTES_OF(DIGEST)));
	return attest(d, question->unit, question->params);
}

static void ask(void *context, const struct question *question, struct answer *ret_answer)
{
	bool is_known = strcmp(question->method, "device.attest") == 0 || strcmp(question->method, "device.info") == 0 ||
			strncmp(question->method, "rig.", 4) == 0;

	*ret_answer = (struct answer){ .kind = ANSWER_UNSUPPORTED, .reason = "unsupported", .ms = 1 };
	if (!is_known)
		return;
	ret_answer->result = answer_to(context, question);
	ret_answer->kind = ret_answer->result == NULL ? ANSWER_REFUSED : ANSWER_GIVEN;
	(void)snprintf(ret_answer->reason, sizeof(ret_answer->reason), "%s", ret_answer->result == NULL ? "a challenge of that length" : "");
}

struct link token_device_link(struct token_device *device)
{
	return (struct link){ device, ask };
}

json_t *token_device_facts(const struct token_device *device)
{
	return json_pack("{s:s, s:n, s:s, s:i, s:i, s:n, s:n, s:b, s:[], s:[o], s:n}", "name", "fake", "format", "profile", "root-of-trust",
			 "boot_ms", 20, "units", TOKEN_UNITS, "recovery_console", "download_console", "expendable", 0, "claims", "roots",
			 base64_json(device->root), "settings");
}
