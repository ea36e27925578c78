/* SPDX-License-Identifier: Apache-2.0 */
/* Each structure is read to its last byte; what is left over makes it malformed. */
#include "conformance/tpm_structures.h"

#include <string.h>

#include "conformance/readers/raw_signature.h"
#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"

enum { ST_ATTEST_QUOTE = 0x8018, CURVE_P256 = 0x0003, ALG_NULL = 0x0010, ATTRIBUTE_AES_LEN = 4 };

static struct bytes take_sized(struct reader *r)
{
	return reader_take(r, reader_u16_be(r));
}

static enum result take_bank(struct reader *r, struct tpm_quote *quote)
{
	struct tpm_pcr_bank bank = { .hash = reader_u16_be(r) };
	struct bytes select = reader_take(r, reader_u8(r));

	if (select.len > TPM_PCR_SELECT_MAX || quote->bank_count == TPM_PCR_BANKS_MAX)
		return RESULT_MALFORMED;
	for (size_t i = 0; i < select.len; i++)
		bank.selected |= (uint32_t)select.at[i] << (8 * i);
	quote->banks[quote->bank_count++] = bank;
	return RESULT_OK;
}

enum result tpm_quote_read(struct bytes evidence, struct tpm_quote *ret_quote)
{
	struct reader r = reader_over(evidence);
	struct tpm_quote quote = { .bank_count = 0 };
	bool is_quote = bytes_equal(reader_take(&r, 4), bytes_from(TPM_GENERATED, 4)) && reader_u16_be(&r) == ST_ATTEST_QUOTE;
	uint32_t banks;

	quote.signer = take_sized(&r);
	quote.nonce = take_sized(&r);
	quote.clock = reader_u64_be(&r);
	quote.reset_count = reader_u32_be(&r);
	quote.restart_count = reader_u32_be(&r);
	(void)reader_u8(&r);     /* safe: the clock was not set back */
	(void)reader_u64_be(&r); /* firmware version */
	banks = reader_u32_be(&r);
	if (!is_quote || banks > TPM_PCR_BANKS_MAX)
		return RESULT_MALFORMED;
	for (uint32_t i = 0; i < banks; i++)
		if (take_bank(&r, &quote) != RESULT_OK)
			return RESULT_MALFORMED;
	quote.pcr_digest = take_sized(&r);
	if (reader_finish(&r) != RESULT_OK)
		return RESULT_MALFORMED;
	*ret_quote = quote;
	return RESULT_OK;
}

/* TPMT_SYM_DEF_OBJECT: algorithm, and for one that is not NULL its key bits and mode. */
static void skip_symmetric(struct reader *r)
{
	if (reader_u16_be(r) != ALG_NULL)
		(void)reader_take(r, ATTRIBUTE_AES_LEN);
}

/* A scheme with a hash, or none. */
static void skip_scheme(struct reader *r)
{
	if (reader_u16_be(r) != ALG_NULL)
		(void)reader_u16_be(r);
}

/* SubjectPublicKeyInfo of a P-256 point (RFC 5480): the fixed prefix, then 04 || X || Y. */
static enum result write_p256_spki(struct bytes x, struct bytes y, struct tpm_public *public)
{
	static const uint8_t PREFIX[27] = { 0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
					    0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04 };
	struct writer w = writer_over(BUFFER_OF(public->spki));

	if (x.len > CRYPTO_P256_SCALAR_LEN || y.len > CRYPTO_P256_SCALAR_LEN)
		return RESULT_MALFORMED;
	writer_bytes(&w, BYTES_OF(PREFIX));
	writer_fill(&w, 0, CRYPTO_P256_SCALAR_LEN - x.len);
	writer_bytes(&w, x);
	writer_fill(&w, 0, CRYPTO_P256_SCALAR_LEN - y.len);
	writer_bytes(&w, y);
	public->spki_len = writer_needed(&w);
	return RESULT_OK;
}

static enum result take_ecc(struct reader *r, struct tpm_public *public)
{
	struct bytes x, y;
	uint16_t curve;

	skip_symmetric(r);
	skip_scheme(r);
	curve = reader_u16_be(r);
	skip_scheme(r); /* the key derivation */
	x = take_sized(r);
	y = take_sized(r);
	if (curve != CURVE_P256)
		return RESULT_UNSUPPORTED;
	return write_p256_spki(x, y, public);
}

static enum result take_rsa(struct reader *r, struct tpm_public *public)
{
	skip_symmetric(r);
	skip_scheme(r);
	(void)reader_u16_be(r); /* key bits: the modulus says so itself */
	(void)reader_u32_be(r); /* exponent, 0 for 65537 */
	public->modulus = take_sized(r);
	return RESULT_OK;
}

static enum result compute_name(struct bytes area, struct tpm_public *public)
{
	struct crypto_sha256 digest;

	if (public->name_hash != TPM_ALG_SHA256)
		return RESULT_UNSUPPORTED;
	if (crypto_sha256(area, &digest) != RESULT_OK)
		return RESULT_CRYPTO;
	public->name[0] = TPM_ALG_SHA256 >> 8;
	public->name[1] = TPM_ALG_SHA256 & 0xff;
	memcpy(public->name + 2, digest.at, sizeof(digest.at));
	return RESULT_OK;
}

enum result tpm_public_read(struct bytes public_area, struct tpm_public *ret_public)
{
	struct reader outer = reader_over(public_area);
	struct bytes area = take_sized(&outer);
	struct reader r = reader_over(area);
	struct tpm_public public = { .type = reader_u16_be(&r), .spki_len = 0 };
	enum result result = reader_finish(&outer);

	public.name_hash = reader_u16_be(&r);
	public.attributes = reader_u32_be(&r);
	(void)take_sized(&r); /* the policy */
	if (result != RESULT_OK)
		return RESULT_MALFORMED;
	if (public.type == TPM_ALG_ECC)
		result = take_ecc(&r, &public);
	else
		result = public.type == TPM_ALG_RSA ? take_rsa(&r, &public) : RESULT_UNSUPPORTED;
	if (result != RESULT_OK)
		return result;
	if (reader_finish(&r) != RESULT_OK)
		return RESULT_MALFORMED;
	result = compute_name(area, &public);
	if (result == RESULT_OK)
		*ret_public = public;
	return result;
}

enum result tpm_signature_verify(struct bytes spki, struct bytes message, struct bytes signature)
{
	struct reader r = reader_over(signature);
	bool is_ours = reader_u16_be(&r) == TPM_ALG_ECDSA && reader_u16_be(&r) == TPM_ALG_SHA256;
	struct bytes one = take_sized(&r), two = take_sized(&r);
	struct crypto_sha256 digest;

	if (reader_finish(&r) != RESULT_OK || !is_ours)
		return RESULT_MALFORMED;
	if (crypto_sha256(message, &digest) != RESULT_OK)
		return RESULT_INTERNAL;
	return raw_signature_verify(spki, BYTES_OF(digest.at), one, two);
}
