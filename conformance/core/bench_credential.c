/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A seed under the endorsement key, and under keys derived from the seed and the other key's
 * name the secret and its integrity: TPM 2.0 Library, Part 1, sections 11.4.10.2 (KDFa) and 24.
 */
#include "conformance/core/bench_credential.h"

#include <stdio.h>
#include <string.h>

#include "conformance/core/base64_json.h"
#include "reference-impl/base/secret.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/crypto/tpm_credential.h"

enum { SPKI_MAX = 600, NAME_MAX = 66, SECRET_MAX = 32, SEED_LEN = CRYPTO_SHA256_LEN, ID_OBJECT_MAX = 160 };

struct order {
	uint8_t spki_room[SPKI_MAX], name_room[NAME_MAX], secret_room[SECRET_MAX];
	struct bytes spki, name, secret;
};

/* KDFa with SHA-256, one block: counter || label NUL || context || bits. */
static enum result kdfa(struct bytes key, const char *label, struct bytes context, uint32_t bits, struct crypto_sha256 *ret_key)
{
	uint8_t room[256];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes message;

	writer_u32_be(&w, 1);
	writer_text(&w, label);
	writer_u8(&w, 0);
	writer_bytes(&w, context);
	writer_u32_be(&w, bits);
	if (writer_finish(&w, &message) != RESULT_OK)
		return RESULT_TOO_LARGE;
	return crypto_hmac_sha256(key, message, ret_key);
}

/* TPM2B of the secret, encrypted under the storage key, and the HMAC over it and the name. */
static enum result protect(const struct order *order, struct bytes seed, struct writer *w)
{
	uint8_t room[SECRET_MAX + 2], both[SECRET_MAX + 2 + NAME_MAX];
	struct writer identity = writer_over(BUFFER_OF(room)), signed_part = writer_over(BUFFER_OF(both));
	struct crypto_sha256 storage, integrity, tag;
	struct bytes message;
	size_t len = order->secret.len + 2;
	enum result result = kdfa(seed, "STORAGE", order->name, 128, &storage);

	writer_u16_be(&identity, (uint16_t)order->secret.len);
	writer_bytes(&identity, order->secret);
	if (result == RESULT_OK)
		result = kdfa(seed, "INTEGRITY", bytes_from("", 0), 256, &integrity);
	if (result == RESULT_OK)
		result = tpm_aes128_cfb_encrypt(bytes_from(storage.at, TPM_AES128_KEY_LEN), bytes_from(room, len),
						(struct buffer){ room, len });
	writer_bytes(&signed_part, bytes_from(room, len));
	writer_bytes(&signed_part, order->name);
	if (result == RESULT_OK)
		result = writer_finish(&signed_part, &message);
	if (result == RESULT_OK)
		result = crypto_hmac_sha256(BYTES_OF(integrity.at), message, &tag);
	if (result != RESULT_OK)
		return result;
	writer_u16_be(w, (uint16_t)(2 + sizeof(tag.at) + len));
	writer_u16_be(w, sizeof(tag.at));
	writer_bytes(w, BYTES_OF(tag.at));
	writer_bytes(w, bytes_from(room, len));
	return RESULT_OK;
}

static enum result seal(const struct order *order, struct writer *blob, struct writer *secret)
{
	uint8_t seed[SEED_LEN], cipher_room[TPM_RSA_MODULUS_MAX_LEN];
	struct bytes cipher;
	enum result result = crypto_random(BUFFER_OF(seed));
	const struct tpm_oaep oaep = { .spki = order->spki, .label = bytes_from("IDENTITY", 9), .plain = BYTES_OF(seed) };

	if (result == RESULT_OK)
		result = tpm_rsa_oaep_encrypt(&oaep, BUFFER_OF(cipher_room), &cipher);
	if (result == RESULT_OK)
		result = protect(order, BYTES_OF(seed), blob);
	if (result == RESULT_OK) {
		writer_u16_be(secret, (uint16_t)cipher.len);
		writer_bytes(secret, cipher);
	}
	secret_wipe(BUFFER_OF(seed));
	return result;
}

void bench_make_credential(const json_t *params, struct answer *ret_answer)
{
	uint8_t blob_room[ID_OBJECT_MAX], secret_room[TPM_RSA_MODULUS_MAX_LEN + 2];
	struct writer blob = writer_over(BUFFER_OF(blob_room)), secret = writer_over(BUFFER_OF(secret_room));
	struct order order;
	enum result result = RESULT_MALFORMED;

	*ret_answer = (struct answer){ .kind = ANSWER_GIVEN };
	if (base64_json_read(json_object_get(params, "spki"), BUFFER_OF(order.spki_room), &order.spki) &&
	    base64_json_read(json_object_get(params, "name"), BUFFER_OF(order.name_room), &order.name) &&
	    base64_json_read(json_object_get(params, "secret"), BUFFER_OF(order.secret_room), &order.secret))
		result = seal(&order, &blob, &secret);
	if (result == RESULT_OK)
		ret_answer->result = json_pack("{s:o, s:o}", "blob", base64_json(bytes_from(blob_room, writer_needed(&blob))), "secret",
					       base64_json(bytes_from(secret_room, writer_needed(&secret))));
	if (ret_answer->result == NULL) {
		ret_answer->kind = ANSWER_ERROR;
		(void)snprintf(ret_answer->reason, sizeof(ret_answer->reason), "the suite cannot make a credential: %s",
			       result_sentence(result));
	}
}
