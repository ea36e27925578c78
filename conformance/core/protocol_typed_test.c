/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of the typed calls: what goes in as a struct comes out as JSON, and back, and nothing else gets through. */

#include <check.h>
#include <string.h>

#include "conformance/core/protocol_typed.h"
#include "protocol_calls.h"
#include "protocol_table.h"

/* A link that expects one request and gives one answer. */
struct script {
	const char *method, *params;
	enum answer_kind kind;
	const char *result;
};

static void answer_script(void *context, const struct question *question, struct answer *ret_answer)
{
	const struct script *script = context;
	json_t *expected = json_loads(script->params, 0, NULL);

	ck_assert_str_eq(question->method, script->method);
	ck_assert_uint_eq(question->unit, 3);
	ck_assert_uint_eq(question->deadline_ms, 500);
	ck_assert_msg(json_equal(question->params, expected), "%s", question->method);
	json_decref(expected);
	*ret_answer = (struct answer){ .kind = script->kind, .result = script->result == NULL ? NULL : json_loads(script->result, 0, NULL),
				       .ms = 12 };
}

static struct link link_to(struct script *script)
{
	return (struct link){ script, answer_script };
}

START_TEST(bytes_and_lists_arrive)
{
	struct script script = { "device.attest", "{\"nonce\":\"AQI=\",\"selection\":[\"a\",\"b\"]}", ANSWER_GIVEN,
				 "{\"format\":\"psa\",\"evidence\":\"AAEC\",\"chain\":[\"\",\"/w==\"]}" };
	const struct link link = link_to(&script);
	const struct device_attest_takes takes = { .nonce = bytes_of_text("\x01\x02"), .has_selection = true,
						   .selection = { 2, { "a", "b" } } };
	struct device_attest_gives gives;
	struct answer answer;

	ck_assert_int_eq(call_device_attest(&link, 3, 500, &takes, &gives, &answer), ANSWER_GIVEN);
	ck_assert_str_eq(gives.format, "psa");
	ck_assert(bytes_equal(gives.evidence, bytes_from((const uint8_t *)"\0\1\2", 3)));
	ck_assert_ptr_null(gives.signature.at);
	ck_assert(gives.has_chain && gives.chain.count == 2);
	ck_assert(gives.chain.at[0].at != NULL && gives.chain.at[0].len == 0);
	ck_assert(bytes_equal(gives.chain.at[1], bytes_of_text("\xff")));
	answer_release(&answer);
}
END_TEST

START_TEST(words_are_enums_and_absent_fields_absent)
{
	struct script script = { "device.register", "{\"act\":\"extend\",\"register\":\"r1\",\"value\":\"\"}", ANSWER_GIVEN, "{}" };
	const struct link link = link_to(&script);
	const struct device_register_takes takes = { .act = DEVICE_REGISTER_ACT_EXTEND, .register_name = "r1", .value = bytes_of_text("") };
	struct device_register_gives gives;
	struct answer answer;

	ck_assert_int_eq(call_device_register(&link, 3, 500, &takes, &gives, &answer), ANSWER_GIVEN);
	ck_assert(!gives.has_names && !gives.has_values);
	answer_release(&answer);
}
END_TEST

START_TEST(regions_and_numbers_arrive)
{
	struct script script = { "kit.image",
				 "{\"component\":\"os\",\"version\":\"1.0.0\",\"security_version\":0,\"block\":\"AA==\",\"key\":\"none\"}",
				 ANSWER_GIVEN,
				 "{\"format\":\"f\",\"image\":\"\",\"regions\":[{\"name\":\"n\",\"kind\":\"k\",\"offset\":1,\"length\":9007199254740991}]}" };
	const struct link link = link_to(&script);
	const struct kit_image_takes takes = { .component = "os", .version = "1.0.0", .has_security_version = true,
					       .block = bytes_from((const uint8_t *)"", 1), .key = KIT_IMAGE_KEY_NONE };
	struct kit_image_gives gives;
	struct answer answer;

	ck_assert_int_eq(call_kit_image(&link, 3, 500, &takes, &gives, &answer), ANSWER_GIVEN);
	ck_assert(gives.has_regions && gives.regions.count == 1);
	ck_assert_str_eq(gives.regions.at[0].kind, "k");
	ck_assert_uint_eq(gives.regions.at[0].length, PROTOCOL_INTEGER_MAX);
	answer_release(&answer);
}
END_TEST

START_TEST(an_answer_outside_the_schema_is_broken_whatever_the_link)
{
	struct script script = { "rig.cut_status", "{}", ANSWER_GIVEN, "{\"operations\":-1,\"fired\":true}" };
	const struct link link = link_to(&script);
	struct rig_cut_status_gives gives = { 77, false };
	struct answer answer;

	ck_assert_int_eq(call_rig_cut_status(&link, 3, 500, &gives, &answer), ANSWER_BROKEN);
	ck_assert_ptr_null(answer.result);
	ck_assert_uint_eq(answer.ms, 12);
	ck_assert_uint_eq(gives.operations, 77);
	answer_release(&answer);
}
END_TEST

START_TEST(refusals_pass_through)
{
	struct script script = { "rig.fresh", "{}", ANSWER_REFUSED, NULL };
	const struct link link = link_to(&script);
	struct answer answer;

	ck_assert_int_eq(call_rig_fresh(&link, 3, 500, &(struct rig_fresh_takes){ NULL }, &answer), ANSWER_REFUSED);
	answer_release(&answer);
}
END_TEST

START_TEST(what_the_protocol_cannot_say_is_not_asked)
{
	struct script script = { "rig.power", "{}", ANSWER_GIVEN, "{}" };
	const struct link link = link_to(&script);
	const struct rig_power_takes nothing = { 0 };
	const struct rig_clock_takes beyond = { PROTOCOL_INTEGER_MAX + 1 };
	const struct kit_probe_takes controlled = { .probe = "a\x1b[2J", .grant = true };
	struct kit_probe_gives gives;
	struct answer answer;

	ck_assert_int_eq(call_rig_power(&link, 3, 500, &nothing, &answer), ANSWER_ERROR);
	ck_assert_int_eq(call_rig_clock(&link, 3, 500, &beyond, &answer), ANSWER_ERROR);
	ck_assert_int_eq(call_kit_probe(&link, 3, 500, &controlled, &gives, &answer), ANSWER_ERROR);
}
END_TEST

START_TEST(the_table_is_whole)
{
	ck_assert_uint_eq(every_protocol_method_count, METHOD_COUNT);
	ck_assert_ptr_eq(protocol_method_by_name("rig.hello"), &every_protocol_method[METHOD_RIG_HELLO]);
	ck_assert_ptr_null(protocol_method_by_name("rig.hell"));
	for (size_t i = 0; i < every_protocol_method_count; i++) {
		const struct protocol_method *method = &every_protocol_method[i];

		ck_assert(strncmp(method->name, plane_name(method->plane), strlen(plane_name(method->plane))) == 0);
		ck_assert(method->takes.count == 0 || method->takes.size != 0);
	}
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("calls");
	Suite *suite = suite_create("protocol_typed");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(all, bytes_and_lists_arrive);
	tcase_add_test(all, words_are_enums_and_absent_fields_absent);
	tcase_add_test(all, regions_and_numbers_arrive);
	tcase_add_test(all, an_answer_outside_the_schema_is_broken_whatever_the_link);
	tcase_add_test(all, refusals_pass_through);
	tcase_add_test(all, what_the_protocol_cannot_say_is_not_asked);
	tcase_add_test(all, the_table_is_whole);
	suite_add_tcase(suite, all);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
