/* SPDX-License-Identifier: Apache-2.0 */
/* One certificate after another, each where its layer stands. */

#include "reference-impl/root_of_trust/identity_chain.h"

#include <string.h>

static enum result sign(const void *context, struct bytes digest, struct buffer room, struct bytes *ret_der)
{
	return crypto_p256_sign(context, digest, room, ret_der);
}

static uint32_t flags_of(uint16_t mode)
{
	switch (mode) {
	case LAYER_MODE_NORMAL:
		return 0;
	case LAYER_MODE_DEBUG:
		return DICE_TCB_DEBUG;
	case LAYER_MODE_RECOVERY:
		return DICE_TCB_RECOVERY;
	default:
		return DICE_TCB_NOT_CONFIGURED;
	}
}

/* The writer lays a certificate at the end of its room; here it lies at the start of its place. */
static enum result put(struct identity_certificate *place, const struct dice_certificate_request *request,
		       const struct crypto_p256_key *issuer)
{
	const struct dice_signer signer = { sign, issuer };
	struct bytes der;
	enum result result = dice_certificate_write(request, &signer, BUFFER_OF(place->der), &der);

	if (result != RESULT_OK)
		return result;
	memmove(place->der, der.at, der.len);
	place->len = der.len;
	return RESULT_OK;
}

enum result identity_chain_begin(struct identity_chain *chain, const struct crypto_p256_key *device)
{
	const struct dice_certificate_request request = { .issuer_spki = BYTES_OF(device->spki),
							  .subject_spki = BYTES_OF(device->spki),
							  .role = DICE_LAYER };

	chain->draft.count = 1;
	return put(&chain->layer[0], &request, device);
}

/* A leaf stands one layer above the code that it speaks for, with the same measurement. */
static struct dice_tcb_info info_of(const struct identity_chain *chain, const struct identity_measured *measured, bool is_leaf)
{
	return (struct dice_tcb_info){ .vendor = BYTES_OF(chain->make.vendor),
				       .model = BYTES_OF(chain->make.model),
				       .has_svn = true,
				       .svn = measured->component.security_counter,
				       .has_layer = true,
				       .layer = (uint64_t)measured->layer + is_leaf,
				       .fwids = { { CRYPTO_SHA256, BYTES_OF(measured->component.digest) } },
				       .fwid_count = 1,
				       .flags = flags_of(measured->mode) };
}

/* What is certified, by whom and for which use. */
struct subject {
	const struct crypto_p256_key *issuer, *key;
	enum dice_role role;
};

/* TcbInfo is not critical, so that plain X.509 software can follow the chain; our own reader demands it. */
static enum result certify(const struct identity_chain *chain, const struct subject *subject,
			   const struct identity_measured *measured, struct identity_certificate *place)
{
	uint8_t version[COMPONENT_VERSION_TEXT_MAX];
	struct dice_tcb_info info = info_of(chain, measured, subject->role == DICE_ATTESTATION_KEY);
	const struct dice_certificate_request request = { .issuer_spki = BYTES_OF(subject->issuer->spki),
							  .subject_spki = BYTES_OF(subject->key->spki),
							  .role = subject->role,
							  .tcb_info = &info };

	info.version = component_version_text(&measured->component, version);
	return put(place, &request, subject->issuer);
}

enum result identity_chain_add(struct identity_chain *chain, const struct crypto_p256_key *issuer,
			       const struct crypto_p256_key *subject, const struct identity_measured *measured)
{
	enum dice_role role = measured->component.kind == COMPONENT_OS ? DICE_LAST_LAYER : DICE_LAYER;

	if (chain->draft.count >= IDENTITY_CHAIN_MAX)
		return RESULT_TOO_LARGE;
	return certify(chain, &(struct subject){ issuer, subject, role }, measured, &chain->layer[chain->draft.count++]);
}

enum result identity_chain_leaf(struct identity_chain *chain, const struct crypto_p256_key *issuer,
				const struct crypto_p256_key *leaf, const struct identity_measured *measured)
{
	chain->draft.leaf = 1 - chain->now.leaf;
	return certify(chain, &(struct subject){ issuer, leaf, DICE_ATTESTATION_KEY }, measured, &chain->leaf[chain->draft.leaf]);
}

void identity_chain_cut(struct identity_chain *chain, size_t count)
{
	if (chain->draft.count > count)
		chain->draft.count = count;
}

void identity_chain_commit(struct identity_chain *chain)
{
	chain->now = chain->draft;
}

void identity_chain_drop(struct identity_chain *chain)
{
	chain->draft = chain->now;
}

static void write(const struct identity_certificate *certificate, struct writer *w)
{
	writer_u16_le(w, (uint16_t)certificate->len);
	writer_bytes(w, bytes_from(certificate->der, certificate->len));
}

void identity_chain_write(const struct identity_chain *chain, struct writer *w)
{
	if (chain->now.count == 0)
		return;
	write(&chain->leaf[chain->now.leaf], w);
	for (size_t i = chain->now.count - 1; i > 0; i--)
		write(&chain->layer[i], w);
}

struct bytes identity_chain_device(const struct identity_chain *chain)
{
	return bytes_from(chain->layer[0].der, chain->layer[0].len);
}
