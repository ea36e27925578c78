/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader is total: a hundred thousand changes to good items (under valgrind a hundred
 * thousand by TEST_STRIDE), always the same ones, and each outcome is a view within the input or
 * a failure. What one rule takes the laxer ones take too, and walking what was taken fails nowhere.
 */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/codec/cbor_reader.h"

enum { MUTATIONS = 100000 / TEST_STRIDE, ITEM_MAX_LEN = 256, CHANGES_MAX = 4 };

static const char *const SAMPLES[] = {
	"d28443a10126a10442313154546869732069732074686520636f6e74656e742e4103",
	"a50a44010203041901004201021901096361626319095b18781a00011170811a",
	"bf01820203039f0405ff6161f65f41014102ffc1fb3ff199999999999aff",
	"a4008301a10203a1040505a10607f93c0041ff8262c3bc6161f5f4",
	"9f9fa10102ff8181818181818181818101c0c1c2c3d9d9f700ff",
};

static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static size_t make_sample(unsigned int which, uint8_t sample[ITEM_MAX_LEN])
{
	const char *digits = SAMPLES[which % (sizeof(SAMPLES) / sizeof(SAMPLES[0]))];
	struct bytes bytes;

	ck_assert_int_eq(text_read_hex(bytes_of_text(digits), (struct buffer){ sample, ITEM_MAX_LEN }, &bytes), RESULT_OK);
	return bytes.len;
}

/* Flips, overwrites with a head that means something, cuts, and doubles. */
static size_t mutate(uint8_t *sample, size_t len, uint64_t *state)
{
	static const uint8_t heads[] = { 0x5b, 0x9b, 0xbb, 0x1b, 0x9f, 0xbf, 0x5f, 0xff, 0xd8, 0xf8, 0xfb, 0x7a, 0xa1, 0x81, 0x18, 0x00 };
	size_t changes = 1 + next(state) % CHANGES_MAX;

	while (changes-- > 0 && len > 0) {
		uint64_t choice = next(state);
		size_t at = (size_t)(choice >> 16) % len;

		if (choice % 8 < 3)
			sample[at] ^= (uint8_t)(1 << (choice >> 8) % 8);
		else if (choice % 8 < 6)
			sample[at] = heads[(choice >> 8) % sizeof(heads)];
		else if (choice % 8 == 6)
			len = at;
		else if (2 * len - at <= ITEM_MAX_LEN) {
			memmove(sample + len, sample + at, len - at);
			len += len - at;
		}
	}
	return len;
}

/* Visits every item below; depth is bounded by what was parsed. */
static void must_walk(const struct cbor_item *item, unsigned int depth)
{
	struct cbor_reader r = cbor_reader_over(item);
	uint64_t count = 0;

	ck_assert_uint_le(depth, CBOR_MAX_DEPTH);
	if (item->kind < CBOR_ARRAY || item->kind > CBOR_TAG)
		return;
	for (; cbor_reader_has_more(&r); count++) {
		struct cbor_item member = cbor_take(&r);

		ck_assert(bytes_lie_within(member.raw, item->content));
		ck_assert(member.content.len == 0 || bytes_lie_within(member.content, member.raw));
		must_walk(&member, depth + 1);
	}
	ck_assert_int_eq(cbor_reader_finish(&r), RESULT_OK);
	if (!item->is_indefinite)
		ck_assert(count == (item->kind == CBOR_TAG ? 1 : item->kind == CBOR_MAP ? 2 * item->argument : item->argument));
}

static void must_be_total(struct bytes input, size_t taken[3])
{
	struct cbor_item items[3], untouched = { .argument = 77 };
	enum result results[3];

	for (int rules = CBOR_WELL_FORMED; rules <= CBOR_DETERMINISTIC; rules++) {
		items[rules] = untouched;
		results[rules] = cbor_parse(input, (enum cbor_rules)rules, &items[rules]);
		taken[rules] += results[rules] == RESULT_OK;
		if (results[rules] == RESULT_OK)
			ck_assert(bytes_equal(items[rules].raw, input));
		else
			ck_assert_mem_eq(&items[rules], &untouched, sizeof(untouched));
	}
	if (results[CBOR_TOLERANT] == RESULT_OK || results[CBOR_DETERMINISTIC] == RESULT_OK)
		ck_assert_int_eq(results[CBOR_WELL_FORMED], RESULT_OK);
	if (results[CBOR_DETERMINISTIC] == RESULT_OK)
		ck_assert(results[CBOR_TOLERANT] == RESULT_OK || results[CBOR_TOLERANT] == RESULT_UNSUPPORTED);
	if (results[CBOR_WELL_FORMED] == RESULT_OK)
		must_walk(&items[CBOR_WELL_FORMED], 0);
}

START_TEST(every_change_is_taken_or_refused)
{
	uint64_t state = 0x2545f4914f6cdd1d;
	size_t taken[3] = { 0 };

	for (unsigned int i = 0; i < MUTATIONS; i++) {
		uint8_t sample[ITEM_MAX_LEN];
		size_t len = mutate(sample, make_sample(i, sample), &state);
		/* Of exactly that length, so that a read beyond it is seen. */
		uint8_t *exact = malloc(len > 0 ? len : 1);

		memcpy(exact, sample, len);
		must_be_total(bytes_from(exact, len), taken);
		free(exact);
	}
	ck_assert_uint_gt(taken[CBOR_WELL_FORMED], MUTATIONS / 50);
	ck_assert_uint_gt(taken[CBOR_DETERMINISTIC], MUTATIONS / 200);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cbor mutation");
	TCase *tests = tcase_create("changes");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, every_change_is_taken_or_refused);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
