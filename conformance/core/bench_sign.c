/* SPDX-License-Identifier: Apache-2.0 */
/* Made once by the recorder, checked by whoever gets it: a signature of a suite key. */

#include "conformance/core/bench_sign.h"

#include <stdio.h>
#include <string.h>

#include "conformance/core/base64_json.h"
#include "conformance/core/bench.h"

static enum result sign(const struct seed *seed, const json_t *params, struct buffer room, struct bytes *ret_signature)
{
	const char *name = json_string_value(json_object_get(params, "key"));
	uint8_t digest_room[CRYPTO_SHA256_LEN];
	struct bytes digest;
	struct crypto_p256_key key;
	enum result result;

	if (name == NULL || !base64_json_read(json_object_get(params, "digest"), BUFFER_OF(digest_room), &digest))
		return RESULT_MALFORMED;
	result = seed_suite_key(seed, name, &key);
	if (result != RESULT_OK)
		return result;
	result = crypto_p256_sign(&key, digest, room, ret_signature);
	crypto_p256_release(&key);
	return result;
}

void bench_sign_digest(const struct seed *seed, const json_t *params, struct answer *ret_answer)
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct bytes signature;
	enum result result = sign(seed, params, BUFFER_OF(room), &signature);

	*ret_answer = (struct answer){ .kind = ANSWER_GIVEN };
	if (result == RESULT_OK)
		ret_answer->result = json_pack("{s:o}", "signature", base64_json(signature));
	if (ret_answer->result == NULL) {
		ret_answer->kind = ANSWER_ERROR;
		(void)snprintf(ret_answer->reason, sizeof(ret_answer->reason), "the suite cannot sign: %s", result_sentence(result));
	}
}

/* The signature goes into an image: it must be one, whoever wrote it down. */
static enum result ask_for_signature(void *context, struct bytes digest, struct buffer room, struct bytes *ret_signature)
{
	const struct bench_signer *signer = context;
	struct bench *b = signer->bench;
	json_t *params = json_pack("{s:o, s:s}", "digest", base64_json(digest), "key", signer->key_name);
	struct answer answer = { 0 };
	struct bytes signature;
	enum result result = RESULT_INTERNAL;

	if (params != NULL && !bench_is_silent(b)) {
		b->witness->link.ask(b->witness->link.context, &(struct question){ WITNESS_SIGN, 0, BENCH_ASK_MS, params }, &answer);
		result = answer.kind == ANSWER_GIVEN && base64_json_read(json_object_get(answer.result, "signature"), room, &signature) ? RESULT_OK : RESULT_CRYPTO;
	}
	if (result == RESULT_OK)
		result = crypto_p256_verify(BYTES_OF(signer->spki), digest, signature);
	if (result == RESULT_OK)
		*ret_signature = signature;
	json_decref(params);
	answer_release(&answer);
	return result;
}

enum result bench_signer_init(struct bench *b, const char *key_name, struct bench_signer *ret_signer)
{
	struct crypto_p256_key key;
	enum result result = seed_suite_key(b->seed, key_name, &key);

	if (result != RESULT_OK)
		return result;
	*ret_signer = (struct bench_signer){ .bench = b, .key_name = key_name };
	memcpy(ret_signer->spki, key.spki, sizeof(ret_signer->spki));
	crypto_p256_release(&key);
	ret_signer->signer = (struct suite_signer){ ret_signer, BYTES_OF(ret_signer->spki), ask_for_signature };
	return RESULT_OK;
}
