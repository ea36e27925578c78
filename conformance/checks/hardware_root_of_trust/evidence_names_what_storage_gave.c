/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is measured must be the bytes that run, also where storage holds others, says others the second time, or fails.
 *
 * Control:  two images are seen running, one after the other, and found in storage.
 * Proof:    what lies behind the signed part of the newer one is another from the second read on; then one of its bytes is changed
 *           at rest; then it can't be read. Each time evidence measures the image that is seen running, once, and
 *           not the other one.
 * Blind to: images that are stored in another form.
 * Defects:  digest_is_read_again_behind_the_verdict, fallback_is_measured_as_the_first_choice.
 */
#include "conformance/check_components.h"
#include "conformance/check_image.h"
#include "conformance/check_place.h"

enum { CHALLENGE_LEN = 32, LIE_MAX = 4096 };

struct pair {
	struct image older, newer;
	struct crypto_sha256 digests[2];
	struct place place;
};

static void must_name_what_runs(struct bench *b, const struct pair *p, const char *moment)
{
	struct seen seen = boot(b);
	bool is_newer = seen.image.handle == p->newer.handle;
	bool runs = seen.kind == SEEN_IMAGE && (is_newer || seen.image.handle == p->older.handle);
	struct attester attester;
	struct eat_claims claims;

	/* A unit with one place for images has nothing to run then, which is as good. */
	note(b, "%s: %s", moment, !runs ? "neither runs" : is_newer ? "the newer image runs" : "the older image runs");
	if (!runs || decided(b) || !attester_find(b, &attester))
		return;
	claims = must_attest(b, &attester, challenge(b, moment, CHALLENGE_LEN)).token.claims;
	must_be_so(b, components_measuring(&claims, BYTES_OF(p->digests[is_newer].at)) == 1, "evidence measures the image that is seen running, once");
	must_be_so(b, components_measuring(&claims, BYTES_OF(p->digests[!is_newer].at)) == 0, "evidence does not measure an image that does not run");
}

/* Each lies in one place then. */
static void given_newer_runs(struct bench *b, struct pair *p)
{
	given_runs(b, p->older, "an image runs, and stays as the one before");
	given_runs(b, p->newer, "the newer image runs");
	p->place = place_of(b, p->newer);
	given_that(b, p->place.found, "the image that runs is found in storage");
}

/* Digest, signature and the like, none of which anything signs. */
static void lie_about_the_tail(struct bench *b, const struct pair *p)
{
	const struct region *tail = region_by_name(image_regions(b, p->newer), "unprotected.info");
	struct bytes image = image_bytes(b, p->newer);
	uint8_t lie[LIE_MAX];
	size_t len = 0;

	given_that(b, tail != NULL && tail->offset < image.len && image.len - tail->offset <= sizeof(lie), "the suite knows the image's unsigned part");
	if (decided(b))
		return;
	for (; len < image.len - tail->offset; len++)
		lie[len] = (uint8_t)(image.at[tail->offset + len] ^ 0xff);
	power(b, POWER_OFF);
	fault_second_read(b, p->place.region, p->place.offset + tail->offset, bytes_from(lie, len));
	must_name_what_runs(b, p, "storage lies");
	(void)fault_clear(b);
}

static void spoil_a_byte(struct bench *b, const struct pair *p)
{
	struct bytes image = image_bytes(b, p->newer);
	size_t middle = image.len / 2;
	uint8_t other = decided(b) ? 0 : (uint8_t)(image.at[middle] ^ 0x01);

	power(b, POWER_OFF);
	storage_write(b, p->place.region, p->place.offset + middle, bytes_from(&other, 1));
	must_name_what_runs(b, p, "spoilt at rest");
}

static void fail_to_read(struct bench *b, const struct pair *p)
{
	power(b, POWER_OFF);
	fault_read_error(b, p->place.region, p->place.offset, image_bytes(b, p->newer).len);
	must_name_what_runs(b, p, "unreadable");
	(void)fault_clear(b);
}

static void run(struct bench *b)
{
	struct pair p = { .older = kit_image(b, .security_version = newest(b)), .newer = kit_image(b, .security_version = newest(b)) };

	given_that(b, image_measurement(b, p.older, &p.digests[0]) && image_measurement(b, p.newer, &p.digests[1]),
		   "the suite knows which bytes of an image are measured");
	given_newer_runs(b, &p);
	lie_about_the_tail(b, &p);
	given_newer_runs(b, &p);
	spoil_a_byte(b, &p);
	given_newer_runs(b, &p);
	fail_to_read(b, &p);
	given_newer_runs(b, &p);
}

static const char *const NEEDS[] = { "rig.storage", "rig.fault", "device.attest", NULL };

CHECK(evidence_names_what_storage_gave) = {
	.requirement = "hardware_root_of_trust/attests_what_runs",
	.needs = NEEDS,
	.run = run,
};
