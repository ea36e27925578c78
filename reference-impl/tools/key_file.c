/* SPDX-License-Identifier: Apache-2.0 */
/* Reads and makes keys; text that held a secret is wiped before its memory goes back. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/crypto/pem.h"
#include "reference-impl/tools/key_file.h"
#include "reference-impl/tools/whole_file.h"

enum { KEY_FILE_MAX_LEN = 16384, PEM_MAX_LEN = 1024 };

static enum result complain(const char *path, const char *wanted, enum result result)
{
	fprintf(stderr, "%s: %s: is not %s: %s\n", program_invocation_short_name, path, wanted, result_sentence(result));
	return result;
}

static void release(struct buffer text)
{
	secret_wipe(text);
	free(text.at);
}

enum result key_file_read_private(const char *path, struct crypto_p256_key *ret_key)
{
	struct buffer text;
	enum result result = whole_file_read(path, KEY_FILE_MAX_LEN, &text);

	if (result != RESULT_OK)
		return result;
	result = pem_read_p256_key(bytes_of_buffer(text), ret_key);
	release(text);
	return result == RESULT_OK ? result : complain(path, "a P-256 private key in PEM", result);
}

static enum result spki_of_private(struct bytes text, uint8_t ret_spki[CRYPTO_P256_SPKI_LEN])
{
	struct crypto_p256_key key;
	enum result result = pem_read_p256_key(text, &key);

	if (result == RESULT_OK)
		memcpy(ret_spki, key.spki, sizeof(key.spki));
	crypto_p256_release(&key);
	return result;
}

static enum result spki_of(struct bytes text, uint8_t ret_spki[CRYPTO_P256_SPKI_LEN])
{
	struct bytes rest = text, der;
	uint8_t room[PEM_MAX_LEN];
	enum result result = pem_read(&rest, "PUBLIC KEY", BUFFER_OF(room), &der);

	if (result == RESULT_NOT_FOUND)
		return spki_of_private(text, ret_spki);
	if (result == RESULT_OK && der.len != CRYPTO_P256_SPKI_LEN)
		result = RESULT_UNSUPPORTED;
	if (result == RESULT_OK)
		memcpy(ret_spki, der.at, der.len);
	return result;
}

enum result key_file_read_public(const char *path, uint8_t ret_spki[CRYPTO_P256_SPKI_LEN])
{
	struct buffer text;
	enum result result = whole_file_read(path, KEY_FILE_MAX_LEN, &text);

	if (result != RESULT_OK)
		return result;
	result = spki_of(bytes_of_buffer(text), ret_spki);
	release(text);
	return result == RESULT_OK ? result : complain(path, "a P-256 public key in PEM", result);
}

static enum result write_private(const char *path, const struct crypto_p256_key *key)
{
	uint8_t room[PEM_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes text;
	enum result result = pem_write_p256_key(&w, key);

	if (result == RESULT_OK)
		result = writer_finish(&w, &text);
	if (result == RESULT_OK)
		result = whole_file_create(path, text, 0600);
	secret_wipe(BUFFER_OF(room));
	return result;
}

static enum result write_public(const char *path, const struct crypto_p256_key *key)
{
	uint8_t room[PEM_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes text;
	char name[4096];
	int len = snprintf(name, sizeof(name), "%s.pub", path);
	enum result result;

	pem_write(&w, "PUBLIC KEY", BYTES_OF(key->spki));
	result = writer_finish(&w, &text);
	if (len < 0 || (size_t)len >= sizeof(name))
		result = RESULT_TOO_LARGE;
	return result == RESULT_OK ? whole_file_create(name, text, 0644) : result;
}

enum result key_file_create(const char *path)
{
	struct crypto_p256_key key;
	enum result result = crypto_p256_generate(&key);

	if (result == RESULT_OK)
		result = write_private(path, &key);
	if (result == RESULT_OK)
		result = write_public(path, &key);
	crypto_p256_release(&key);
	return result;
}
