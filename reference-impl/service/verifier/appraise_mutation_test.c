/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The verifier is total: a hundred thousand changes to a good token, its chain and its record, always
 * the same ones, and every cut of each. None crashes, and none is affirmed: whatever differs in one
 * bit from what was signed was refused.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/service/verifier/evidence_fixture.h"

enum { TOKEN_MUTATIONS = 60000, CHAIN_MUTATIONS = 20000, RECORD_MUTATIONS = 20000, SAMPLE_MAX_LEN = 8192, CHANGES_MAX = 4 };

static struct fixture_world world;
static struct appraisal appraisal;
static struct record_recipe record_recipe;

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

/* Changed bytes in memory of exactly that length, so that a read beyond it is seen. The caller frees. */
static struct buffer changed(struct bytes good, uint64_t *state)
{
	static uint8_t sample[2 * SAMPLE_MAX_LEN];
	size_t len;
	struct buffer exact;

	memcpy(sample, good.at, good.len);
	len = mutate(sample, good.len, state);
	exact = (struct buffer){ malloc(len > 0 ? len : 1), len };
	ck_assert_ptr_nonnull(exact.at);
	memcpy(exact.at, sample, len);
	return exact;
}

static void setup(void)
{
	struct token_recipe token;

	token_recipe_good(&token);
	record_recipe_good(&record_recipe);
	fixture_world(&world, &token, &record_recipe);
	evidence_appraise(&world.request, &appraisal);
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_AFFIRMING);
}

/* Every refusal has its reason, and every text of it ends. */
static void must_refuse_in_words(void)
{
	const struct finding *bad = appraisal_first_bad(&appraisal);

	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_CONTRAINDICATED);
	ck_assert(bad && bad->check[0] && appraisal_reason_sentence(bad->reason)[0]);
	ck_assert(memchr(bad->seen, '\0', sizeof(bad->seen)) && memchr(bad->expected, '\0', sizeof(bad->expected)));
}

static void must_judge_evidence(struct bytes *evidence, struct bytes good, struct buffer bytes)
{
	*evidence = bytes_of_buffer(bytes);
	evidence_appraise(&world.request, &appraisal);
	if (bytes_equal(bytes_of_buffer(bytes), good))
		ck_assert_int_eq(appraisal_status(&appraisal), STATUS_AFFIRMING);
	else
		must_refuse_in_words();
	free(bytes.at);
	*evidence = good;
}

static void mutate_evidence(struct bytes *evidence, unsigned int count, uint64_t seed)
{
	struct bytes good = *evidence;
	size_t reasons[REASON_COUNT] = { 0 }, kinds = 0;

	for (unsigned int i = 0; i < count; i++) {
		must_judge_evidence(evidence, good, changed(good, &seed));
		if (appraisal_first_bad(&appraisal))
			reasons[appraisal_first_bad(&appraisal)->reason]++;
	}
	for (size_t i = 0; i < REASON_COUNT; i++)
		kinds += reasons[i] > 0;
	/* The changes reach deep: not all of them end at the first check. */
	ck_assert_uint_ge(kinds, 5);
	printf("mutations: %u, none affirmed, refused for %zu different reasons\n", count, kinds);
}

static void cut_evidence(struct bytes *evidence)
{
	struct bytes good = *evidence;

	for (size_t len = 0; len < good.len; len++) {
		struct buffer exact = { malloc(len > 0 ? len : 1), len };

		memcpy(exact.at, good.at, len);
		must_judge_evidence(evidence, good, exact);
	}
}

START_TEST(no_changed_token_is_affirmed)
{
	/* The chain has a test of its own, and its signatures take most of the time. */
	world.request.has_chain = false;
	world.request.device_key = BYTES_OF(fixture_key(KEY_APP)->spki);
	mutate_evidence(&world.request.token, TOKEN_MUTATIONS, 0x2545f4914f6cdd1d);
	cut_evidence(&world.request.token);
}
END_TEST

START_TEST(no_changed_chain_is_affirmed)
{
	mutate_evidence(&world.request.chain, CHAIN_MUTATIONS, 0x9e3779b97f4a7c15);
	cut_evidence(&world.request.chain);
}
END_TEST

static void must_judge_record(struct bytes good, struct buffer bytes)
{
	struct release_key maker;
	struct release_record record = { .file = "untouched", .number = 99 };
	struct evidence_fault fault = { NULL, 0 };
	enum appraisal_reason reason;

	memcpy(maker.spki, fixture_key(KEY_MAKER)->spki, sizeof(maker.spki));
	reason = release_record_read(bytes_of_buffer(bytes), &maker, 1, &record, &fault);
	if (bytes_equal(bytes_of_buffer(bytes), good)) {
		ck_assert_int_eq(reason, REASON_NONE);
	} else {
		ck_assert_int_ne(reason, REASON_NONE);
		ck_assert_ptr_nonnull(fault.what);
		ck_assert(record.number == 99);
	}
	free(bytes.at);
}

START_TEST(no_changed_record_is_believed)
{
	uint8_t room[4096];
	struct bytes good = fixture_record(&record_recipe, BUFFER_OF(room));
	uint64_t seed = 0xd1b54a32d192ed03;

	for (unsigned int i = 0; i < RECORD_MUTATIONS; i++)
		must_judge_record(good, changed(good, &seed));
	for (size_t len = 0; len < good.len; len++) {
		struct buffer exact = { malloc(len > 0 ? len : 1), len };

		memcpy(exact.at, good.at, len);
		must_judge_record(good, exact);
	}
	printf("mutations: %d records, none believed\n", RECORD_MUTATIONS);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("appraisal mutation");
	TCase *tests = tcase_create("changes");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 280);
	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, no_changed_token_is_affirmed);
	tcase_add_test(tests, no_changed_chain_is_affirmed);
	tcase_add_test(tests, no_changed_record_is_believed);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
