/* SPDX-License-Identifier: Apache-2.0 */
/* The order of the appraisal. */

#include "reference-impl/service/verifier/appraise.h"

#include <inttypes.h>
#include <string.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/crypto/p256_spki.h"

/* What one appraisal works on. */
struct hearing {
	const struct appraise_request *request;
	struct appraisal *appraisal;
	struct signed_message message;
	struct token_claims claims;
	struct attested_chain chain;
	struct bytes key; /* whose signature is demanded */
};

static struct finding *add(struct hearing *h, enum appraisal_reason reason, const char *check)
{
	return appraisal_add(h->appraisal, PART_TOKEN, reason, "%s", check);
}

static void tell_hex(struct finding *f, struct bytes seen, struct bytes expected, size_t offset)
{
	finding_seen_hex(f, seen);
	finding_expected_hex(f, expected);
	finding_at(f, offset);
}

static bool read_envelope(struct hearing *h)
{
	struct evidence_fault fault = { "larger than 4096 bytes", TOKEN_MAX_LEN };
	enum appraisal_reason reason = REASON_TOO_LARGE;

	if (h->request->token.len <= TOKEN_MAX_LEN)
		reason = signed_message_read(h->request->token, EVIDENCE_TOLERANT, &h->message, &fault);
	if (reason != REASON_NONE)
		finding_at(finding_seen(add(h, reason, "envelope"), "%s", fault.what), fault.offset);
	else
		finding_seen(add(h, REASON_NONE, "envelope"), "COSE_Sign1, algorithm %s", h->message.algorithm == -7 ? "ES256" : "ESP256");
	return reason == REASON_NONE;
}

static bool read_claims(struct hearing *h)
{
	struct claim_fault fault;
	enum appraisal_reason reason = token_claims_read(h->message.payload, h->message.payload_offset, &h->claims, &fault);

	if (reason != REASON_NONE)
		finding_at(finding_seen(add(h, reason, fault.claim ? fault.claim : "encoding of the claims"), "%s", fault.fault.what), fault.fault.offset);
	else
		finding_seen(add(h, REASON_NONE, "form of the claims"), "the PSA profile, %zu components", h->claims.component_count);
	return reason == REASON_NONE;
}

/* The key is that of the chain's leaf, or one that is known; if both are given, they are the same. */
static bool find_key(struct hearing *h)
{
	const struct appraise_request *r = h->request;

	h->key = r->device_key;
	if (!r->has_chain)
		return true;
	if (!attested_chain_read(r->chain, &h->chain, h->appraisal) || !attested_chain_check(&h->chain, &r->roots, h->appraisal))
		return false;
	h->key = BYTES_OF(h->chain.layers[0].spki);
	if (r->device_key.len == 0 || bytes_equal(r->device_key, h->key))
		return true;
	finding_expected(finding_seen(appraisal_add(h->appraisal, PART_CHAIN, REASON_UNKNOWN_INSTANCE, "key of the leaf"), "another key"),
			 "the device key that was given");
	return false;
}

/* 01, then SHA-256 of the point: so the token, the key and the chain's leaf are one device. */
static bool check_instance(struct hearing *h)
{
	uint8_t expected[1 + CRYPTO_SHA256_LEN] = { 1 };
	struct crypto_sha256 digest;
	bool is_it = p256_spki_is_plain(h->key) && crypto_sha256(p256_spki_point(h->key), &digest) == RESULT_OK;

	if (is_it) {
		memcpy(expected + 1, digest.at, sizeof(digest.at));
		is_it = bytes_equal(BYTES_OF(expected), h->claims.instance);
	}
	tell_hex(add(h, is_it ? REASON_NONE : REASON_UNKNOWN_INSTANCE, "instance id"), h->claims.instance, BYTES_OF(expected),
		 h->claims.instance_offset);
	return is_it;
}

static bool check_signature(struct hearing *h)
{
	enum result result = signed_message_verify(&h->message, h->key);
	enum appraisal_reason reason = result == RESULT_OK ? REASON_NONE : result == RESULT_CRYPTO ? REASON_INTERNAL : REASON_BAD_SIGNATURE;

	h->appraisal->is_looked_at[DIMENSION_INSTANCE] = reason == REASON_NONE;
	finding_at(finding_expected(add(h, reason, "signature"), "of %s", h->request->has_chain ? "the chain's leaf" : "the device key"),
		   h->message.signature_offset);
	return reason == REASON_NONE;
}

static void check_nonce(struct hearing *h)
{
	bool is_it = secret_equal(h->claims.nonce, h->request->nonce);

	tell_hex(add(h, is_it ? REASON_NONE : REASON_NONCE_MISMATCH, "nonce"), h->claims.nonce, h->request->nonce, h->claims.nonce_offset);
}

static void check_implementation(struct hearing *h, const struct release_record *release)
{
	bool is_it = bytes_equal(h->claims.implementation, release->implementation);

	h->appraisal->is_looked_at[DIMENSION_HARDWARE] = true;
	tell_hex(add(h, is_it ? REASON_NONE : REASON_BAD_IMPLEMENTATION, "implementation id"), h->claims.implementation, release->implementation,
		 h->claims.implementation_offset);
}

static const char *lifecycle_name(int64_t lifecycle)
{
	static const char *const names[] = { "unknown", "assembly", "provisioning", "secured", "debug of all but the root of trust",
					     "recoverable debug of the root of trust", "decommissioned" };
	size_t state = (size_t)(lifecycle >> 12);

	return state < sizeof(names) / sizeof(names[0]) && (lifecycle >> 8 & 0xf) == 0 ? names[state] : "of no known meaning";
}

static void check_lifecycle(struct hearing *h)
{
	int64_t state = h->claims.lifecycle >> 8;
	struct finding *f;
	bool is_good = state == LIFECYCLE_SECURED || (state == LIFECYCLE_NON_ROT_DEBUG && h->request->allows_other_debug);

	h->appraisal->is_looked_at[DIMENSION_CONFIGURATION] = true;
	f = add(h, is_good ? REASON_NONE : REASON_BAD_LIFECYCLE, "security lifecycle");
	finding_seen(f, "0x%04" PRIx64 ", %s", (uint64_t)h->claims.lifecycle, lifecycle_name(h->claims.lifecycle));
	finding_expected(f, h->request->allows_other_debug ? "0x30.., secured, or 0x40.." : "0x30.., secured");
	finding_at(f, h->claims.lifecycle_offset);
}

/* Bits of the lower byte, as far as the release gives them a meaning. */
static void check_state(struct hearing *h, const struct release_record *release)
{
	static const struct {
		uint64_t bit;
		const char *what;
	} flags[] = { { 4, "it was debugged" }, { 8, "it was serviced" }, { 16, "it is in recovery" }, { 32, "a grave fault" } };
	uint64_t set = (uint64_t)h->claims.lifecycle & release->state_flags;
	bool is_good;

	/* Who allows debugging is not told of it a second time. */
	if (h->request->allows_other_debug)
		set &= ~flags[0].bit;
	is_good = set == 0;
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (!(set & flags[i].bit))
			continue;
		finding_at(finding_seen(add(h, REASON_BAD_STATE, "state since power-on"), "%s", flags[i].what), h->claims.lifecycle_offset);
		set &= ~flags[i].bit;
	}
	if (set)
		finding_at(finding_seen(add(h, REASON_BAD_STATE, "state since power-on"), "flags 0x%02" PRIx64, set), h->claims.lifecycle_offset);
	else if (is_good && release->state_flags)
		finding_seen(add(h, REASON_NONE, "state since power-on"), "neither debugged nor serviced, no recovery, no fault");
}

static void check_debug(struct hearing *h)
{
	static const char *const names[] = { "enabled", "disabled", "disabled since boot", "disabled permanently", "disabled fully and permanently" };
	static const enum appraisal_reason reasons[] = { [DEBUG_ENABLED] = REASON_DEBUG_OPEN, [DEBUG_DISABLED] = REASON_DEBUG_WAS_OPEN,
							 [DEBUG_DISABLED_FULLY] = REASON_NONE };
	struct finding *f;

	if (h->claims.debug == DEBUG_NOT_STATED)
		return;
	f = add(h, reasons[h->claims.debug], "debug status");
	finding_seen(f, "%s", names[h->claims.debug]);
	finding_expected(f, "disabled since boot, or for good");
	finding_at(f, h->claims.debug_offset);
}

static void hear_claims(struct hearing *h)
{
	const struct release_record *release = evidence_choose_release(&h->claims, h->request);

	check_nonce(h);
	if (!release) {
		finding_expected(appraisal_add(h->appraisal, PART_RELEASE, REASON_INTERNAL, "reference values"), "at least one release record");
		return;
	}
	check_implementation(h, release);
	check_lifecycle(h);
	check_state(h, release);
	check_debug(h);
	finding_seen(add(h, REASON_NONE, "client"), "%" PRId64 ", %s", h->claims.client, h->claims.client < 0 ? "an application" : "the secure side");
	evidence_appraise_components(&h->claims, release, h->request, h->appraisal);
	if (h->request->has_chain)
		attested_chain_appraise(&h->chain, release, h->appraisal);
	h->appraisal->is_complete = true;
}

void evidence_appraise(const struct appraise_request *request, struct appraisal *ret_appraisal)
{
	struct hearing h;

	h.request = request;
	h.appraisal = ret_appraisal;
	h.chain.count = 0;
	memset(ret_appraisal, 0, sizeof(*ret_appraisal));
	if (read_envelope(&h) && read_claims(&h) && find_key(&h) && check_instance(&h) && check_signature(&h))
		hear_claims(&h);
	attested_chain_release(&h.chain);
}
