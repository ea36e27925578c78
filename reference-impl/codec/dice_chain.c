/* SPDX-License-Identifier: Apache-2.0 */
/* Walks from the root down, so that every certificate is held against what certified it. */

#include "reference-impl/codec/dice_chain.h"

#include "reference-impl/codec/dice_template.h"

/* What was seen on the way down. */
struct walk {
	const struct dice_chain_rules *rules;
	struct dice_certificate certificates[DICE_CHAIN_MAX_COUNT]; /* as given: the leaf first */
	size_t count;
	struct bytes vendor, model;
	bool has_layer;
	uint64_t layer;
};

const char *dice_chain_fault_sentence(enum dice_chain_fault fault)
{
	static const char *const SENTENCES[] = {
		[DICE_CHAIN_HOLDS] = "the chain holds",
		[DICE_CHAIN_EMPTY_OR_LONG] = "the chain is empty, has too many certificates or too many bytes",
		[DICE_CHAIN_CERTIFICATE] = "the certificate is not one of this profile",
		[DICE_CHAIN_NAME] = "a name does not follow from its key, or issuer and subject do not meet",
		[DICE_CHAIN_TIME] = "the certificate does not hold at this time",
		[DICE_CHAIN_ISSUER_ROLE] = "the certificate is signed by a key that may not certify it",
		[DICE_CHAIN_LEAF_ROLE] = "the last key is not for attestation alone",
		[DICE_CHAIN_MEASUREMENT] = "the measurement is absent, of another maker, or out of order",
		[DICE_CHAIN_SIGNATURE] = "the signature is wrong",
	};

	return (unsigned int)fault < sizeof(SENTENCES) / sizeof(SENTENCES[0]) ? SENTENCES[fault] : "unknown fault";
}

/* The root key's own certificate, by which nothing is proved, and nothing measured. */
static bool is_root(const struct walk *walk, size_t at)
{
	return at + 1 == walk->count && walk->count > 1 && bytes_equal(walk->certificates[at].spki, walk->rules->root_spki);
}

static bool names_meet(const struct walk *walk, size_t at)
{
	const struct dice_certificate *certificate = &walk->certificates[at];
	const struct dice_certificate *issuer = at + 1 < walk->count ? &walk->certificates[at + 1] : is_root(walk, at) ? certificate : NULL;

	if (walk->rules->demands_key_ids && !dice_certificate_is_bound(certificate))
		return false;
	if (!issuer)
		return true;
	if (!bytes_equal(certificate->issuer, issuer->subject))
		return false;
	return certificate->authority_key_id.len == 0 || issuer->subject_key_id.len == 0 ||
	       bytes_equal(certificate->authority_key_id, issuer->subject_key_id);
}

/* How the topmost certificate names the root, of which there may be no certificate here. */
static bool names_root(const struct walk *walk)
{
	const struct dice_certificate *top = &walk->certificates[walk->count - 1];
	uint8_t id[DICE_KEY_ID_LEN], room[DICE_NAME_DER_LEN + DICE_KEY_ID_LEN];
	struct der_writer w = der_writer_over(BUFFER_OF(room));
	struct bytes name;

	if (!walk->rules->demands_key_ids)
		return true;
	if (dice_key_id(walk->rules->root_spki, id) != RESULT_OK)
		return false;
	dice_put_name(&w, id);
	return der_writer_finish(&w, &name) == RESULT_OK && bytes_equal(name, top->issuer) &&
	       bytes_equal(top->authority_key_id, BYTES_OF(id));
}

static bool holds_at(const struct dice_certificate *certificate, int64_t at_time)
{
	return certificate->not_before <= at_time && at_time <= certificate->not_after;
}

/* May the key at `at` certify what stands below it? The leaf does not count for the depth. */
static bool may_certify(const struct walk *walk, size_t at)
{
	const struct dice_certificate *certificate = &walk->certificates[at];

	return certificate->is_ca && (!certificate->has_path_len || certificate->path_len >= at - 1);
}

static bool leaf_holds(const struct dice_certificate *leaf)
{
	return !leaf->is_ca && leaf->is_for_attestation && leaf->key_usage == DICE_USAGE_DIGITAL_SIGNATURE;
}

static bool same_maker(struct bytes *known, struct bytes text)
{
	if (!text.at)
		return true;
	if (!known->at)
		*known = text;
	return bytes_equal(*known, text);
}

/* Within one certificate layers may be equal: several parts of one. */
static bool measurement_holds(struct walk *walk, size_t at)
{
	struct bytes infos = walk->certificates[at].tcb_infos;
	bool had_layer = walk->has_layer;
	uint64_t above = walk->layer;
	struct dice_tcb_info info;

	if (infos.len == 0)
		return is_root(walk, at) || walk->count - is_root(walk, walk->count - 1) - at <= walk->rules->unmeasured_count;
	while (dice_tcb_info_take(&infos, &info) == RESULT_OK) {
		if (info.fwid_count == 0 || !same_maker(&walk->vendor, info.vendor) || !same_maker(&walk->model, info.model))
			return false;
		if (info.has_layer && had_layer && info.layer <= above)
			return false;
		if (info.has_layer && (!walk->has_layer || info.layer > walk->layer))
			walk->layer = info.layer;
		walk->has_layer = walk->has_layer || info.has_layer;
	}
	return true;
}

static bool is_signed(const struct walk *walk, size_t at)
{
	const struct dice_certificate *certificate = &walk->certificates[at];
	struct bytes issuer = at + 1 < walk->count ? walk->certificates[at + 1].spki : walk->rules->root_spki;
	struct crypto_sha256 digest;

	return crypto_sha256(certificate->tbs, &digest) == RESULT_OK &&
	       crypto_p256_verify(issuer, BYTES_OF(digest), certificate->signature) == RESULT_OK;
}

static enum dice_chain_fault fault_of(struct walk *walk, size_t at)
{
	const struct dice_certificate *certificate = &walk->certificates[at];

	if (!names_meet(walk, at) || (at + 1 == walk->count && !names_root(walk)))
		return DICE_CHAIN_NAME;
	if (!holds_at(certificate, walk->rules->at_time))
		return DICE_CHAIN_TIME;
	if (at == 0 && !leaf_holds(certificate))
		return DICE_CHAIN_LEAF_ROLE;
	if (at > 0 && !may_certify(walk, at))
		return DICE_CHAIN_ISSUER_ROLE;
	return measurement_holds(walk, at) ? DICE_CHAIN_HOLDS : DICE_CHAIN_MEASUREMENT;
}

static void parse(const struct bytes *ders, size_t count, struct walk *walk, struct dice_chain_judgement *judgement)
{
	size_t len = 0;

	for (size_t at = 0; at < count; at++) {
		judgement->at = at;
		len += ders[at].len > DICE_CHAIN_MAX_LEN ? DICE_CHAIN_MAX_LEN + 1 : ders[at].len;
		judgement->parsed = len > DICE_CHAIN_MAX_LEN ? RESULT_TOO_LARGE : dice_certificate_parse(ders[at], &walk->certificates[at]);
		if (judgement->parsed != RESULT_OK) {
			judgement->fault = len > DICE_CHAIN_MAX_LEN ? DICE_CHAIN_EMPTY_OR_LONG : DICE_CHAIN_CERTIFICATE;
			return;
		}
	}
	walk->count = count;
	judgement->fault = DICE_CHAIN_HOLDS;
}

static void walk_down(struct walk *walk, enum dice_chain_fault (*look)(struct walk *walk, size_t at),
		      struct dice_chain_judgement *judgement)
{
	for (size_t at = walk->count; judgement->fault == DICE_CHAIN_HOLDS && at > 0; at--) {
		judgement->at = at - 1;
		judgement->fault = look(walk, at - 1);
	}
}

static enum dice_chain_fault signature_fault(struct walk *walk, size_t at)
{
	return is_signed(walk, at) ? DICE_CHAIN_HOLDS : DICE_CHAIN_SIGNATURE;
}

struct dice_chain_judgement dice_chain_judge(const struct bytes *ders, size_t count, const struct dice_chain_rules *rules)
{
	struct dice_chain_judgement judgement = { .fault = DICE_CHAIN_EMPTY_OR_LONG };
	struct walk walk;

	if (count == 0 || count > DICE_CHAIN_MAX_COUNT)
		return judgement;
	walk = (struct walk){ .rules = rules };
	parse(ders, count, &walk, &judgement);
	walk_down(&walk, fault_of, &judgement);
	walk_down(&walk, signature_fault, &judgement);
	if (judgement.fault == DICE_CHAIN_HOLDS)
		judgement.leaf = walk.certificates[0];
	return judgement;
}
