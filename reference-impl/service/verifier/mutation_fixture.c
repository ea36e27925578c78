/* SPDX-License-Identifier: Apache-2.0 */
/* Changing evidence, and what must come of it. */

#include "reference-impl/service/verifier/mutation_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLE_MAX_LEN = 8192, CHANGES_MAX = 4 };

static struct appraisal appraisal;

struct buffer mutation_cut(struct bytes good, size_t len)
{
	struct buffer exact = { malloc(len > 0 ? len : 1), len };

	ck_assert_ptr_nonnull(exact.at);
	memcpy(exact.at, good.at, len);
	return exact;
}

static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Flips, overwrites with a head that means something, cuts, doubles, and copies from elsewhere. */
static size_t mutate(uint8_t *sample, size_t len, uint64_t *state)
{
	static const uint8_t heads[] = { 0x5b, 0x9b, 0xbb, 0x1b, 0x9f, 0xbf, 0x5f, 0xff, 0xd8, 0xf8, 0xfb, 0x7a, 0xa1, 0x81, 0x18, 0x00,
					 0x30, 0x80, 0x82, 0x84, 0xa0, 0x06, 0x02, 0x7f };
	size_t changes = 1 + next(state) % CHANGES_MAX;

	while (changes-- > 0 && len > 0) {
		uint64_t choice = next(state);
		size_t at = (size_t)(choice >> 16) % len;

		if (choice % 16 < 7)
			sample[at] ^= (uint8_t)(1 << (choice >> 8) % 8);
		else if (choice % 16 < 12)
			sample[at] = heads[(choice >> 8) % sizeof(heads)];
		else if (choice % 16 == 12)
			sample[at] = sample[(size_t)next(state) % len];
		else if (choice % 16 == 13)
			len = at;
		else if (2 * len - at <= SAMPLE_MAX_LEN) {
			memmove(sample + len, sample + at, len - at);
			len += len - at;
		}
	}
	return len;
}

struct buffer mutation_of(struct bytes good, uint64_t *seed)
{
	static uint8_t sample[2 * SAMPLE_MAX_LEN];

	memcpy(sample, good.at, good.len);
	return mutation_cut(bytes_from(sample, sizeof(sample)), mutate(sample, good.len, seed));
}

/* Every refusal has its reason, and every text of it ends. */
static void must_refuse_in_words(void)
{
	const struct finding *bad = appraisal_first_bad(&appraisal);

	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_CONTRAINDICATED);
	ck_assert(bad && bad->check[0] && appraisal_reason_sentence(bad->reason)[0]);
	ck_assert(memchr(bad->seen, '\0', sizeof(bad->seen)) && memchr(bad->expected, '\0', sizeof(bad->expected)));
}

static void must_judge(struct fixture_world *world, struct bytes *evidence, struct bytes good, struct buffer bytes)
{
	*evidence = bytes_of_buffer(bytes);
	evidence_appraise(&world->request, &appraisal);
	if (bytes_equal(bytes_of_buffer(bytes), good))
		ck_assert_int_eq(appraisal_status(&appraisal), STATUS_AFFIRMING);
	else
		must_refuse_in_words();
	free(bytes.at);
	*evidence = good;
}

void mutation_must_be_refused(struct fixture_world *world, struct bytes *evidence, unsigned int count, uint64_t seed)
{
	struct bytes good = *evidence;
	bool is_seen[REASON_COUNT] = { false };
	size_t reasons = 0;

	for (unsigned int i = 0; i < count; i++) {
		must_judge(world, evidence, good, mutation_of(good, &seed));
		if (appraisal_first_bad(&appraisal) && !is_seen[appraisal_first_bad(&appraisal)->reason])
			reasons++;
		if (appraisal_first_bad(&appraisal))
			is_seen[appraisal_first_bad(&appraisal)->reason] = true;
	}
	/* The changes reach deep: not all of them end at the first check. */
	ck_assert_uint_ge(reasons, 5);
	for (size_t len = 0; len < good.len; len++)
		must_judge(world, evidence, good, mutation_cut(good, len));
	printf("mutations: %u and %zu cuts, none affirmed, refused for %zu different reasons\n", count, good.len, reasons);
}
