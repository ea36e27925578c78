/* SPDX-License-Identifier: Apache-2.0 */
/* Components against a release: which is missing, which is one too many, and how one differs. */

#include <inttypes.h>

#include "reference-impl/service/verifier/appraise.h"

/* Which component of the token is which of the release. */
struct pairing {
	bool is_heard[TOKEN_MAX_COMPONENTS];    /* of the token: settled */
	bool is_used[RELEASE_MAX_COMPONENTS];   /* of the release: stands for one of the token */
};

static struct text {
	int len;
	const char *at;
} text_of(struct bytes bytes)
{
	return (struct text){ bytes.len > 0 ? (int)bytes.len : 1, bytes.len > 0 ? (const char *)bytes.at : "-" };
}

static bool is_same(const struct token_component *a, const struct token_component *b)
{
	return bytes_equal(a->type, b->type) && bytes_equal(a->measurement, b->measurement);
}

/* The place in the release of one that is not used yet: the very same, or one of that type. */
static size_t find_in(const struct release_record *release, const struct token_component *wanted, bool is_exact, const struct pairing *p)
{
	size_t i = 0;

	for (; i < release->component_count; i++) {
		const struct token_component *candidate = &release->components[i].fields;

		if (!p->is_used[i] && (is_exact ? is_same(candidate, wanted) : bytes_equal(candidate->type, wanted->type)))
			break;
	}
	return i;
}

static size_t count_same(const struct token_claims *claims, const struct release_record *release)
{
	struct pairing p = { .is_used = { false } };
	size_t count = 0;

	for (size_t i = 0; i < claims->component_count; i++) {
		size_t at = find_in(release, &claims->components[i], true, &p);

		if (at == release->component_count)
			continue;
		p.is_used[at] = true;
		count++;
	}
	return count;
}

/* Of two that fit equally well the one that leaves less unsaid, and then the newer. */
static bool is_better(size_t same, const struct release_record *a, size_t best, const struct release_record *b)
{
	if (same != best)
		return same > best;
	if (a->component_count != b->component_count && same > 0)
		return a->component_count < b->component_count;
	return a->number > b->number;
}

const struct release_record *evidence_choose_release(const struct token_claims *claims, const struct appraise_request *request)
{
	const struct release_record *chosen = NULL;
	size_t best = 0;

	for (size_t i = 0; i < request->release_count; i++) {
		const struct release_record *release = &request->releases[i];
		size_t same = count_same(claims, release);

		if (chosen && !is_better(same, release, best, chosen))
			continue;
		chosen = release;
		best = same;
	}
	return chosen;
}

static struct finding *tell_hashes(struct finding *f, struct bytes seen, struct bytes expected)
{
	return finding_expected_hex(finding_seen_hex(f, seen), expected);
}

static void check_same(const struct token_component *seen, const struct token_component *wanted, struct appraisal *appraisal)
{
	struct text type = text_of(seen->type), version = text_of(seen->version), wanted_version = text_of(wanted->version);
	struct finding *f;

	if (!bytes_equal(seen->signer, wanted->signer))
		f = tell_hashes(appraisal_add(appraisal, PART_TOKEN, REASON_UNKNOWN_SIGNER, "signer of %.*s", type.len, type.at), seen->signer, wanted->signer);
	else if (seen->version.len > 0 && !bytes_equal(seen->version, wanted->version))
		f = finding_expected(finding_seen(appraisal_add(appraisal, PART_TOKEN, REASON_WRONG_VERSION, "version of %.*s", type.len, type.at),
						  "%.*s", version.len, version.at), "%.*s", wanted_version.len, wanted_version.at);
	else
		f = tell_hashes(appraisal_add(appraisal, PART_TOKEN, REASON_NONE, "component %.*s %.*s", type.len, type.at, wanted_version.len,
					      wanted_version.at), seen->measurement, wanted->measurement);
	finding_at(f, seen->offset);
}

/* A measurement that is of another release says more than that it is unknown. */
static const struct release_record *release_with(const struct token_component *component, const struct appraise_request *request)
{
	struct pairing none = { .is_used = { false } };

	for (size_t i = 0; i < request->release_count; i++) {
		if (find_in(&request->releases[i], component, true, &none) < request->releases[i].component_count)
			return &request->releases[i];
	}
	return NULL;
}

static void tell_difference(const struct token_component *seen, const struct token_component *wanted, const struct release_record *release,
			    const struct appraise_request *request, struct appraisal *appraisal)
{
	const struct release_record *other = release_with(seen, request);
	struct text type = text_of(seen->type), version = text_of(seen->version);
	struct finding *f;

	if (other)
		f = appraisal_add(appraisal, PART_TOKEN, REASON_UNKNOWN_MEASUREMENT, "component %.*s %.*s (of release %" PRIu64 ")", type.len, type.at,
				  version.len, version.at, other->number);
	else
		f = appraisal_add(appraisal, PART_TOKEN, REASON_UNKNOWN_MEASUREMENT, "component %.*s %.*s", type.len, type.at, version.len, version.at);
	finding_at(finding_seen_hex(f, seen->measurement), seen->offset);
	if (wanted)
		finding_expected_hex(f, wanted->measurement);
	else
		finding_expected(f, "no such component in release %" PRIu64, release->number);
}

static void hear_same(const struct token_claims *claims, const struct release_record *release, struct pairing *p,
		      struct appraisal *appraisal)
{
	for (size_t i = 0; i < claims->component_count; i++) {
		size_t at = find_in(release, &claims->components[i], true, p);

		if (at == release->component_count)
			continue;
		p->is_heard[i] = p->is_used[at] = true;
		check_same(&claims->components[i], &release->components[at].fields, appraisal);
	}
}

static void hear_others(const struct token_claims *claims, const struct release_record *release, struct pairing *p,
			const struct appraise_request *request, struct appraisal *appraisal)
{
	for (size_t i = 0; i < claims->component_count; i++) {
		size_t at;

		if (p->is_heard[i])
			continue;
		at = find_in(release, &claims->components[i], false, p);
		tell_difference(&claims->components[i], at < release->component_count ? &release->components[at].fields : NULL, release, request, appraisal);
		if (at < release->component_count)
			p->is_used[at] = true;
	}
}

static void hear_missing(const struct token_claims *claims, const struct release_record *release, const struct pairing *p,
			 struct appraisal *appraisal)
{
	for (size_t i = 0; i < release->component_count; i++) {
		const struct token_component *wanted = &release->components[i].fields;
		struct text type = text_of(wanted->type);

		if (p->is_used[i])
			continue;
		finding_at(tell_hashes(appraisal_add(appraisal, PART_TOKEN, REASON_MISSING_COMPONENT, "component %.*s", type.len, type.at),
				       bytes_from(NULL, 0), wanted->measurement), claims->components_offset);
	}
}

static void check_newest(const struct release_record *release, const struct appraise_request *request, struct appraisal *appraisal)
{
	uint64_t newest = release->number;
	struct text vendor = text_of(release->vendor), product = text_of(release->product);
	struct finding *f;

	for (size_t i = 0; i < request->release_count; i++) {
		const struct release_record *other = &request->releases[i];

		if (bytes_equal(other->vendor, release->vendor) && bytes_equal(other->product, release->product) && other->number > newest)
			newest = other->number;
	}
	f = appraisal_add(appraisal, PART_RELEASE, newest == release->number ? REASON_NONE : REASON_OLD_RELEASE, "release of %.*s %.*s",
			  vendor.len, vendor.at, product.len, product.at);
	finding_expected(finding_seen(f, "%" PRIu64, release->number), "%" PRIu64, newest);
}

void evidence_appraise_components(const struct token_claims *claims, const struct release_record *release, const struct appraise_request *request,
			 struct appraisal *appraisal)
{
	struct pairing p = { .is_used = { false } };

	appraisal->is_looked_at[DIMENSION_EXECUTABLES] = true;
	check_newest(release, request, appraisal);
	hear_same(claims, release, &p, appraisal);
	hear_others(claims, release, &p, request, appraisal);
	hear_missing(claims, release, &p, appraisal);
}
