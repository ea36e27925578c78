/* SPDX-License-Identifier: Apache-2.0 */
/* Each layer against the release, from the root's side to the leaf. */

#include <inttypes.h>

#include "reference-impl/service/verifier/attested_chain.h"

enum { BAD_FLAGS = TCB_NOT_CONFIGURED | TCB_NOT_SECURE | TCB_RECOVERY | TCB_DEBUG };

/* What is known of the layers above the one that is looked at. */
struct descent {
	const struct release_record *release;
	struct appraisal *appraisal;
	struct bytes vendor, model;
	bool has_layer;
	uint64_t layer;
};

static void check_flags(const struct tcb_info *info, const struct attested_certificate *c, struct descent *d)
{
	static const struct {
		enum tcb_flag flag;
		const char *name;
	} flags[] = { { TCB_NOT_CONFIGURED, "notConfigured" }, { TCB_NOT_SECURE, "notSecure" }, { TCB_RECOVERY, "recovery" }, { TCB_DEBUG, "debug" } };

	d->appraisal->is_looked_at[DIMENSION_CONFIGURATION] = true;
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (info->flags & flags[i].flag)
			finding_expected(finding_seen(appraisal_add(d->appraisal, PART_CHAIN, REASON_BAD_MODE, "state of %s", c->name), "flag %s is set",
						      flags[i].name), "no such flag");
	}
	if (c->has_inputs && c->mode != DICE_NORMAL)
		finding_expected(finding_seen(appraisal_add(d->appraisal, PART_CHAIN, REASON_BAD_MODE, "mode of %s", c->name), "%s",
					      c->mode == DICE_DEBUG ? "debug" : c->mode == DICE_RECOVERY ? "recovery" : "not configured"), "normal");
}

/* The name of the first layer holds for all, and it has to be the release's. */
static void check_name(struct bytes stated, struct bytes wanted, struct bytes *first, const char *check, struct descent *d)
{
	if (stated.len == 0)
		return;
	if (first->len == 0)
		*first = stated;
	d->appraisal->is_looked_at[DIMENSION_HARDWARE] = true;
	if (bytes_equal(stated, wanted) && bytes_equal(stated, *first))
		return;
	finding_expected(finding_seen(appraisal_add(d->appraisal, PART_CHAIN, REASON_IDENTITY_MISMATCH, "%s of a layer", check), "%.*s",
				      (int)(stated.len < FINDING_TEXT_MAX ? stated.len : FINDING_TEXT_MAX), (const char *)stated.at),
			 "%.*s", (int)wanted.len, (const char *)wanted.at);
}

static void check_number(const struct tcb_info *info, const struct attested_certificate *c, bool is_first_of_certificate, struct descent *d)
{
	bool rises = info->has_layer && (!d->has_layer || info->layer > d->layer || (info->layer == d->layer && !is_first_of_certificate));

	if (!rises)
		finding_expected(finding_seen(appraisal_add(d->appraisal, PART_CHAIN, REASON_LAYER_ORDER, "number of layer %s", c->name),
					      info->has_layer ? "%" PRIu64 : "none", info->layer), "a number above that of the layer before");
	if (info->has_layer) {
		d->has_layer = true;
		d->layer = info->layer;
	}
}

static const struct release_component *component_of(const struct release_record *release, struct bytes digest)
{
	for (size_t i = 0; i < release->component_count; i++) {
		if (bytes_equal(release->components[i].fields.measurement, digest))
			return &release->components[i];
	}
	return NULL;
}

static void check_fwid(const struct tcb_fwid *fwid, const struct tcb_info *info, const struct attested_certificate *c, struct descent *d)
{
	const struct release_component *component = component_of(d->release, fwid->digest);
	enum tcb_hash hash = attested_fwid_hash(fwid);

	d->appraisal->is_looked_at[DIMENSION_EXECUTABLES] = true;
	if (hash == TCB_HASH_WEAK)
		finding_expected(appraisal_add(d->appraisal, PART_CHAIN, REASON_WEAK_HASH, "hash of %s", c->name), "SHA-256, SHA-384 or SHA-512");
	else if (hash == TCB_HASH_WRONG_LENGTH)
		finding_seen(appraisal_add(d->appraisal, PART_CHAIN, REASON_BAD_EXTENSION, "hash of %s", c->name), "%zu bytes", fwid->digest.len);
	else if (!component)
		finding_expected(finding_seen_hex(appraisal_add(d->appraisal, PART_CHAIN, REASON_UNKNOWN_FWID, "layer %" PRIu64 ", %s",
								info->layer, c->name), fwid->digest),
				 "a component of release %" PRIu64, d->release->number);
	else if (info->svn < component->security_version)
		finding_expected(finding_seen(appraisal_add(d->appraisal, PART_CHAIN, REASON_OLD_SVN, "security version of %s", c->name), "%" PRIu64,
					      info->svn), "%" PRIu64 " or more", component->security_version);
	else
		finding_seen(appraisal_add(d->appraisal, PART_CHAIN, REASON_NONE, "layer %" PRIu64, info->layer), "%.*s %.*s, security version %" PRIu64,
			     (int)component->fields.type.len, (const char *)component->fields.type.at, (int)component->fields.version.len,
			     (const char *)component->fields.version.at, info->svn);
}

static void appraise_info(const struct tcb_info *info, const struct attested_certificate *c, bool is_first, struct descent *d)
{
	check_flags(info, c, d);
	check_name(info->vendor, d->release->vendor, &d->vendor, "vendor", d);
	check_name(info->model, d->release->product, &d->model, "product", d);
	check_number(info, c, is_first, d);
	if (info->fwid_count == 0)
		appraisal_add(d->appraisal, PART_CHAIN, REASON_MISSING_MEASUREMENT, "measurement of %s", c->name);
	for (size_t i = 0; i < info->fwid_count; i++)
		check_fwid(&info->fwids[i], info, c, d);
}

/* The certificate that a maker issues for a device secret is of DICE form, stands on top, and has nothing to measure. */
static bool is_of_the_secret(const struct attested_chain *chain, size_t i)
{
	return i > 0 && i + 1 == chain->count - chain->root_count && chain->layers[i].form == ATTESTED_DICE;
}

void attested_chain_appraise(const struct attested_chain *chain, const struct release_record *release, struct appraisal *appraisal)
{
	struct descent d = { .release = release, .appraisal = appraisal };

	for (size_t i = chain->count - chain->root_count; i-- > 0;) {
		const struct attested_certificate *c = &chain->layers[i];

		if (!c->has_tcb_info && !is_of_the_secret(chain, i))
			finding_expected(appraisal_add(appraisal, PART_CHAIN, REASON_MISSING_MEASUREMENT, "measurement of %s", c->name),
					 "the extension TcbInfo");
		for (size_t j = 0; j < c->tcb_info_count; j++)
			appraise_info(&c->tcb_infos[j], c, j == 0, &d);
	}
}
