/* SPDX-License-Identifier: Apache-2.0 */
/* A device of which the verifier knows all: its release is what its first token states. */
#include "ci/bench_evidence.h"

#include <stdlib.h>
#include <string.h>

#include "ci/bench_rot.h"
#include "reference-impl/service/verifier/appraise.h"

enum { NOW = 1800000000, NONCE_LEN = 32, BARE_OPERATIONS = 2 }; /* 2027-01-15 */

struct subject {
	struct bench_rot device;
	uint8_t nonce[NONCE_LEN];
	uint8_t first_token[TOKEN_MAX_LEN];
	uint8_t chain[MAILBOX_BODY_MAX_LEN], root_room[MAILBOX_BODY_MAX_LEN], make[2][2 * 16];
	struct bytes root;
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
	struct release_record release;
	struct appraise_request request;
	struct appraisal appraisal;
	struct crypto_p256_key key; /* of the bare work */
};

static enum result run_evidence(void *context)
{
	struct subject *subject = context;
	enum result result = bench_rot_ask(&subject->device, MAILBOX_OS, MAILBOX_ATTEST, BYTES_OF(subject->nonce), &subject->request.token);

	if (result != RESULT_OK)
		return result;
	memset(&subject->appraisal, 0, sizeof(subject->appraisal));
	evidence_appraise(&subject->request, &subject->appraisal);
	return appraisal_status(&subject->appraisal) == STATUS_AFFIRMING ? RESULT_OK : RESULT_REFUSED;
}

static enum result run_bare(void *context)
{
	const struct subject *subject = context;
	enum result result = RESULT_OK;

	for (size_t i = 0; i < BARE_OPERATIONS && result == RESULT_OK; i++) {
		uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
		struct bytes signature;

		result = crypto_p256_sign(&subject->key, BYTES_OF(subject->nonce), BUFFER_OF(room), &signature);
		if (result == RESULT_OK)
			result = crypto_p256_verify(BYTES_OF(subject->key.spki), BYTES_OF(subject->nonce), signature);
	}
	return result;
}

/* The certificates one behind the other, without what the mailbox puts between them. */
static enum result learn_chain(struct subject *subject)
{
	struct writer w = writer_over(BUFFER_OF(subject->chain));
	struct bytes body;
	struct reader r;
	enum result result = bench_rot_ask(&subject->device, MAILBOX_OS, MAILBOX_CERTIFICATES, (struct bytes){ 0 }, &body);

	if (result != RESULT_OK)
		return result;
	r = reader_over(body);
	while (reader_rest(&r).len > 0 && reader_result(&r) == RESULT_OK)
		writer_bytes(&w, reader_take(&r, reader_u16_le(&r)));
	result = bench_rot_ask(&subject->device, MAILBOX_TOOL, MAILBOX_DEVICE_KEY, (struct bytes){ 0 }, &body);
	if (result == RESULT_OK)
		result = bytes_copy(BUFFER_OF(subject->root_room), body);
	subject->root = bytes_from(subject->root_room, body.len);
	subject->request.has_chain = true;
	subject->request.roots = (struct attested_roots){ &subject->root, 1, NOW };
	return result == RESULT_OK ? writer_finish(&w, &subject->request.chain) : result;
}

/* The key stands at the end of the state. */
static enum result learn_key(struct subject *subject)
{
	struct bytes body;
	enum result result = bench_rot_ask(&subject->device, MAILBOX_OS, MAILBOX_SECURITY_STATE, (struct bytes){ 0 }, &body);

	if (result != RESULT_OK || body.len < sizeof(subject->spki))
		return result == RESULT_OK ? RESULT_INTERNAL : result;
	memcpy(subject->spki, body.at + body.len - sizeof(subject->spki), sizeof(subject->spki));
	subject->request.device_key = BYTES_OF(subject->spki);
	return RESULT_OK;
}

/* What the fuses say of vendor and class is the same byte throughout. */
static void name_make(struct subject *subject)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t byte = subject->device.chip.fuses[FUSE_VENDOR_UUID];

	for (size_t i = 0; i < sizeof(subject->make); i++)
		((uint8_t *)subject->make)[i] = (uint8_t)digits[i % 2 == 0 ? byte >> 4 : byte & 15];
	subject->release.vendor = BYTES_OF(subject->make[0]);
	subject->release.product = BYTES_OF(subject->make[1]);
}

static enum result learn_release(struct subject *subject)
{
	struct release_record *release = &subject->release;
	struct token_claims claims;
	struct cose_sign1 message;
	struct psa_token_claims ours;
	struct claim_fault fault;
	struct bytes token;
	enum result result = bench_rot_ask(&subject->device, MAILBOX_OS, MAILBOX_ATTEST, BYTES_OF(subject->nonce), &token);

	if (result == RESULT_OK)
		result = bytes_copy(BUFFER_OF(subject->first_token), token);
	if (result == RESULT_OK)
		result = psa_token_parse(bytes_from(subject->first_token, token.len), &message, &ours);
	if (result == RESULT_OK && token_claims_read(message.payload, 0, &claims, &fault) != REASON_NONE)
		result = RESULT_MALFORMED;
	if (result != RESULT_OK)
		return result;
	*release = (struct release_record){ .file = "bench", .number = 1, .implementation = claims.implementation,
					    .component_count = claims.component_count };
	for (size_t i = 0; i < claims.component_count; i++)
		release->components[i].fields = claims.components[i];
	name_make(subject);
	return claims.component_count == BOOT_LOG_MAX ? RESULT_OK : RESULT_INTERNAL;
}

static enum result prepare(struct subject *subject, bool has_chain)
{
	enum result result = bench_rot_boot(&subject->device);

	memset(subject->nonce, 0x6e, sizeof(subject->nonce));
	subject->request = (struct appraise_request){ .nonce = BYTES_OF(subject->nonce), .releases = &subject->release, .release_count = 1 };
	if (result == RESULT_OK)
		result = learn_release(subject);
	if (result == RESULT_OK)
		result = has_chain ? learn_chain(subject) : learn_key(subject);
	return result == RESULT_OK ? crypto_p256_generate(&subject->key) : result;
}

enum result bench_evidence(bool has_chain, size_t rounds, struct stopwatch_times *ret_times)
{
	struct subject *subject = calloc(1, sizeof(*subject));
	enum result result = subject ? prepare(subject, has_chain) : RESULT_TOO_LARGE;

	if (result == RESULT_OK)
		result = stopwatch_compare((struct stopwatch_job){ run_evidence, subject }, (struct stopwatch_job){ run_bare, subject }, rounds,
					   ret_times);
	if (subject)
		bench_rot_release(&subject->device);
	free(subject);
	return result;
}
