/* SPDX-License-Identifier: Apache-2.0 */
/* One way in, one way forward, one way back; each leaves no secret of before. */

#include "reference-impl/root_of_trust/identity.h"

#include <string.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/base/text.h"

enum { OWN_CHAIN = 2 }; /* device key and root of trust */

static enum result sha512(struct bytes bytes, uint8_t digest[DICE_HASH_LEN])
{
	struct crypto_hash hash = { 0 };
	enum result result = crypto_hash_init(&hash, CRYPTO_SHA512);

	if (result == RESULT_OK)
		result = crypto_hash_update(&hash, bytes);
	if (result == RESULT_OK)
		result = crypto_hash_final(&hash, (struct buffer){ digest, DICE_HASH_LEN });
	crypto_hash_release(&hash);
	return result;
}

/* Inline configuration: kind, version and security counter in front, the digest of the settings behind. */
static void describe(const struct identity_layer *layer, uint8_t configuration[DICE_HASH_LEN])
{
	struct writer w = writer_over((struct buffer){ configuration, DICE_HASH_LEN });

	writer_u8(&w, (uint8_t)layer->component->kind);
	writer_u8(&w, layer->component->version.major);
	writer_u8(&w, layer->component->version.minor);
	writer_u16_le(&w, layer->component->version.revision);
	writer_u32_le(&w, layer->component->version.build);
	writer_u32_le(&w, layer->component->security_counter);
	writer_fill(&w, 0, DICE_HASH_LEN - CRYPTO_SHA256_LEN - w.used);
	writer_bytes(&w, BYTES_OF(*layer->configuration));
}

static enum result next_layer(const struct dice_cdi *from, const struct identity_layer *layer, struct dice_cdi *ret_cdi)
{
	struct dice_input input = { .mode = (uint8_t)layer->mode };
	enum result result = sha512(BYTES_OF(layer->component->digest), input.code);

	if (result == RESULT_OK)
		result = sha512(BYTES_OF(layer->component->signer), input.authority);
	describe(layer, input.configuration);
	return result == RESULT_OK ? dice_next(from, &input, ret_cdi) : result;
}

static enum result derive_root(const struct dice_cdi *cdi, const char *label, uint8_t root[IDENTITY_ROOT_LEN])
{
	return crypto_hkdf(CRYPTO_SHA512, BYTES_OF(cdi->seal), (struct bytes){ 0 }, bytes_of_text(label),
			   (struct buffer){ root, IDENTITY_ROOT_LEN });
}

static enum result derive_attestation_key(struct identity *identity)
{
	struct bytes cdi = BYTES_OF(identity->layer.attest);
	struct crypto_p256_key key;
	enum result result = dice_leaf_key(cdi, bytes_of_text("Attestation Key Pair"), &identity->attestation);

	if (result == RESULT_OK)
		result = dice_key(identity->layer.attest, &key);
	if (result == RESULT_OK)
		result = identity_chain_leaf(identity->chain, &key, &identity->attestation, &identity->measured);
	crypto_p256_release(&key);
	return result;
}

static enum result derive_leaves(struct identity *identity)
{
	const struct dice_cdi *cdi = &identity->layer;
	enum result result = derive_attestation_key(identity);

	if (result == RESULT_OK)
		result = derive_root(cdi, "Sealing Root", identity->seal_root);
	return result == RESULT_OK ? derive_root(cdi, "Client Key Root", identity->client_root) : result;
}

/* Moves next into place if it could be made whole. */
static enum result settle(struct identity *identity, struct identity *next, enum result result)
{
	if (result == RESULT_OK)
		result = derive_leaves(next);
	if (result == RESULT_OK && next->is_whole)
		secret_wipe(BUFFER_OF(next->layer));
	if (result == RESULT_OK) {
		*identity = *next;
		identity_chain_commit(next->chain);
	} else {
		identity_chain_drop(next->chain);
	}
	secret_wipe(BUFFER_OF(*next));
	return result;
}

/* The key of the layer below certifies the key of this one, and is gone. */
static enum result certify(struct identity *identity, const uint8_t below[DICE_CDI_LEN])
{
	struct crypto_p256_key issuer, subject;
	enum result result = dice_key(below, &issuer);

	if (result == RESULT_OK && identity->measured.component.kind == COMPONENT_ROOT_OF_TRUST)
		result = identity_chain_begin(identity->chain, &issuer);
	if (result == RESULT_OK)
		result = dice_key(identity->layer.attest, &subject);
	if (result == RESULT_OK)
		result = identity_chain_add(identity->chain, &issuer, &subject, &identity->measured);
	crypto_p256_release(&issuer);
	crypto_p256_release(&subject);
	return result;
}

static enum result read_make(const struct vault *vault, struct identity_make *make)
{
	uint8_t uuids[32];
	struct writer vendor = writer_over(BUFFER_OF(make->vendor)), model = writer_over(BUFFER_OF(make->model));
	enum result result = vault->read_fuses(vault->context, FUSE_VENDOR_UUID, BUFFER_OF(uuids));

	if (result != RESULT_OK)
		return result;
	text_write_hex(&vendor, bytes_from(uuids, 16));
	text_write_hex(&model, bytes_from(uuids + 16, 16));
	return RESULT_OK;
}

static struct identity_measured measured(const struct identity_layer *layer, uint16_t number)
{
	return (struct identity_measured){ *layer->component, (uint16_t)layer->mode, number };
}

enum result identity_begin(struct identity *identity, struct identity_chain *chain, const struct vault *vault,
			   const struct identity_layer *own)
{
	struct identity next;
	struct dice_cdi first;
	enum result result = vault->take_secret(vault->context, BUFFER_OF(first.attest));

	/* Gaps between members too: a search of this memory for secrets must find none. */
	secret_wipe(BUFFER_OF(*identity));
	secret_wipe(BUFFER_OF(next));
	next.is_present = true;
	next.chain = chain;
	/* Equal bytes throughout are fuses that nobody burnt, or burnt as a test. */
	if (result == RESULT_OK && secret_is_uniform(BYTES_OF(first.attest)))
		result = RESULT_NOT_FOUND;
	if (result == RESULT_OK) {
		memcpy(first.seal, first.attest, sizeof(first.seal));
		result = next_layer(&first, own, &next.own);
	}
	next.layer = next.own;
	next.own_measured = next.measured = measured(own, 0);
	if (result == RESULT_OK)
		result = read_make(vault, &chain->make);
	if (result == RESULT_OK)
		result = certify(&next, first.attest);
	secret_wipe(BUFFER_OF(first));
	return settle(identity, &next, result);
}

enum result identity_restart(struct identity *identity)
{
	struct identity next = *identity;
	enum result result = RESULT_OK;

	if (!identity->is_present)
		return RESULT_NOT_FOUND;
	next.is_whole = false;
	next.layer = next.own;
	next.measured = next.own_measured;
	identity_chain_cut(next.chain, OWN_CHAIN);
	/* What ran before the reset has no claim on its secrets, also if this fails. */
	secret_wipe(BUFFER_OF(*identity));
	return settle(identity, &next, result);
}

enum result identity_enter(struct identity *identity, const struct identity_layer *layer)
{
	struct identity next;
	enum result result;

	if (!identity->is_present)
		return RESULT_NOT_FOUND;
	if (identity->is_whole)
		return RESULT_REFUSED;
	next = *identity;
	result = next_layer(&identity->layer, layer, &next.layer);
	next.measured = measured(layer, (uint16_t)(identity->measured.layer + 1));
	if (result == RESULT_OK)
		result = certify(&next, identity->layer.attest);
	next.is_whole = layer->is_last;
	return settle(identity, &next, result);
}
