/* SPDX-License-Identifier: Apache-2.0 */
/* Words over evidence: one appraisal, whatever form the device gives it in. */

#include "conformance/check_appraisal.h"

#include <string.h>

#include "conformance/check_credential.h"
#include "conformance/check_device.h"
#include "conformance/core/bench_ask.h"
#include "conformance/core/bench_roots.h"

enum { CHALLENGE_LEN = 32 };

const char *const *attest_everything(struct bench *b)
{
	/* What the boot measures, and no register that anybody may extend or reset. */
	static const char *const REGISTERS[] = { "sha256:0", "sha256:1", "sha256:7", NULL };

	return strcmp(device_format(b), "tpm2") == 0 ? REGISTERS : NULL;
}

static struct appraisal appraise_under(struct bench *b, struct bytes key, const struct attestation *answer)
{
	struct bytes roots[BENCH_ROOTS_MAX];
	const struct attester_trust trust = { .roots = roots, .root_count = bench_roots(b, roots), .key = key };
	const struct attested attested = { .format = answer->format,
					   .evidence = answer->evidence,
					   .signature = answer->signature,
					   .chain = answer->chain.at,
					   .chain_count = answer->chain.count };

	return attested_appraise(&attested, &trust);
}

/* A quote does not name its key in a way that proves anything; the public area does. */
static bool find_quoting_key(struct bench *b, struct bytes *ret_key)
{
	struct tpm_public ak;

	if (!key_public_area(b, "ak", &ak))
		return false;
	must_be_so(b, ak.spki_len > 0, "the attestation key is a P-256 key");
	*ret_key = bench_keep(b, bytes_from(ak.spki, ak.spki_len));
	return !decided(b);
}

bool attester_find(struct bench *b, struct attester *ret_attester)
{
	struct attestation answer = attest(b, challenge(b, "attester", CHALLENGE_LEN), attest_everything(b));
	struct appraisal appraisal;

	must_be_so(b, answer.reply.given, "the device gives evidence over a challenge");
	given_that(b, decided(b) || evidence_is_known(answer.format), "the suite reads evidence of the form that the device gives");
	if (decided(b))
		return false;
	if (strcmp(answer.format, "tpm2-quote") == 0)
		return find_quoting_key(b, &ret_attester->key);
	appraisal = appraise_under(b, bytes_from(NULL, 0), &answer);
	if (!appraisal.holds)
		note(b, "%s", appraisal.why);
	must_be_so(b, appraisal.holds, "the device's evidence is signed by a key that its maker's root vouches for");
	ret_attester->key = appraisal.key;
	if (appraisal.holds)
		bench_root_vouched(b, appraisal.root);
	return !decided(b);
}

struct appraisal appraise_answer(struct bench *b, const struct attester *attester, const struct attestation *answer)
{
	return appraise_under(b, attester->key, answer);
}

struct appraisal must_attest(struct bench *b, const struct attester *attester, struct bytes nonce)
{
	struct attestation answer = attest(b, nonce, attest_everything(b));
	struct appraisal appraisal = { .why = "" };

	must_be_so(b, answer.reply.given, "the device gives evidence over each challenge");
	if (decided(b))
		return appraisal;
	appraisal = appraise_answer(b, attester, &answer);
	if (!appraisal.holds)
		note(b, "%s", appraisal.why);
	must_be_so(b, bytes_equal(appraisal.nonce, nonce), "evidence carries the whole challenge that it answers");
	must_be_so(b, appraisal.holds, "evidence is signed by the key by which the unit attests");
	return appraisal;
}
