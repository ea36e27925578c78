/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The only places where a mark is lifted inside the code that is looked at. The linker puts each between
 * a function and whoever calls it (--wrap, ci/make/prove.mk), so product and cases know nothing of it.
 *
 *   secret_equal, secret_is_uniform   of a comparison the answer is public; how it came about is not
 *   BN_bin2bn                         a scalar becomes a number of libcrypto's: what that does with the
 *                                     number, in multiplying points and in signing, is not ours
 *   EVP_CipherFinal_ex                when opening: libcrypto compares the tag by itself, and the answer is public
 *   entropy_health_take               a test of noise is there to look at samples, one by one
 */
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <string.h>
#include <valgrind/memcheck.h>

#include "ci/ct/mark.h"
#include "reference-impl/base/secret.h"
#include "reference-impl/root_of_trust/entropy_health.h"

/* The linker's names: __real_f is f, and who calls f comes to __wrap_f. */
bool __real_secret_equal(struct bytes a, struct bytes b);
bool __wrap_secret_equal(struct bytes a, struct bytes b);
bool __real_secret_is_uniform(struct bytes secret);
bool __wrap_secret_is_uniform(struct bytes secret);
BIGNUM *__real_BN_bin2bn(const unsigned char *from, int len, BIGNUM *number);
BIGNUM *__wrap_BN_bin2bn(const unsigned char *from, int len, BIGNUM *number);
int __real_EVP_CipherFinal_ex(EVP_CIPHER_CTX *context, unsigned char *rest, int *len);
int __wrap_EVP_CipherFinal_ex(EVP_CIPHER_CTX *context, unsigned char *rest, int *len);
enum result __real_entropy_health_take(struct entropy_health *health, struct bytes samples);
enum result __wrap_entropy_health_take(struct entropy_health *health, struct bytes samples);

enum { NUMBER_MAX_LEN = 64, SAMPLES_MAX_LEN = 1024 };

bool __wrap_secret_equal(struct bytes a, struct bytes b)
{
	bool equal = __real_secret_equal(a, b);

	ct_show(&equal, sizeof(equal));
	return equal;
}

bool __wrap_secret_is_uniform(struct bytes secret)
{
	bool uniform = __real_secret_is_uniform(secret);

	ct_show(&uniform, sizeof(uniform));
	return uniform;
}

/* The bytes themselves stay secret: it is a copy that is shown. */
BIGNUM *__wrap_BN_bin2bn(const unsigned char *from, int len, BIGNUM *number)
{
	uint8_t copy[NUMBER_MAX_LEN];

	if (len < 0 || (size_t)len > sizeof(copy))
		return NULL;
	memcpy(copy, from, (size_t)len);
	ct_show(copy, sizeof(copy));
	return __real_BN_bin2bn(copy, len, number);
}

int __wrap_EVP_CipherFinal_ex(EVP_CIPHER_CTX *context, unsigned char *rest, int *len)
{
	int done;

	if (EVP_CIPHER_CTX_is_encrypting(context))
		return __real_EVP_CipherFinal_ex(context, rest, len);
	VALGRIND_DISABLE_ERROR_REPORTING;
	done = __real_EVP_CipherFinal_ex(context, rest, len);
	VALGRIND_ENABLE_ERROR_REPORTING;
	return done;
}

/* What the tests remember of known samples is known. */
enum result __wrap_entropy_health_take(struct entropy_health *health, struct bytes samples)
{
	uint8_t copy[SAMPLES_MAX_LEN];

	if (samples.len > sizeof(copy))
		return RESULT_TOO_LARGE;
	memcpy(copy, samples.at, samples.len);
	ct_show(copy, sizeof(copy));
	return __real_entropy_health_take(health, bytes_from(copy, samples.len));
}
