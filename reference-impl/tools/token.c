/* SPDX-License-Identifier: Apache-2.0 */
/* Key and claims in, token out. */

#include <stdio.h>

#include "reference-impl/tools/key_file.h"
#include "reference-impl/tools/token.h"
#include "reference-impl/tools/whole_file.h"

/* r = s = 1: a signature by its form that no key made over this. */
static enum result leave_unsigned(const void *context, struct bytes digest, struct buffer room, struct bytes *ret_der)
{
	static const uint8_t ONES[] = { 0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01 };
	enum result result = bytes_copy(room, BYTES_OF(ONES));

	(void)context;
	(void)digest;
	if (result == RESULT_OK)
		*ret_der = bytes_from(room.at, sizeof(ONES));
	return result;
}

static enum result sign_and_write(const struct token_request *request, const struct cose_signer *signer)
{
	uint8_t room[SERVICE_TOKEN_MAX_LEN];
	struct bytes token;
	enum result result = service_token_write(&request->token, signer, BUFFER_OF(room), &token);

	if (result == RESULT_OK)
		return whole_file_write(request->out, token, 0644);
	fprintf(stderr, "make_token: the token could not be made: %s\n", result_sentence(result));
	return result;
}

enum result make_token(const struct token_request *request)
{
	struct cose_signer signer = { COSE_ES256, leave_unsigned, NULL };
	struct crypto_p256_key key;
	enum result result;

	if (!request->key)
		return sign_and_write(request, &signer);
	result = key_file_read_private(request->key, &key);
	if (result != RESULT_OK)
		return result;
	signer = cose_signer_of_key(COSE_ES256, &key);
	result = sign_and_write(request, &signer);
	crypto_p256_release(&key);
	return result;
}
