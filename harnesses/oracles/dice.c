/* SPDX-License-Identifier: Apache-2.0 */
/* The library's word on certificates, which shares no line with codec/. */
#include "harnesses/oracles/dice.h"

#include "reference-impl/crypto/certificate.h"

enum { LONG_LEN = 0x80, SIGNATURE_HEAD_LEN = 3, CHAIN_MAX = 8, FWIDS_MAX = 4 };

ORACLE FZ_DICE_001_library_reads_the_same(struct bytes der, const struct dice_certificate *ours)
{
	const char *id = "FZ-DICE-001", *promise = "library-reads-the-same";
	struct certificate theirs;

	oracle_holds(certificate_parse(der, &theirs) == RESULT_OK, id, promise, "the library refuses what we take");
	oracle_holds(bytes_equal(ours->spki, theirs.spki), id, promise, "the keys differ");
	oracle_holds(ours->not_before == theirs.not_before && ours->not_after == theirs.not_after, id, promise, "the times differ");
	oracle_holds(ours->is_ca == theirs.is_ca, id, promise, "one of the two lets the key certify");
}

/* The length of the element at the start of der with its head; it was accepted, so it is all there. */
static size_t element_len(const uint8_t *at)
{
	size_t len = at[1], width = len < LONG_LEN ? 0 : len - LONG_LEN;

	if (width > 0)
		len = 0;
	for (size_t i = 0; i < width; i++)
		len = len << 8 | at[2 + i];
	return 2 + width + len;
}

static bool is_signed(struct bytes der, struct bytes issuer_spki)
{
	const uint8_t *tbs = der.at + 2 + (der.at[1] < LONG_LEN ? 0 : der.at[1] - LONG_LEN);
	const uint8_t *algorithm = tbs + element_len(tbs), *bits = algorithm + element_len(algorithm);
	struct bytes signature = bytes_from(bits + SIGNATURE_HEAD_LEN, element_len(bits) - SIGNATURE_HEAD_LEN);
	struct crypto_sha256 digest;

	harness_holds(crypto_sha256(bytes_from(tbs, element_len(tbs)), &digest) == RESULT_OK, "a certificate cannot be hashed");
	return crypto_p256_verify(issuer_spki, BYTES_OF(digest), signature) == RESULT_OK;
}

ORACLE FZ_DICE_002_holding_means_certified(const struct bytes *ders, size_t count, struct bytes root_spki)
{
	const char *id = "FZ-DICE-002", *promise = "holding-means-certified";

	for (size_t i = 0; i < count; i++) {
		struct certificate issuer = { .spki = root_spki, .is_ca = true };

		oracle_holds(i + 1 == count || certificate_parse(ders[i + 1], &issuer) == RESULT_OK, id, promise, "an issuer is none");
		oracle_holds(issuer.is_ca, id, promise, "an issuer may not certify");
		oracle_holds(is_signed(ders[i], issuer.spki), id, promise, "a signature is not the issuer's");
	}
}

ORACLE FZ_DICE_003_counts_are_bounded(const struct dice_certificate *taken, size_t count, enum dice_chain_fault fault)
{
	const char *id = "FZ-DICE-003", *promise = "counts-are-bounded";
	struct bytes rest = taken->tcb_infos;
	struct dice_tcb_info info;

	oracle_holds(count <= CHAIN_MAX || fault == DICE_CHAIN_EMPTY_OR_LONG, id, promise, "a chain of too many certificates was judged");
	while (dice_tcb_info_take(&rest, &info) == RESULT_OK)
		oracle_holds(info.fwid_count <= FWIDS_MAX, id, promise, "a measurement of too many digests was taken");
}
