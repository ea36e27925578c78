/* SPDX-License-Identifier: Apache-2.0 */
/* Two certificates from one template: of the root by itself, and of a device key by the root. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/crypto/pem.h"
#include "reference-impl/root_of_trust/dice.h"
#include "reference-impl/tools/key_file.h"
#include "reference-impl/tools/maker_root.h"
#include "reference-impl/tools/whole_file.h"

enum { PEM_MAX_LEN = 4096 };

static enum result complain(const char *path, const char *what, enum result result)
{
	fprintf(stderr, "%s: %s: %s: %s\n", program_invocation_short_name, path, what, result_sentence(result));
	return result;
}

static enum result sign(const void *context, struct bytes digest, struct buffer room, struct bytes *ret_der)
{
	return crypto_p256_sign(context, digest, room, ret_der);
}

/* Nothing is measured of a root or of the bare device: its layers come above. */
static enum result certify(const struct crypto_p256_key *issuer, struct bytes subject_spki, struct buffer room, struct bytes *ret_der)
{
	const struct dice_signer signer = { sign, issuer };
	const struct dice_certificate_request request = { .issuer_spki = BYTES_OF(issuer->spki),
							  .subject_spki = subject_spki,
							  .role = DICE_LAYER };

	return dice_certificate_write(&request, &signer, room, ret_der);
}

static enum result write_pem(const char *path, struct bytes der)
{
	uint8_t room[PEM_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes text;
	enum result result;

	pem_write(&w, "CERTIFICATE", der);
	result = writer_finish(&w, &text);
	return result == RESULT_OK ? whole_file_write(path, text, 0644) : result;
}

enum result maker_root_make(const char *key_path, const char *certificate_path)
{
	uint8_t room[DICE_CERTIFICATE_MAX_LEN];
	struct crypto_p256_key key;
	struct bytes der;
	enum result result = key_file_read_private(key_path, &key);

	if (result != RESULT_OK)
		return result;
	result = certify(&key, BYTES_OF(key.spki), BUFFER_OF(room), &der);
	crypto_p256_release(&key);
	return result == RESULT_OK ? write_pem(certificate_path, der) : complain(certificate_path, "the certificate can't be made", result);
}

/* Another form would be followed by no reader of the devices' layers, or name another issuer than they do. */
static enum result check_root(struct bytes text, const struct crypto_p256_key *key)
{
	uint8_t room[DICE_CERTIFICATE_MAX_LEN];
	struct dice_certificate root;
	struct bytes der;
	enum result result = pem_read(&text, "CERTIFICATE", BUFFER_OF(room), &der);

	if (result == RESULT_OK)
		result = dice_certificate_parse(der, &root);
	if (result != RESULT_OK)
		return result;
	return root.is_ca && dice_certificate_is_bound(&root) && bytes_equal(root.spki, BYTES_OF(key->spki)) ? RESULT_OK : RESULT_REFUSED;
}

enum result maker_root_read(const char *key_path, const char *certificate_path, struct crypto_p256_key *ret_key)
{
	struct crypto_p256_key key;
	struct buffer text;
	enum result result = whole_file_read(certificate_path, PEM_MAX_LEN, &text);

	if (result != RESULT_OK)
		return result;
	result = key_file_read_private(key_path, &key);
	if (result == RESULT_OK) {
		result = check_root(bytes_of_buffer(text), &key);
		if (result == RESULT_OK)
			*ret_key = key;
		else
			complain(certificate_path, "is not the certificate that make_root writes for this key", result);
		crypto_p256_release(&key);
	}
	free(text.at);
	return result;
}

enum result maker_root_endorse(const struct crypto_p256_key *root, const uint8_t secret[FUSE_DEVICE_SECRET_LEN], struct buffer room,
			       struct bytes *ret_der)
{
	struct crypto_p256_key device;
	enum result result = dice_key(secret, &device);

	if (result == RESULT_OK)
		result = certify(root, BYTES_OF(device.spki), room, ret_der);
	crypto_p256_release(&device);
	return result;
}
