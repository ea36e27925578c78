/* SPDX-License-Identifier: Apache-2.0 */
/* Records: a good one is read, each bad twin is refused for what is bad, and the release is chosen as told. */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/service/verifier/evidence_fixture.h"

static struct release_key maker(void)
{
	struct release_key key;

	memcpy(key.spki, fixture_key(KEY_MAKER)->spki, sizeof(key.spki));
	return key;
}

static enum appraisal_reason read_record(struct bytes bytes, struct release_record *record, struct evidence_fault *fault)
{
	struct release_key key = maker();

	return release_record_read(bytes, &key, 1, record, fault);
}

START_TEST(a_good_record_is_read)
{
	uint8_t room[4096];
	struct record_recipe recipe;
	struct release_record record = { .file = "x" };
	struct evidence_fault fault;

	record_recipe_good(&recipe);
	ck_assert_int_eq(read_record(fixture_record(&recipe, BUFFER_OF(room)), &record, &fault), REASON_NONE);
	ck_assert(bytes_equal(record.vendor, bytes_of_text("acme.example")));
	ck_assert(bytes_equal(record.product, bytes_of_text("lamp")));
	ck_assert_uint_eq(record.number, 4);
	ck_assert_uint_eq(record.state_flags, 0x3c);
	ck_assert_uint_eq(record.component_count, 3);
	ck_assert(bytes_equal(record.components[1].fields.type, bytes_of_text("OS")));
	ck_assert_uint_eq(record.components[1].security_version, 7);
	ck_assert_str_eq(record.file, "x");
}
END_TEST

static void stranger(struct record_recipe *r) { r->signer = KEY_STRANGER; }
static void other_kind(struct record_recipe *r) { r->kind = "assay-release/2"; }
static void no_vendor(struct record_recipe *r) { r->vendor = ""; }
static void long_product(struct record_recipe *r) { r->product = "0123456789012345678901234567890123456789012345678901234567890123x"; }
static void number_zero(struct record_recipe *r) { r->number = 0; }
static void number_beyond(struct record_recipe *r) { r->number = UINT64_C(1) << 32; }
static void implementation_short(struct record_recipe *r) { r->implementation_len = 31; }
static void no_components(struct record_recipe *r) { r->component_count = 0; }
static void no_version(struct record_recipe *r) { r->components[0].version = ""; }
static void no_type(struct record_recipe *r) { r->components[0].type = ""; }
static void one_more_field(struct record_recipe *r) { r->extra = "0800"; }
static void field_twice(struct record_recipe *r) { r->extra = "0400"; }
static void flags_beyond(struct record_recipe *r) { r->state_flags = 256; }
static void not_shortest(struct record_recipe *r) { r->extra = "1808f6"; }

static const struct {
	const char *name;
	void (*spoil)(struct record_recipe *recipe);
	enum appraisal_reason reason;
	const char *what;
} twins[] = {
	{ "a stranger's", stranger, REASON_BAD_SIGNATURE, "no trusted key" },
	{ "another kind", other_kind, REASON_BAD_RECORD, "assay-release/1" },
	{ "no vendor", no_vendor, REASON_BAD_RECORD, "vendor" },
	{ "a product of 65 characters", long_product, REASON_BAD_RECORD, "product" },
	{ "release 0", number_zero, REASON_BAD_RECORD, "release (4)" },
	{ "a short implementation id", implementation_short, REASON_BAD_RECORD, "implementation id" },
	{ "no components", no_components, REASON_BAD_RECORD, "components" },
	{ "a component without version", no_version, REASON_BAD_RECORD, "version" },
	{ "a component without type", no_type, REASON_BAD_RECORD, "type" },
	{ "one more field", one_more_field, REASON_BAD_RECORD, "not known" },
	{ "flags of nine bits", flags_beyond, REASON_BAD_RECORD, "flags of the lifecycle (7)" },
	{ "a field twice", field_twice, REASON_BAD_ENCODING, "twice" },
	{ "a number that is not shortest", not_shortest, REASON_BAD_ENCODING, "shortest" },
	{ "release 2^32", number_beyond, REASON_BAD_RECORD, "release (4)" },
};

START_TEST(a_bad_twin_is_refused_for_what_is_bad)
{
	uint8_t room[4096];
	struct record_recipe recipe;
	struct release_record record = { .number = 99 };
	struct evidence_fault fault;
	enum appraisal_reason reason;

	record_recipe_good(&recipe);
	twins[_i].spoil(&recipe);
	reason = read_record(fixture_record(&recipe, BUFFER_OF(room)), &record, &fault);
	ck_assert_msg(reason == twins[_i].reason, "%s: %s (%s)", twins[_i].name, appraisal_reason_name(reason), fault.what);
	ck_assert_msg(strstr(fault.what, twins[_i].what) != NULL, "%s: %s", twins[_i].name, fault.what);
	ck_assert_uint_eq(record.number, 99);
}
END_TEST

START_TEST(no_key_signs_nothing)
{
	uint8_t room[4096];
	struct record_recipe recipe;
	struct release_record record = { .file = "x" };
	struct evidence_fault fault;

	record_recipe_good(&recipe);
	ck_assert_int_eq(release_record_read(fixture_record(&recipe, BUFFER_OF(room)), NULL, 0, &record, &fault), REASON_BAD_SIGNATURE);
}
END_TEST

START_TEST(a_record_has_a_limit)
{
	static uint8_t large[RELEASE_MAX_LEN + 1];
	struct release_record record = { .file = "x" };
	struct evidence_fault fault;

	ck_assert_int_eq(read_record(BYTES_OF(large), &record, &fault), REASON_TOO_LARGE);
	ck_assert_int_eq(read_record(bytes_from(large, RELEASE_MAX_LEN), &record, &fault), REASON_BAD_COSE);
	ck_assert_int_eq(read_record(bytes_from(large, 0), &record, &fault), REASON_BAD_COSE);
}
END_TEST

/* Two releases, the second newer and with another OS and App. */
static struct {
	uint8_t rooms[2][4096];
	struct release_record releases[2];
	struct fixture_world world;
	struct appraisal appraisal;
} two;

static void prepare_two(struct token_recipe *token)
{
	struct record_recipe recipe;
	struct evidence_fault fault;

	token_recipe_good(token);
	record_recipe_good(&recipe);
	fixture_world(&two.world, token, &recipe);
	ck_assert_int_eq(read_record(fixture_record(&recipe, BUFFER_OF(two.rooms[0])), &two.releases[0], &fault), REASON_NONE);
	recipe.number = 5;
	recipe.components[1].measurement[0] = 0xee;
	recipe.components[2].measurement[0] = 0xee;
	ck_assert_int_eq(read_record(fixture_record(&recipe, BUFFER_OF(two.rooms[1])), &two.releases[1], &fault), REASON_NONE);
	two.world.request.has_chain = false;
	two.world.request.device_key = BYTES_OF(fixture_key(KEY_APP)->spki);
	two.world.request.releases = two.releases;
	two.world.request.release_count = 2;
}

static void appraise_two(const struct token_recipe *token)
{
	two.world.request.token = fixture_token(token, BUFFER_OF(two.world.token_room));
	evidence_appraise(&two.world.request, &two.appraisal);
}

START_TEST(an_older_release_is_a_warning)
{
	struct token_recipe token;

	prepare_two(&token);
	appraise_two(&token);
	ck_assert_int_eq(appraisal_status(&two.appraisal), STATUS_WARNING);
	ck_assert_int_eq(appraisal_first_bad(&two.appraisal)->reason, REASON_OLD_RELEASE);
	token.components[1].measurement[0] = token.components[2].measurement[0] = 0xee;
	appraise_two(&token);
	ck_assert_int_eq(appraisal_status(&two.appraisal), STATUS_AFFIRMING);
}
END_TEST

START_TEST(parts_of_two_releases_are_no_release)
{
	struct token_recipe token;
	const struct finding *bad = NULL;

	prepare_two(&token);
	token.components[2].measurement[0] = 0xee;
	appraise_two(&token);
	ck_assert_int_eq(appraisal_status(&two.appraisal), STATUS_CONTRAINDICATED);
	for (size_t i = 0; i < two.appraisal.count && !bad; i++) {
		if (two.appraisal.findings[i].reason == REASON_UNKNOWN_MEASUREMENT)
			bad = &two.appraisal.findings[i];
	}
	ck_assert_ptr_nonnull(bad);
	ck_assert_ptr_nonnull(strstr(bad->check, "(of release "));
}
END_TEST

START_TEST(without_records_nothing_is_affirmed)
{
	struct token_recipe token;

	prepare_two(&token);
	two.world.request.release_count = 0;
	appraise_two(&token);
	ck_assert_int_eq(appraisal_status(&two.appraisal), STATUS_CONTRAINDICATED);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("release records");
	TCase *tests = tcase_create("records");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, a_good_record_is_read);
	tcase_add_loop_test(tests, a_bad_twin_is_refused_for_what_is_bad, 0, sizeof(twins) / sizeof(twins[0]));
	tcase_add_test(tests, no_key_signs_nothing);
	tcase_add_test(tests, a_record_has_a_limit);
	tcase_add_test(tests, an_older_release_is_a_warning);
	tcase_add_test(tests, parts_of_two_releases_are_no_release);
	tcase_add_test(tests, without_records_nothing_is_affirmed);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
